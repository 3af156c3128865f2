"""How much of a reward is paid: nothing below 60 per cent of the way, all at the target, in proportion in between.

Pure: nothing here asks the database. `funding/models/rewards.py` keeps the same rule below it.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

LEAST_SHARE = Fraction(60, 100)
PENNY = Decimal("0.01")
NOTHING = Decimal("0.00")


def way_gone(*, expected: Decimal, stretch: Decimal, achieved: Decimal) -> Fraction:
    """How far the result went from what was expected towards the stretch target: 1 is all of the way.

    It may be below nothing, or above 1. It is the same for figures of which lower is better.
    """
    return (Fraction(achieved) - Fraction(expected)) / (Fraction(stretch) - Fraction(expected))


def paid_share(*, expected: Decimal, stretch: Decimal, achieved: Decimal) -> Fraction:
    """The share of the reward that is paid: from nothing to all of it."""
    way = way_gone(expected=expected, stretch=stretch, achieved=achieved)
    return Fraction(0) if way < LEAST_SHARE else min(way, Fraction(1))


def earned(amount: Decimal, share: Fraction) -> Decimal:
    """What a share of the full amount comes to, in pounds, to the nearest penny."""
    exact = Fraction(amount) * share
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(PENNY, ROUND_HALF_UP)


def instalments(total: Decimal, count: int) -> list[Decimal]:
    """So many parts that are alike to a penny and add up to exactly the total: the first ones have the pennies left."""
    pence, left = divmod(int(total / PENNY), count)
    return [(pence + (number < left)) * PENNY for number in range(count)]


def schedule(total: Decimal, count: int, paid: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What each instalment comes to: those that are paid as they were paid, the others share what is left.

    When a correction leaves less than was paid already, nothing is left to share.
    """
    open_ones = [number for number in range(1, count + 1) if number not in paid]
    left = max(total - sum(paid.values(), NOTHING), NOTHING)
    shares = dict(zip(open_ones, instalments(left, len(open_ones)), strict=True)) if open_ones else {}
    return {number: paid.get(number, shares.get(number, NOTHING)) for number in range(1, count + 1)}
