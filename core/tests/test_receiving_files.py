"""What people hand in: refused with a sentence when it cannot be taken, and never more than a machine can hold."""

import io
import resource
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from core import receiving, uploads
from core.forms import GovukForm, UploadField
from core.receiving import MEGABYTE
from core.refusals import Refused
from tests.factories.papers import pdf, pdf_bytes, protected_pdf, word


class PaperForm(GovukForm):
    title = forms.CharField(label="Title")
    file = UploadField(label="File", endings=uploads.PAPERS)


def sentence_about(file):
    form = PaperForm({"title": "A title"}, {"file": file} if file else {})
    return form.errors.get("file", [""])[0]


def bomb():
    """A Word file of a few hundred kilobytes that unpacks to half a gigabyte."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (300 * MEGABYTE))
    return written.getvalue()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (pdf(), ""),
        (word(), ""),
        (None, "Choose a file for “File”."),
        (SimpleUploadedFile("empty.pdf", b""), "This file is empty."),
        (pdf(name="paper.exe"), "Choose a PDF or a Word document: “paper.exe” is of another kind."),
        (pdf(name="paper.docx"), "This file is named .docx but isn’t a Word document."),
        (word(name="paper.pdf"), "This file is named .pdf but isn’t a PDF."),
        (pdf(name="paper"), "Choose a PDF or a Word document: “paper” is of another kind."),
        (
            SimpleUploadedFile("secret.pdf", protected_pdf()),
            "This PDF is protected with a password or against copying, so that it cannot be read here. "
            "Save it without protection and choose it again.",
        ),
        (
            SimpleUploadedFile("paper.docx", bomb()),
            "This file is far larger inside than outside, so it is not opened here. Save it as a PDF instead.",
        ),
    ],
)
def test_each_kind_of_wrong_file_is_refused_with_its_sentence(file, sentence):
    assert sentence_about(file) == sentence


def test_a_paper_about_encryption_is_not_taken_for_an_encrypted_one():
    assert sentence_about(SimpleUploadedFile("paper.pdf", pdf_bytes() + b"\n% How to /Encrypt a file")) == ""


def test_protection_is_found_where_two_pieces_of_the_file_meet(monkeypatch):
    monkeypatch.setattr(uploads, "PIECE", 97)

    assert "protected" in sentence_about(SimpleUploadedFile("secret.pdf", protected_pdf()))


def test_everything_else_stays_and_the_form_says_that_the_file_must_be_chosen_again():
    form = PaperForm({"title": ""}, {"file": pdf()})

    assert form.errors["file"] == ["Choose the file again: it cannot be kept while you mend the rest."]


def test_the_file_must_be_chosen_again_when_the_step_itself_is_refused():
    def refuse(**values):
        raise Refused("Not now.")

    form = PaperForm({"title": "A title"}, {"file": pdf()})
    form.carry_out(refuse)

    assert form.errors["__all__"] == ["Not now."]
    assert form.errors["file"] == ["Choose the file again: it cannot be kept while you mend the rest."]
    assert form["title"].value() == "A title"


# --- Too large ---


class Flood(io.RawIOBase):
    """The body of a request with a file of any size, which is nowhere while it is read."""

    def __init__(self, size):
        self.head = (
            b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nA title\r\n'
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="flood.pdf"\r\n'
            b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
        )
        self.tail = b"\r\n--b--\r\n"
        self.left = size
        self.length = len(self.head) + size + len(self.tail)

    def readable(self):
        return True

    def readinto(self, into):
        if self.head:
            piece, self.head = self.head[: len(into)], self.head[len(into) :]
        elif self.left:
            piece = b"x" * min(len(into), self.left)
            self.left -= len(piece)
        else:
            piece, self.tail = self.tail[: len(into)], self.tail[len(into) :]
        into[: len(piece)] = piece
        return len(piece)


def flooded(size) -> WSGIRequest:
    body = Flood(size)
    environ = RequestFactory()._base_environ(
        **{
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "CONTENT_LENGTH": str(body.length),
            "wsgi.input": io.BufferedReader(body),
        }
    )
    return WSGIRequest(environ)


def test_two_hundred_megabytes_are_refused_and_fill_neither_memory_nor_disk(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    request = flooded(200 * MEGABYTE)
    form = PaperForm(request.POST, request.FILES)

    assert form.errors == {"file": ["This file is 200.0 MB. It must be 20 MB or less."]}
    assert form["title"].value() == "A title"
    written = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert written <= receiving.MOST_IN_A_FILE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024


def test_many_files_together_are_no_way_round_the_limit(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    part = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="part.pdf"\r\n\r\n'
        + b"x" * (19 * MEGABYTE)
        + b"\r\n"
    )
    body = part * 6 + b"--b--\r\n"
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=b")
    request.FILES  # noqa: B018

    written = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert written <= receiving.MOST_IN_A_REQUEST


def test_a_file_within_the_limit_arrives_whole():
    request = flooded(19 * MEGABYTE)
    file = request.FILES["file"]

    assert file.size == 19 * MEGABYTE + len(b"%PDF-1.7\n")
    assert file.read(8) == b"%PDF-1.7"
