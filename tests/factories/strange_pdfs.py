"""PDFs as strangers make them: without tags, with tags that do not hold together, with pages that are pictures."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from core.documents import Document, to_pdf

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def untagged(*contents: bytes, font: bool = True, **page: Any) -> bytes:
    """A PDF of pages that draw this and nothing else. `F1` is a font that is not in the file."""
    pdf = Pdf.new()
    helvetica = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    fonts = Dictionary(F1=pdf.make_indirect(helvetica))
    for content in contents:
        form = pdf.make_stream(
            b"/P <</MCID 0>> BDC BT /F1 12 Tf 72 500 Td (Of the form) Tj ET EMC",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 595, 842]),
            Resources=Dictionary(Font=fonts),
        )
        picture = pdf.make_stream(
            b"\x80" * 4,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=2,
            Height=2,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )
        sheet = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 595, 842]),
            Resources=Dictionary(Font=fonts, XObject=Dictionary(Form=form, Picture=picture)),
            Contents=pdf.make_stream(content),
            **page,
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))
    return written(pdf)


def changed(content: bytes, change: Callable[[Pdf], Any]) -> bytes:
    """A PDF after something was done to it."""
    pdf = pikepdf.open(io.BytesIO(content))
    change(pdf)
    return written(pdf)


def without_tags(content: bytes) -> bytes:
    """The same pages as somebody would print them who never heard of tags."""

    def forget(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo
        del pdf.Root.Metadata

    return changed(content, forget)


def written(pdf: Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


@cache
def plain(title: str) -> bytes:
    """A paper of ours that says its title and nothing else."""
    return to_pdf(Document(title=title, blocks=[], counts_pages=False))
