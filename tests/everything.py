"""All that a PDF says to whoever looks into it, however deep."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pypdf import PdfReader


def everything_in(content: bytes) -> str:
    """The file as it lies there, each object and stream unpacked, each string read, and every text of every page."""
    pdf = pikepdf.open(io.BytesIO(content))
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "\n".join([content.decode("latin-1"), *_said(pdf.objects), *texts])


def _said(thing: Any, depth: int = 0) -> Iterator[str]:
    """Titles, words in place of pictures and all other strings: in two bytes a letter or one, in hex or plain."""
    if depth and getattr(thing, "is_indirect", False):
        # It comes in its own turn.
        return
    if isinstance(thing, pikepdf.Stream):
        yield from _said(thing.stream_dict, depth)
        try:
            yield thing.read_bytes().decode("latin-1")
        except pikepdf.PdfError:
            yield thing.read_raw_bytes().decode("latin-1")
    elif isinstance(thing, pikepdf.Dictionary):
        for name, value in thing.items():
            yield name
            yield from _said(value, depth + 1)
    elif isinstance(thing, pikepdf.Array) or (
        not isinstance(thing, pikepdf.Object) and hasattr(thing, "__iter__")
    ):
        for each in thing:
            yield from _said(each, depth + isinstance(thing, pikepdf.Array))
    else:
        yield str(thing)
