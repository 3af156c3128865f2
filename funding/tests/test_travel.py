"""Which way a figure goes, in words."""

from decimal import Decimal

import pytest

from funding.travel import Travel, against_target, measured, meets, since, travel


@pytest.mark.parametrize(
    ("better", "before", "now", "way"),
    [
        ("higher", 50, 60, Travel.BETTER),
        ("higher", 60, 50, Travel.WORSE),
        ("lower", 50, 60, Travel.WORSE),
        ("lower", 60, 50, Travel.BETTER),
        ("higher", 50, 50, Travel.SAME),
        ("lower", 50, 50, Travel.SAME),
    ],
)
def test_which_way_it_went_depends_on_which_way_is_better(better, before, now, way):
    assert travel(better, before=Decimal(before), now=Decimal(now)) is way


@pytest.mark.parametrize(
    ("better", "target", "now", "words", "met"),
    [
        ("higher", "60", "60", "Target met", True),
        ("higher", "60", "62.5", "Target passed by 2.5", True),
        ("higher", "60", "57.5", "2.5 short of the target", False),
        ("lower", "6", "5", "Target passed by 1", True),
        ("lower", "6", "6.25", "0.25 short of the target", False),
    ],
)
def test_how_it_stands_to_its_target(better, target, now, words, met):
    figures = {"target": Decimal(target), "now": Decimal(now)}

    assert against_target(better, **figures) == words
    assert meets(better, **figures) is met


def test_figures_are_written_without_needless_noughts():
    assert measured(Decimal("58.50"), "per cent") == "58.5 per cent"
    assert measured(Decimal("1200.00"), "homes") == "1,200 homes"
    assert measured(Decimal("-3.00"), "points") == "−3 points"
    assert measured(Decimal("0.00"), "homes") == "0 homes"


def test_what_it_was_before():
    assert since("lower", before=Decimal(6), now=Decimal(5), when="2005/06") == (
        "better than in 2005/06, when it was 6"
    )
    assert since("lower", before=Decimal(6), now=Decimal(6), when="2005/06") == "the same as in 2005/06"
