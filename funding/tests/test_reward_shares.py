"""What share of a reward is paid, and that its instalments add up: pure arithmetic, tried on many figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from funding.rewarding import earned, instalments, paid_share, schedule

figures = st.decimals(min_value=-100_000, max_value=100_000, places=2)
sums = st.decimals(min_value=Decimal("0.01"), max_value=10_000_000, places=2)


def share(achieved, *, expected=50, stretch=60) -> Fraction:
    return paid_share(expected=Decimal(expected), stretch=Decimal(stretch), achieved=Decimal(achieved))


@pytest.mark.parametrize(
    ("achieved", "paid"),
    [
        ("40", 0),
        ("50", 0),
        ("55.99", 0),
        ("56", Fraction(60, 100)),
        ("56.01", Fraction(601, 1000)),
        ("58", Fraction(80, 100)),
        ("59.99", Fraction(999, 1000)),
        ("60", 1),
        ("60.01", 1),
        ("90", 1),
    ],
)
def test_nothing_below_60_per_cent_all_at_the_target_in_proportion_between(achieved, paid):
    assert share(achieved) == paid


@pytest.mark.parametrize(("achieved", "paid"), [("3.01", Fraction(0)), ("3", Fraction(3, 5)), ("1", 1)])
def test_where_lower_is_better_it_is_the_same_the_other_way_round(achieved, paid):
    assert share(achieved, expected=6, stretch=1) == paid


def test_with_nothing_expected_the_share_is_what_was_achieved_of_the_target():
    assert share(75, expected=0, stretch=100) == Fraction(3, 4)


@given(expected=figures, stretch=figures, achieved=figures)
def test_the_share_is_nothing_or_at_least_60_per_cent_and_never_more_than_all(expected, stretch, achieved):
    assume(expected != stretch)

    paid = paid_share(expected=expected, stretch=stretch, achieved=achieved)

    assert paid == 0 or Fraction(3, 5) <= paid <= 1


@given(expected=figures, stretch=figures, one=figures, other=figures)
def test_doing_better_never_earns_less(expected, stretch, one, other):
    assume(expected != stretch)
    worse, better = sorted([one, other], reverse=stretch < expected)

    assert paid_share(expected=expected, stretch=stretch, achieved=worse) <= paid_share(
        expected=expected, stretch=stretch, achieved=better
    )


@given(amount=sums, expected=figures, stretch=figures)
def test_exactly_60_per_cent_pays_and_a_hair_less_does_not(amount, expected, stretch):
    assume(expected != stretch)
    edge = Fraction(expected) + (Fraction(stretch) - Fraction(expected)) * Fraction(3, 5)
    toward = 1 if stretch > expected else -1

    assert paid_share(expected=expected, stretch=stretch, achieved=edge) == Fraction(3, 5)
    short = edge - toward * Fraction(1, 10**12)
    assert paid_share(expected=expected, stretch=stretch, achieved=short) == 0


@given(total=sums, count=st.integers(1, 12))
def test_instalments_add_up_exactly_and_differ_by_a_penny_at_most(total, count):
    parts = instalments(total, count)

    assert len(parts) == count
    assert sum(parts) == total
    assert max(parts) - min(parts) <= Decimal("0.01")
    assert parts == sorted(parts, reverse=True)


@given(total=sums, count=st.integers(1, 12), data=st.data())
def test_what_is_left_after_some_were_paid_still_adds_up(total, count, data):
    numbers = data.draw(st.lists(st.integers(1, count), unique=True, max_size=count - 1))
    paid, left = {}, total
    for number in numbers:
        paid[number] = data.draw(st.decimals(min_value=0, max_value=left, places=2))
        left -= paid[number]

    amounts = schedule(total, count, paid)

    assert list(amounts) == list(range(1, count + 1))
    assert sum(amounts.values()) == total
    assert all(amounts[number] == amount for number, amount in paid.items())


def test_when_too_much_was_paid_nothing_more_is():
    assert schedule(Decimal(100), 3, {1: Decimal(150)}) == {1: 150, 2: 0, 3: 0}


@given(amount=sums, share=st.fractions(min_value=Fraction(3, 5), max_value=1))
def test_what_is_earned_is_within_half_a_penny_of_the_share(amount, share):
    assert abs(Fraction(earned(amount, share)) - Fraction(amount) * share) <= Fraction(1, 200)
