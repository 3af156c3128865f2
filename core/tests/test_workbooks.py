"""A table is written into a workbook as what it is: sums, days, and words that are never a formula."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from core.workbooks import Heads, excel_response, write


def written(*rows):
    file = io.BytesIO()
    write(file, "Table", rows, widths=[20])
    return openpyxl.load_workbook(file).active


@pytest.mark.parametrize("words", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "#REF!", "=", "'=1"])
def test_words_are_words_whatever_they_begin_with(words):
    cell = written([words])["A1"]

    assert (cell.value, cell.data_type) == (words, "s")


def test_what_would_be_a_formula_stays_words_when_somebody_edits_it():
    assert written(["=1+1"])["A1"].quotePrefix
    assert not written(["Stream"])["A1"].quotePrefix


def test_sums_days_and_moments_are_what_they_are():
    row = written(
        [Decimal("1234.50"), date(2007, 2, 2), datetime(2007, 2, 2, 10, 30, tzinfo=UTC), 7, None, ""]
    )[1]

    assert [cell.value for cell in row] == [
        1234.5,
        datetime(2007, 2, 2),
        datetime(2007, 2, 2, 10, 30),
        7,
        None,
        None,
    ]
    assert [cell.number_format for cell in row[:3]] == ["#,##0.00", "d mmmm yyyy", "d mmmm yyyy hh:mm:ss"]


def test_what_no_workbook_can_hold_is_left_out():
    assert written(["a\x0b\x00\ufffe\ud800b"])["A1"].value == "ab"


def test_heads_are_printed_in_bold():
    sheet = written(Heads(["Stream"]), ["Music"])

    assert [sheet["A1"].font.bold, sheet["A2"].font.bold] == [True, False]


def test_rows_are_fetched_while_it_is_written_and_the_response_is_a_workbook():
    response = excel_response("ledger", "Ledger", ([number] for number in range(3)), widths=[])

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response))).active
    assert [cell.value for cell in sheet["A"]] == [0, 1, 2]
    assert response["Content-Disposition"] == 'attachment; filename="ledger.xlsx"'
