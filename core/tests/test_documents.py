"""A document says the same words in PDF and in Word, is the same file each time, and prints whatever people wrote."""

import dataclasses

import pytest
from django.http import HttpRequest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from core import markdown
from core.documents import (
    Bullets,
    Document,
    Heading,
    KeyValues,
    Notice,
    Numbered,
    Paragraph,
    Run,
    Table,
    pdf_response,
    to_pdf,
    to_word,
    word_response,
)
from core.documents.model import nested
from core.documents.plain import absolute, as_data
from core.tests.documents import MINUTES, STRANGE, words_of_pdf, words_of_word

FEW = effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_pdf_and_word_say_the_same_words():
    words = words_of_word(to_word(MINUTES))

    assert words_of_pdf(to_pdf(MINUTES), MINUTES) == words
    assert " ".join(STRANGE.split()).replace(" – ", " ") in " ".join(words)


@FEW
@given(
    st.lists(
        st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S", "Zs"]), max_size=40),
        max_size=8,
    )
)
def test_whatever_is_written_is_the_same_in_both(texts):
    parts = [Paragraph(text) for text in texts] + [Bullets(texts), Numbered(texts), Notice("".join(texts))]
    document = Document("Minutes", blocks=[Heading(2, "".join(texts)), *parts])

    # Where a line ends, a reader of the PDF cannot tell a space from a break, so only letters are compared.
    in_pdf, in_word = words_of_pdf(to_pdf(document), document), words_of_word(to_word(document))
    assert _letters(in_pdf) == _letters(in_word)


@FEW
@given(st.text(), st.text(), st.text())
def test_no_text_is_too_strange_to_print(one, two, three):
    document = Document(
        title=one,
        subtitle=two,
        status=three,
        author=one,
        facts=[(one, two)],
        blocks=[
            Heading(3, three, anchor=one),
            Paragraph([one, Run(two, bold=True, href=three), Run("here", href=f"#{one}")]),
            Bullets([one, [two, three], []]),
            Table(one, [two], [[three, one], []]),
            KeyValues([(one, two)]),
            *markdown.blocks(three),
        ],
    )

    assert to_pdf(document).startswith(b"%PDF")
    assert to_word(document).startswith(b"PK")


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$", "*b*", "<a>", "\\", '"', "#sys.inputs", "]", "}", "//", "= Heading", "- list"]
)
def test_text_is_never_read_as_typst(text):
    document = Document(
        text, blocks=[Heading(2, text), Paragraph(text), Table(text, [text], [[text]]), Bullets([text])]
    )

    words = words_of_pdf(to_pdf(document), document)

    # Title, heading, paragraph, caption, header cell, cell, item
    assert " ".join(words) == " ".join([text] * 7)


def test_what_no_font_can_draw_is_named():
    document = Document("Thanks \N{GRINNING FACE}", blocks=[Paragraph("漢")])

    words = " ".join(words_of_pdf(to_pdf(document), document))

    assert "[grinning face]" in words
    assert "[cjk unified ideograph-6f22]" in words


@pytest.mark.parametrize("printer", [to_pdf, to_word])
def test_the_same_document_is_the_same_file(printer):
    assert printer(MINUTES) == printer(dataclasses.replace(MINUTES))
    undated = dataclasses.replace(MINUTES, date=None)
    assert printer(undated) == printer(undated)


def test_an_empty_document_still_has_a_title():
    assert words_of_pdf(to_pdf(Document("")), Document("Untitled")) == ["Untitled"]
    assert words_of_word(to_word(Document(""))) == ["Untitled"]


@pytest.mark.parametrize(
    ("levels", "outline"),
    [
        ([], []),
        ([2, 3, 2], [2, 3, 2]),
        ([5, 5], [2, 2]),
        ([2, 5, 5, 3], [2, 3, 3, 3]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
    ],
)
def test_an_outline_has_no_gaps(levels, outline):
    assert nested(levels, top=2) == outline


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("/groups/ceg/", "https://portal.example.org/groups/ceg/"),
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("mailto:clerk@example.org", "mailto:clerk@example.org"),
        ("#votes", "#votes"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[", ""),
        ("https://", ""),
        ("https://example.org/" + "a" * 3000, ""),
    ],
)
def test_a_link_is_a_whole_address_or_none(settings, href, leads_to):
    settings.SITE_URL = "https://portal.example.org"

    assert absolute(href) == leads_to


def test_a_link_inside_leads_only_to_a_heading_that_is_there():
    blocks = [
        Paragraph([Run("there", href="#a"), Run("nowhere", href="#b")]),
        Heading(2, "A", "a"),
        Heading(2, "A", "a"),
    ]

    paragraph, first, second = as_data(Document("T", blocks=blocks))["blocks"]

    assert [run["href"] for run in paragraph["runs"]] == ["#a", ""]
    assert (first["anchor"], second["anchor"]) == ("a", "")


def test_a_pdf_is_shown_and_saved_when_asked():
    request = HttpRequest()

    shown = pdf_response(MINUTES, "Minutes: 2/2/2007", request)
    request.GET = request.GET.copy()
    request.GET["download"] = "1"
    saved = pdf_response(MINUTES, "minutes.pdf", request)

    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="Minutes 2 2 2007.pdf"'
    assert saved["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert shown.content == to_pdf(MINUTES)


def test_a_word_file_is_saved_under_its_name():
    response = word_response(MINUTES, "minutes\r\nX-Bad: 1")

    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"] == 'attachment; filename="minutes X-Bad 1.docx"'


def _letters(words):
    return "".join("".join(words).replace("\u00ad", "").replace("–", "").replace("•", "").split())
