"""Handing a document to the person who asked for it."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from core.documents.model import Document
from core.documents.pdf import to_pdf
from core.documents.word import to_word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_response(document: Document, filename: str, request: HttpRequest | None = None) -> HttpResponse:
    """The PDF, shown in the browser; saved as a file if the address ends in ?download=1."""
    saved = request is not None and "download" in request.GET
    return _response(to_pdf(document), "application/pdf", _file_name(filename, "pdf"), saved=saved)


def word_response(document: Document, filename: str, request: HttpRequest | None = None) -> HttpResponse:
    """The Word file, which browsers save: they cannot show it."""
    return _response(to_word(document), WORD, _file_name(filename, "docx"), saved=True)


def _response(content: bytes, content_type: str, filename: str, *, saved: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(saved, filename) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file_name(name: str, ending: str) -> str:
    """A name that every system can save, with its ending once."""
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', " ", name).removesuffix(f".{ending}")
    return f"{' '.join(name.split())[:120] or 'document'}.{ending}"
