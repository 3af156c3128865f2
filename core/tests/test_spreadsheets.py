"""A table opens in a spreadsheet as what it is, and does nothing there."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets import csv_response, harmless, unharmed


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "＝1",
        "-",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_could_be_a_formula_is_marked_as_words(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Agreed.", "1 = 1", "a-b", "2007-02-02", "'quoted'", "£1,250", "ß"])
def test_anything_else_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_nothing_is_an_empty_cell_and_a_number_its_digits():
    assert [harmless(None), harmless(0), harmless(12)] == ["", "0", "12"]


def test_a_number_below_nothing_stays_a_number():
    assert [harmless(-300), harmless(Decimal("-12.50"))] == ["-300", "-12.50"]


@given(st.text(st.sampled_from("'=+-@ \t\na1＝"), max_size=8))
def test_words_are_marked_and_come_back_as_they_were(words):
    assert unharmed(harmless(words)) == words


def test_the_file_has_its_mark_its_name_and_every_row_with_commas_quotes_and_lines_kept():
    rows = [["one, two", 'say "yes"'], ["first\nsecond", "=1"]]

    response = csv_response("register", ["A", "B"], rows)
    sent = response.getvalue()

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="register.csv"'
    assert sent.startswith(b"\xef\xbb\xbfA,B\r\n")
    assert list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline=""))) == [
        ["A", "B"],
        ["one, two", 'say "yes"'],
        ["first\nsecond", "'=1"],
    ]


def test_rows_are_fetched_while_the_file_is_sent():
    fetched = []

    def rows():
        for number in range(3):
            fetched.append(number)
            yield [number]

    stream = iter(csv_response("register", ["A"], rows()))
    next(stream)
    next(stream)

    assert fetched == [0]
