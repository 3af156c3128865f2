"""A table is read cell by cell, as it was typed; a trap or a ruin gives a sentence."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from core.reading import tables
from core.reading.tables import CSV, XLSX, TableCell, column_letters

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def read(tmp_path):
    """Read bytes, or a workbook, as a file of its kind."""

    def reads(content, media_type=XLSX):
        path = tmp_path / "table"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.save(path)
        return tables.read(path, media_type)

    return reads


def a_book(*rows):
    book = openpyxl.Workbook()
    book.active.title = "Profile"
    for row in rows:
        book.active.append(row)
    return book


def texts(book):
    return [
        [cell.text for cell in book.sheets[0].row(number)] for number in range(1, book.sheets[0].last_row + 1)
    ]


def repacked(book, change):
    """The workbook with its parts changed: `change` is given the name and the content of each."""
    packed, again = io.BytesIO(), io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return again.getvalue()


def test_each_cell_of_a_workbook_has_its_place_and_its_kind(read):
    book = a_book(
        ["Stream", 12, 12.5, date(2007, 2, 2), datetime(2007, 2, 2, 10, 30), True, None, "#REF!", 0.05]
    )
    book.active["I1"].number_format = "0%"

    cells = read(book).sheets[0].row(1)

    assert [(cell.address, cell.kind, cell.text) for cell in cells] == [
        ("A1", "text", "Stream"),
        ("B1", "number", "12"),
        ("C1", "number", "12.5"),
        ("D1", "date", "2007-02-02"),
        ("E1", "moment", "2007-02-02T10:30:00"),
        ("F1", "truth", "TRUE"),
        ("G1", "empty", ""),
        ("H1", "error", "#REF!"),
        ("I1", "percentage", "0.05"),
    ]
    assert {cell.sheet for cell in cells} == {"Profile"}


def test_a_formula_is_told_with_what_it_last_showed(read):
    book = a_book([1, 2, "=SUM(A1:B1)"])
    book.active["D1"] = ArrayFormula("D1", "=A1:B1")
    shown = repacked(
        book,
        lambda name, part: part.replace(b"<f>SUM(A1:B1)</f><v />", b"<f>SUM(A1:B1)</f><v>3</v>").replace(
            b"<f>SUM(A1:B1)</f><v></v>", b"<f>SUM(A1:B1)</f><v>3</v>"
        ),
    )

    third, fourth = read(shown).sheets[0].row(1)[2:]

    assert (third.kind, third.text, third.shown, third.words) == ("formula", "=SUM(A1:B1)", "3", "")
    assert (fourth.kind, fourth.text, fourth.shown) == ("formula", "=A1:B1", "")


def test_what_is_hidden_or_merged_is_told(read):
    book = a_book(["a", "b", "c"], ["d", "e", "f"])
    book.active.merge_cells("A1:B1")
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("Old").sheet_state = "veryHidden"

    first, second = read(book).sheets

    assert (first.is_hidden, first.merged, first.hidden_rows, first.hidden_columns) == (
        False,
        ["A1:B1"],
        [2],
        [3],
    )
    assert (second.name, second.is_hidden) == ("Old", True)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_its_letters_and_dividers(read, letters, divider):
    rows = ['Stream;"Amount; in all"', "Children’s fund;£12.50", 'Café "A";7', "x;-"]
    content = (
        "\r\n".join(rows)
        .replace("; in", "? in")
        .replace(";", divider)
        .replace("? in", "; in")
        .encode(letters)
    )

    assert texts(read(content, CSV)) == [
        ["Stream", "Amount; in all"],
        ["Children’s fund", "£12.50"],
        ['Café "A"', "7"],
        ["x", "-"],
    ]


def test_the_line_with_which_excel_names_its_divider_is_no_row(read):
    assert texts(read(b"sep=;\na;b\n1,5;2", CSV)) == [["a", "b"], ["1,5", "2"]]


def test_blank_rows_keep_the_addresses_below_them(read):
    sheet = read(b"a,b\n\n,2\n", CSV).sheets[0]

    assert sheet.at(3, 2) == TableCell(3, 2, "text", "2")
    assert sheet.at(3, 2).address == "B3"


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "x")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (tables.MOST_UNPACKED + 1))
    return packed.getvalue()


def laughing(name, part):
    """A workbook whose first sheet would unfold into millions of words."""
    if not name.endswith("sheet1.xml"):
        return part
    head = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return head + part.split(b"?>", 1)[-1]


def laughing_wide(name, part):
    """The same in letters of two bytes."""
    return part if not name.endswith("sheet1.xml") else laughing(name, part).decode().encode("utf-16")


def with_macros():
    packed = io.BytesIO()
    a_book(["a"]).save(packed)
    with zipfile.ZipFile(packed, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    return packed.getvalue()


def far_away():
    book = a_book(["a"])
    book.active.cell(1_048_576, 1, "b")
    return book


def far_right():
    book = a_book(["a"])
    book.active.cell(1, 16_384, "b")
    return book


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (b"no workbook", XLSX, "isn’t an Excel workbook"),
        (OLE + b"\x00" * 600, XLSX, "older Excel (.xls)"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), XLSX, "protected with a password"),
        (bomb(), XLSX, "far larger inside than outside"),
        (repacked(a_book(["a"]), laughing), XLSX, "definitions that no spreadsheet program writes"),
        (repacked(a_book(["a"]), laughing_wide), XLSX, "definitions that no spreadsheet program writes"),
        (repacked(a_book(["a"]), lambda name, part: part[: len(part) // 2]), XLSX, "damaged"),
        (with_macros(), XLSX, "macros"),
        (far_away(), XLSX, "has 1,048,576 rows"),
        (far_right(), XLSX, "column XFD"),
        (b"a,\x00b", CSV, "isn’t a CSV file"),
        (b"a,b\n\x81\x8d", CSV, "letters"),
        (b'a,b\n1,"2"3\n', CSV, "Row 2 of the file cannot be divided"),
        (b"a\n" * (tables.MOST_ROWS + 1), CSV, "The table has 20,001 rows"),
        (b"a," * 101, CSV, "column CW"),
        (("a," * 50 + "\n").encode() * 6_001, CSV, "300,000"),
    ],
)
def test_what_cannot_be_read_says_why(read, content, media_type, said):
    book = read(content, media_type)

    assert said in book.problem
    assert book.problem.endswith(".")
    assert book.sheets == []


def test_cells_that_are_formatted_and_empty_are_no_rows(read):
    book = a_book(["a"])
    for row in range(2, 2_000):
        book.active.cell(row, 3).number_format = "0.00"

    assert (read(book).sheets[0].last_row, read(book).sheets[0].last_column) == (1, 1)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_the_letters_that_spreadsheets_give_them(number, letters):
    assert column_letters(number) == letters


def test_pence_survive_the_way_through_a_workbook(read):
    sums = [
        Decimal("0.01"),
        Decimal("1234.56"),
        Decimal("99999999999.99"),
        Decimal("0.10"),
        Decimal("12345678.90"),
    ]

    cells = read(a_book(sums)).sheets[0].row(1)

    assert [Decimal(cell.text) for cell in cells] == sums
