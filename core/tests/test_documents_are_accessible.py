"""Somebody who hears a document, or walks it by keyboard, finds their way as well as somebody who sees it."""

import dataclasses
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.documents import Document, Heading, Paragraph, Table, to_pdf, to_word
from core.tests.documents import MINUTES, STATUS, tags_of_pdf


@pytest.fixture(scope="module")
def pdf():
    return to_pdf(MINUTES)


@pytest.fixture(scope="module")
def word():
    return to_word(MINUTES)


def test_the_pdf_says_that_it_is_tagged_and_keeps_to_pdf_ua_1(pdf):
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert root["/StructTreeRoot"]["/K"]


def test_the_pdf_has_its_title_in_the_window_and_its_language_author_and_day(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]

    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == MINUTES.title
    assert reader.metadata.author == MINUTES.author
    assert reader.xmp_metadata.dc_title["x-default"] == MINUTES.title
    assert reader.metadata.creation_date.date() == MINUTES.date


def test_the_headings_of_the_pdf_are_in_order_and_are_its_bookmarks(pdf):
    headings = [name for name, _, _ in tags_of_pdf(pdf) if name.startswith("/H") and name[2:].isdigit()]

    assert headings == ["/H1", "/H2", "/H3", "/H2", "/H2"]
    assert PdfReader(io.BytesIO(pdf)).outline


def test_a_table_in_the_pdf_has_header_cells_and_a_caption(pdf):
    tags = tags_of_pdf(pdf)
    header_cells = [node for name, _, node in tags if name == "/TH"]
    names = {name for name, _, _ in tags}

    assert len(header_cells) == 2
    assert all("/Column" in str(node["/A"]) for node in header_cells)
    assert {"/Table", "/THead", "/TBody", "/TR", "/TD", "/Caption", "/L", "/LI", "/LBody", "/Link"} <= names


def test_each_page_of_the_pdf_has_its_number_its_title_and_that_it_is_a_draft(pdf):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert text.startswith(STATUS)
        assert f"{MINUTES.title} – {STATUS}" in text
    assert len(pages) == 2


def test_what_is_no_draft_does_not_say_draft():
    final = dataclasses.replace(MINUTES, status="")

    assert all("DRAFT" not in page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(final))).pages)
    assert b"DRAFT" not in b"".join(_parts(to_word(final)).values())


def test_a_long_table_repeats_its_header_on_each_page():
    document = Document(
        "Long", blocks=[Table("Rows", ["Number", "Words"], [[str(i), "words"] for i in range(90)])]
    )

    pages = PdfReader(io.BytesIO(to_pdf(document))).pages
    rows = docx.Document(io.BytesIO(to_word(document))).tables[0].rows

    assert len(pages) > 1
    assert all("Number Words" in page.extract_text() for page in pages)
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows[:2]] == [True, False]


def test_word_knows_title_author_language_and_day(word):
    file = docx.Document(io.BytesIO(word))
    properties = file.core_properties
    language = file.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")

    assert (properties.title, properties.author, properties.language) == (
        MINUTES.title,
        MINUTES.author,
        "en-GB",
    )
    assert properties.created.date() == MINUTES.date
    assert language.get(qn("w:val")) == "en-GB"


def test_word_has_real_headings_and_lists(word):
    paragraphs = docx.Document(io.BytesIO(word)).paragraphs
    styles = [paragraph.style.name for paragraph in paragraphs]

    assert [style for style in styles if style.startswith("Heading")] == [
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Heading 2",
        "Heading 2",
    ]
    assert styles.count("List Bullet") == 3
    assert styles.count("List Number") == 3
    assert styles.count("List Number 2") == 2


def test_each_numbered_list_in_word_begins_where_it_should(word):
    file = docx.Document(io.BytesIO(word))
    numbering = file.part.numbering_part.element
    counters = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    starts = [
        numbering.num_having_numId(n).find(f".//{qn('w:startOverride')}").get(qn("w:val")) for n in counters
    ]

    assert counters[0] == counters[1] != counters[2]
    assert starts == ["1", "1", "7"]


def test_word_links_are_links(word):
    file = docx.Document(io.BytesIO(word))
    links = list(file.element.body.iter(qn("w:hyperlink")))
    addresses = [file.part.rels[link.get(qn("r:id"))].target_ref for link in links if link.get(qn("r:id"))]
    places = [link.get(qn("w:anchor")) for link in links if link.get(qn("w:anchor"))]
    bookmarks = {mark.get(qn("w:name")) for mark in file.element.body.iter(qn("w:bookmarkStart"))}

    assert [address.endswith("/groups/ceg/") and address.startswith("http") for address in addresses] == [
        True
    ]
    assert places == ["votes"]
    assert set(places) <= bookmarks


def test_each_page_in_word_has_its_number_its_title_and_that_it_is_a_draft(word):
    parts = _parts(word)
    footer = next(part for name, part in parts.items() if "footer" in name).decode()
    header = next(part for name, part in parts.items() if "header" in name).decode()

    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert f"{MINUTES.title} – {STATUS}" in footer
    assert STATUS in header


def test_headings_that_skip_a_level_do_not_stop_the_printing():
    document = Document("T", blocks=[Heading(6, "a"), Heading(1, "b"), Heading(4, "c"), Paragraph("d")])

    names = [name for name, _, _ in tags_of_pdf(to_pdf(document)) if name.startswith("/H")]

    assert names == ["/H1", "/H2", "/H2", "/H3"]


def _parts(word):
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        return {name: file.read(name) for name in file.namelist()}
