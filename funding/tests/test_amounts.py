"""Sums as people write them, and shared out to the penny."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.amounts import NotAnAmount, as_written, block_of, read_amount, split_evenly

POUNDS = st.integers(0, 10**13 - 1).map(lambda pence: Decimal(pence) / 100)


@given(POUNDS, st.integers(1, 60))
def test_parts_add_up_to_the_penny_and_differ_by_one_at_most(amount, parts):
    shared = split_evenly(amount, parts)

    assert len(shared) == parts
    assert sum(shared) == amount
    assert max(shared) - min(shared) <= Decimal("0.01")
    assert shared == sorted(shared, reverse=True)
    assert all(part == part.quantize(Decimal("0.01")) for part in shared)


@given(POUNDS)
def test_what_a_box_shows_is_read_as_the_same(amount):
    assert read_amount(as_written(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£1,250.50", "1250.50"),
        (" 1 250 ", "1250"),
        ("", "0"),
        ("-", "0"),
        ("–", "0"),
        ("\u00a012\u00a0", "12"),
        ("0.5", "0.5"),
    ],
)
def test_people_write_amounts_in_many_ways(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("abc", "Enter an amount in pounds, such as"),
        ("(300)", "An amount is nothing or more."),
        ("-300", "An amount is nothing or more."),
        ("33.333333", "no more than two places"),
        ("9" * 5000, "less than a hundred thousand million"),
        ("NaN", "Enter an amount in pounds"),
        ("Infinity", "Enter an amount in pounds"),
        ("1e9", "Enter an amount in pounds"),
        ("١٢", "Enter an amount in pounds"),
        ("=1+1", "Enter an amount in pounds"),
    ],
)
def test_what_is_no_amount_gets_a_sentence(text, sentence):
    with pytest.raises(NotAnAmount, match=sentence.replace(".", r"\.")):
        read_amount(text)


def test_a_block_from_a_spreadsheet_is_rows_of_cells():
    assert block_of('1\t"2,000"\r\n\t-\r\n') == [["1", "2,000"], ["", "-"]]
