"""A sum is understood as people write it; what is no sum is told in plain words, and what is alike is told once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.amounts import LARGEST, Misread, amount_of
from core.reading.mistakes import Mistakes
from core.reading.tables import TableCell


def a_cell(text, kind="text", shown=""):
    return TableCell(12, 2, kind, text, shown, "Profile")


def misread(cell, **how):
    with pytest.raises(Misread) as said:
        amount_of(cell, **how)
    return str(said.value)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("", "0"),
        ("  ", "0"),
        ("-", "0"),
        ("–", "0"),
        (" £ - ", "0"),
        ("12500", "12500"),
        ("12,500", "12500"),
        ("£12,500", "12500"),
        ("£ 1,212,500.50", "1212500.50"),
        ("12500.5", "12500.50"),
        (".50", "0.50"),
        ("+300", "300"),
        ("\u00a0300\u00a0", "300"),
        ("(300)", "-300"),
        ("(£300.25)", "-300.25"),
        ("£(300)", "-300"),
        ("-300", "-300"),
        ("'-300", "-300"),
        ("−£300", "-300"),
        ("£-300", "-300"),
        ("300-", "-300"),
        ("1,300.00 -", "-1300"),
    ],
)
def test_what_people_write(written, amount):
    assert amount_of(a_cell(written)) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("about 300", "“about 300” is text, not a sum in pounds."),
        ("tbc", "“tbc” is text, not a sum in pounds."),
        ("£", "“£” is text, not a sum in pounds."),
        ("()", "“()” is text, not a sum in pounds."),
        ("--5", "“--5” is text, not a sum in pounds."),
        ("(-5)", "“(-5)” is text, not a sum in pounds."),
        ("£12k", "“£12k” is text, not a sum in pounds."),
        ("٣٠٠", "“٣٠٠” is text, not a sum in pounds."),
        ("5%", "“5%” is a percentage, not a sum in pounds."),
        ("12.505", "“12.505” has more than two decimals: give pounds and pence."),
        ("12,50", "“12,50” cannot be read: write a comma between thousands"),
        ("1.234,56", "“1.234,56” cannot be read: write a comma between thousands"),
        ("1,2345", "cannot be read"),
        ("1e3", "“1e3” is written in powers of ten: write the number out."),
        ("1.2E+05", "powers of ten"),
        ("NaN", "is not a number that can be counted with"),
        ("-inf", "is not a number that can be counted with"),
        ("Infinity", "is not a number that can be counted with"),
        ("1e309", "powers of ten"),
        ("02/02/2007", "looks like a date"),
        ("2007-02-02", "looks like a date"),
        ("Aug-07", "looks like a date"),
        ("2 Feb 2007", "looks like a date"),
        ("=SUM(A1:A9)", "This is a formula (=SUM(A1:A9))."),
        ("@SUM(A1)", "This is a formula"),
        ("100,000,000,000", "is too large: sums go up to £99,999,999,999.99."),
        ("9" * 400, "is too large"),
        ("x" * 400, "x…” is text"),
    ],
)
def test_what_is_no_sum(written, said):
    assert said in misread(a_cell(written))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            a_cell("=A1*1.05", "formula", "1050.0"),
            "formula (=A1*1.05), last shown as 1050.0. Put the figure itself",
        ),
        (a_cell("=A1", "formula"), "formula (=A1). Put the figure itself"),
        (a_cell("0.05", "percentage"), "percentage"),
        (a_cell("2007-02-02", "date"), "date"),
        (a_cell("TRUE", "truth"), "answer"),
        (a_cell("#REF!", "error"), "error #REF!"),
        (a_cell("inf", "number"), "not a number"),
        (a_cell("1e+300", "number"), "too large"),
        (a_cell("0.125", "number"), "more than two decimals"),
    ],
)
def test_what_a_workbook_holds_instead_of_a_sum(cell, said):
    assert said in misread(cell)


def test_a_sum_below_nothing_is_refused_where_it_makes_no_sense():
    said = misread(a_cell("(300)"), may_be_minus="a plan cannot be.")

    assert said == "“(300)” is less than nothing: a plan cannot be."


@given(st.decimals(-LARGEST, LARGEST, places=2))
def test_every_sum_is_read_as_it_was_written(amount):
    for written in (f"{amount}", f"£{abs(amount):,}" if amount >= 0 else f"(£{abs(amount):,})"):
        assert amount_of(a_cell(written)) == amount
    # What a workbook keeps is a float: two decimals of the largest sum survive in it.
    assert amount_of(a_cell(repr(float(amount)), "number")) == amount or abs(amount) < Decimal("0.001")


@given(
    st.text(max_size=60),
    st.sampled_from(["text", "number", "formula", "date", "error", "truth", "percentage"]),
)
def test_nothing_that_stands_in_a_cell_is_more_than_a_sentence(text, kind):
    try:
        said = f"{amount_of(a_cell(text if kind != 'number' else '12', kind))}."
    except Misread as reason:
        said = str(reason)
    assert said.endswith(".")


class TestMistakes:
    def test_what_is_wrong_alike_is_told_once_with_its_places(self):
        mistakes = Mistakes()
        for row in [3, *range(4, 15)]:
            mistakes.at(TableCell(row, 3, sheet="Profile"), "This is text.")

        assert mistakes.in_words() == [
            {"where": "Profile, C3", "more": "and 11 more cells: C4 to C14", "sentence": "This is text."}
        ]
        assert len(mistakes) == 12

    def test_cells_beside_each_other_and_scattered_ones(self):
        mistakes = Mistakes()
        for row, column in [(1, 1), (2, 2), (2, 3), (2, 4), (5, 9)]:
            mistakes.at(TableCell(row, column), "Wrong.")

        assert mistakes.in_words()[0]["more"] == "and 4 more cells: B2 to D2, I5"

    def test_many_scattered_cells_are_counted(self):
        mistakes = Mistakes()
        for row in range(1, 41, 2):
            mistakes.at(TableCell(row, 1), "Wrong.")

        assert mistakes.in_words()[0]["more"].startswith(
            "and 19 more cells: A3, A5, A7, A9, A11, A13, and so on"
        )

    def test_of_a_table_that_is_wrong_all_over_not_everything_is_told(self):
        mistakes = Mistakes()
        for row in range(1, 251):
            mistakes.at(TableCell(row, 1), f"Wrong in way {row}.")

        told = mistakes.in_words()

        assert len(told) == 201
        assert told[-1]["sentence"] == "There are 50 more mistakes. Put those above right first."

    def test_what_is_wrong_with_a_sheet_or_the_file_comes_first(self):
        mistakes = Mistakes()
        mistakes.at(TableCell(1, 1, sheet="Profile"), "Wrong here.")
        mistakes.about("The sheet is hidden.", "Old")
        mistakes.about("There is nothing in it.")

        assert [each["where"] for each in mistakes.in_words()] == ["The file", "Old", "Profile, A1"]
