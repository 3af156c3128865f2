"""The document that the tests of PDF and Word print, and ways of reading them back."""

import datetime
import io
import re

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.documents import (
    Bullets,
    Document,
    Heading,
    KeyValues,
    Notice,
    Numbered,
    PageBreak,
    Paragraph,
    Run,
    Table,
)

# What would be code, markup or an error, were it ever read as anything but words.
STRANGE = "#panic() #let x = 1 $x$ *b* _i_ <a> </w:t> & \\ \\n // /* @ref `raw` ~ -- ' \" [x] = h {a} {{ c }} {% d %}"
STATUS = "DRAFT – not yet approved"

MINUTES = Document(
    title="Minutes of the Chief Executives’ Group",
    subtitle="2 February 2007",
    status=STATUS,
    author="Herefordshire Partnership",
    date=datetime.date(2007, 2, 2),
    facts=[("When", "2 February 2007, 10am"), ("Where", ["Brockington, ", Run("Hereford", bold=True)])],
    blocks=[
        Heading(2, "Welcome", anchor="item-1"),
        Paragraph(
            ["Some ", Run("bold", bold=True), " and ", Run("italic", italic=True), " words.\nA new line."]
        ),
        Paragraph([Run("The group", href="/groups/ceg/"), " and ", Run("the votes", href="#votes"), "."]),
        Heading(5, "Too deep"),
        Bullets(
            [
                "one",
                ["two ", Run("b", bold=True)],
                [Paragraph("three"), Numbered(["x", "y"]), Paragraph("after")],
            ]
        ),
        Numbered(["first", "second"]),
        Numbered(["seventh"], start=7),
        Notice("Exempt under paragraph 3."),
        Heading(2, "Votes", anchor="votes"),
        Table("How each body voted", ["Body", "Votes"], [["Council", "1,000"], ["Trust"]], numeric=[1]),
        KeyValues([("Owner", "The clerk"), ("Due", "3 March 2007")]),
        Paragraph(STRANGE),
        PageBreak(),
        Heading(2, STRANGE),
        Paragraph("The end."),
    ],
)


def words_of_pdf(pdf, document):
    """The words of each page without the header, the footer and the marks of lists."""
    text = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        words = " ".join(page.extract_text().split())
        if document.status:
            words = words.removeprefix(" ".join(document.status.split()))
        text.append(re.sub(r"Page \d+ of \d+$", "", words).strip())
        footer = " – ".join(part for part in (document.title, document.status) if part)
        text[-1] = text[-1].removesuffix(" ".join(footer.split()))
    return _without_marks(" ".join(text).split())


def words_of_word(file):
    """The words of the body in order, tables where they stand."""
    body = docx.Document(io.BytesIO(file)).element.body
    words = []
    for paragraph in body.iter(qn("w:p")):
        parts = [
            " " if element.tag in {qn("w:tab"), qn("w:br")} else element.text or ""
            for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
        ]
        words += "".join(parts).split()
    return _without_marks(words)


def _without_marks(words):
    """Bullets and numbers are drawn by Word itself, so they are not among its words."""
    return [word for word in words if not re.fullmatch(r"[•‣–]|\d+\.", word)]


def tags_of_pdf(pdf):
    """The tags that a screen reader walks through: their names in order, each with its depth and itself."""

    def walk(node, depth):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child, depth)
        elif isinstance(node, dict) and "/S" in node:
            yield node["/S"], depth, node
            yield from walk(node.get("/K", []), depth + 1)

    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    return list(walk(root["/K"], 0))
