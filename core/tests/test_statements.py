"""A statement: kept and read again it is the same; page, PDF and spreadsheet say the same of it."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from core.documents import to_pdf, to_word
from core.statements import Chart, Entry, Link, Measured, Part, Statement, Table, as_data, statement_from
from core.statements.document import MOST_ROWS, document_of
from core.statements.model import in_words
from core.statements.workbook import workbook_of
from core.templatetags.statements import shown
from tests.pdf import drawn, heard, problems_of

DAY = date(2007, 2, 2)
STREAMS = Table(
    "By stream",
    "Streams",
    ["Stream", "Spent", "Decided on", "People"],
    [
        [Link("Children’s Fund", "/funding/pot/"), Decimal("1250.50"), DAY, 12_000],
        ["=1+1", Decimal(-3), None, Measured(Decimal("58.5"), "58.5 per cent")],
    ],
    total=["Total", Decimal("1247.50"), None, None],
)
BARS = Chart(
    "bars",
    "Spent and left",
    [("spent", "Spent"), ("left", "Left")],
    [["A", "£5 of £8", Decimal(5), Decimal(3)]],
)
CURVES = Chart(
    "curves",
    "Planned so far",
    [("planned", "Planned"), ("spent", "Spent")],
    [[Decimal(1), Decimal(2)], [Decimal(1), None]],
    ["Q1", "Q2"],
)
MARKS = Chart(
    "marks",
    "Targets",
    [("spent", "Result"), ("mark", "Target")],
    [["Safe after dark", "60, target 59", Decimal(60), Decimal(59)]],
)
WHOLE = Statement(
    "£1,247.50 is spent.",
    (
        Part("Money", ("Words about it.",), BARS, STREAMS),
        Part("Over time", chart=CURVES),
        Part("Targets", chart=MARKS),
        Part("What waits", entries=(Entry("Respond", "/consultations/x/", "Open until May.", "in 9 days"),)),
        Part("Every row", table=Table("Every row", "Every row", ["Row"], [["one"]], in_print=False)),
    ),
    ("It is counted so.",),
)


def as_document(statement=WHOLE):
    return document_of(statement, title="A report", subtitle="", day=DAY, facts=[("Time", "2007")])


def read_again(statement):
    return statement_from(json.loads(json.dumps(as_data(statement))))


def test_what_was_kept_is_read_again_as_it_was():
    once = read_again(WHOLE)

    assert read_again(once) == once
    assert once.lead == WHOLE.lead
    assert [list(row) for row in once.parts[0].table.rows] == STREAMS.rows
    assert list(once.parts[0].table.total) == STREAMS.total
    assert [part.heading for part in once.parts] == [part.heading for part in WHOLE.parts]


def test_what_was_kept_before_a_word_was_known_is_read_all_the_same():
    data = as_data(WHOLE)
    for part in data["parts"]:
        if part["table"]:
            del part["table"]["read"]

    assert statement_from(data).parts[0].table.read is None


def test_columns_for_the_workbook_alone_are_not_read_on_a_page():
    wide = Table("Wide", "Wide", ["a", "b", "c"], [[1, 2, 3]], total=[1, 2, 3], read=2)
    statement = Statement("x", (Part("Wide", table=wide),))
    book = load_workbook(io.BytesIO(workbook_of(statement, title="x", facts=[], site="")))

    assert [column["name"] for column in shown(wide)["columns"]] == ["a", "b"]
    assert [len(row) for row in shown(wide)["rows"]] == [2]
    assert "The spreadsheet has more: Wide, with c." in statement.more
    assert [cell.value for cell in book["Wide"][2]] == [1, 2, 3]


cells = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.builds(Link, st.text(), st.text()),
    st.builds(Measured, st.decimals(allow_nan=False, allow_infinity=False), st.text()),
)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_every_cell_that_can_be_kept_comes_back(rows):
    kept = Statement("", (Part("", table=Table("", "", ["a", "b"], rows)),))

    assert [list(row) for row in read_again(kept).parts[0].table.rows] == rows


def test_cells_are_read_as_the_british_write_them():
    words = [in_words(cell) for cell in (None, "x", 12_000, Decimal("1250.5"), DAY, Link("l", "/"))]

    assert words == ["", "x", "12,000", "£1,250.50", "2 February 2007", "l"]


def test_the_pdf_says_it_and_can_be_heard():
    file = to_pdf(as_document())
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)

    assert problems_of(file) == []
    assert heard(file) == drawn(file)
    for words in ("£1,247.50 is spent.", "£1,250.50", "−£3", "58.5 per cent", "2 February 2007", "£5 of £8"):
        assert words in text
    assert "Filled: spent. Hollow: left." in text
    assert "The spreadsheet has more: Every row." in text


@pytest.mark.parametrize("name", ["Grin 😀", "A & B <script>", "bell \x07", "“quoted”", "العربية"])
def test_whatever_a_thing_is_called_its_picture_is_printed(name):
    chart = Chart("bars", name, [("spent", name), ("left", "Left")], [[name, name, Decimal(5), Decimal(3)]])
    file = to_pdf(as_document(Statement(name, (Part("Money", chart=chart),))))

    assert problems_of(file) == []


def test_word_says_what_the_picture_is():
    assert to_word(as_document())


def test_a_long_table_is_cut_on_paper_and_says_so():
    rows = [[f"row {number}"] for number in range(MOST_ROWS + 2)]
    long = Statement("x", (Part("All", table=Table("All rows", "All", ["Row"], rows)),))
    text = heard(to_pdf(as_document(long)))

    assert f"row{MOST_ROWS - 1}" in text
    assert f"row{MOST_ROWS}" not in text
    assert f"Thefirst{MOST_ROWS}of{MOST_ROWS + 2}rows" in text
    assert shown(long.parts[0].table)["left_out"] == MOST_ROWS + 2 - 200


def test_the_workbook_opens_with_figures_as_figures_and_nothing_as_a_formula():
    file = workbook_of(WHOLE, title="A report", facts=[("Time", "2007")], site="https://portal.example.org")
    book = load_workbook(io.BytesIO(file))
    rows = list(book["Streams"].iter_rows(values_only=True))

    assert book.sheetnames == ["Report", "Streams", "Every row"]
    assert rows[0] == ("Stream", "Spent", "Decided on", "People", "Address (Stream)")
    assert rows[1][0] == "Children’s Fund"
    assert (rows[1][1], rows[1][2].date(), rows[1][3]) == (1250.5, DAY, 12_000)
    assert rows[1][4] == "https://portal.example.org/funding/pot/"
    assert rows[2][0] == "=1+1"
    assert rows[2][3] == 58.5
    assert rows[3][:2] == ("Total", 1247.5)
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    said = [cell for row in book["Report"].iter_rows(values_only=True) for cell in row if cell]
    assert "£1,247.50 is spent." in said
    assert "https://portal.example.org/consultations/x/" in said
