"""The Local Area Agreement 2006 to 2009: what the record knows of it, and a few illustrative figures.

The record knows the four blocks, that the agreement carried 124 targets, that it had been through a refresh by
2 February 2007, and that it was classed good in all categories. Which targets they were it does not say: a few
indicators stand for them, and each says that it is illustrative.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from funding import operations as funding
from funding.models import Agreement, Block, Indicator, Pot, Stream, Target
from partnership.models import User

ABOUT = """
The first Local Area Agreement carried 124 targets, in four blocks. This record shows a few illustrative indicators, not
the 124. The money that came for it was paid under section 31 of the Local Government Act 2003 and was tied to the
targets of the agreement until April 2008.

It had been through a refresh by 2 February 2007. Progress was good: it was classed good in all categories, which only
two others in the West Midlands region could say.

Before it there was a public service agreement, whose pump-priming grant was £926,912 in 2005-06.
"""
ILLUSTRATIVE = (
    "The indicator and its figures are illustrative: the record says that there were 124 targets, not which."
)
SOURCE = "Illustrative: the record does not say"
AT_THE_START = "The partners and the Government, when the agreement was made; the record names no decision"
REFRESHED = (
    "The refresh that the group heard of on 2 February 2007. Which targets it changed the record does not say: these "
    "are illustrative, and so is the day"
)
WHO_REFRESHED = "The record says that the agreement had just been through a refresh, and names no decision"
GOOD = {
    "performance_words": (
        "Classed good in all categories, which only two others in the West Midlands region could say. The record does "
        "not name the categories; they are shown here as these four."
    ),
    "progress_words": "The record says that progress was good.",
    "risk_words": "Good, as in all categories. The record says no more.",
    "spend_words": "Good, as in all categories. The record says no more.",
}
# The targets of each quarter of 2006/07, then those of the years after it.
YEARS = (2007, 2008)


class Figures(NamedTuple):
    """An illustrative indicator of a block: its baseline, its targets, its results so far, its refreshed targets."""

    block: str
    outcome: str
    name: str
    unit: str
    better: str
    baseline: str
    quarters: tuple[str, ...]
    years: tuple[str, ...]
    results: tuple[str, ...]
    refreshed: tuple[str, ...]


INDICATORS = [
    Figures(
        "Children and Young People",
        "More young people go on in learning or work",
        "Young people not in education, employment or training",
        "per cent",
        "lower",
        "6.5",
        ("6.4", "6.3", "6.2", "6"),
        ("5.5", "5"),
        ("6.4", "6.2", "6.1"),
        ("5.2", "4.8"),
    ),
    Figures(
        "Safer and Stronger Communities",
        "People feel safe where they live",
        "Residents who feel safe outside after dark",
        "per cent",
        "higher",
        "58",
        ("58.5", "59", "59.5", "60"),
        ("63", "66"),
        ("58", "59", "60"),
        ("63", "65"),
    ),
    Figures(
        "Healthier Communities and Older People",
        "Older people live in their own homes for longer",
        "Older people helped to live at home",
        "people in every thousand",
        "higher",
        "82",
        ("83", "84", "85", "86"),
        ("90", "94"),
        ("83", "85", "86"),
        ("92", "96"),
    ),
    Figures(
        "Economic Development and Enterprise",
        "More people start businesses that last",
        "New businesses still trading after a year",
        "per cent",
        "higher",
        "88",
        ("88", "88.5", "89", "89"),
        ("90", "91"),
        ("87.5", "88.5", "89"),
        ("90", "91"),
    ),
]
# For which indicator a reward is promised, and what the stream of its block would get.
REWARDED = "Older people helped to live at home"
REWARD = {"year": 2008, "expected": Decimal(94), "stretch": Decimal(100), "amount": Decimal(150_000)}


def complete(agreement: Agreement, pot: Pot, *, by: User) -> Agreement:
    """What the agreement is about, its figures, the refresh, and how it was classed."""
    agreement = funding.edit_agreement(agreement, about=ABOUT.strip(), by=by)
    made = {each: _indicator(agreement, each, by=by) for each in INDICATORS}
    _refresh(agreement, made, by=by)
    ratings = dict.fromkeys(("performance", "progress", "risk", "spend"), "good")
    funding.assess_agreement(
        agreement,
        round="As the group heard on 2 February 2007",
        assessor="not_recorded",
        assessed_on=date(2007, 2, 2),
        by=by,
        **ratings,
        **GOOD,
    )
    indicator = next(made for each, made in made.items() if each.name == REWARDED)
    funding.promise_reward(
        agreement,
        indicator=indicator,
        stream=Stream.objects.of_pot(pot).get(block=indicator.outcome.block),
        instalments=2,
        agreed_elsewhere="Illustrative: the record tells of no reward",
        effective_on=date(2006, 4, 1),
        by=by,
        **REWARD,
    )
    return agreement


def _indicator(agreement: Agreement, figures: Figures, *, by: User) -> Indicator:
    block = Block.objects.get(agreement=agreement, name=figures.block)
    outcome = funding.add_outcome(block, name=figures.outcome, by=by)
    indicator = funding.add_indicator(
        outcome,
        name=figures.name,
        unit=figures.unit,
        better=figures.better,
        figures_by="the partners (illustrative)",
        illustrative=ILLUSTRATIVE,
        by=by,
    )
    funding.record_result(
        indicator, kind="baseline", year=2005, value=Decimal(figures.baseline), source=SOURCE, by=by
    )
    periods = [(2006, quarter) for quarter in range(1, 5)] + [(year, None) for year in YEARS]
    for (year, quarter), value in zip(periods, [*figures.quarters, *figures.years], strict=True):
        funding.set_target(
            indicator,
            year=year,
            quarter=quarter,
            value=Decimal(value),
            agreed_elsewhere=AT_THE_START,
            effective_on=date(2006, 4, 1),
            by=by,
        )
    for quarter, value in enumerate(figures.results, start=1):
        funding.record_result(
            indicator, year=2006, quarter=quarter, value=Decimal(value), source=SOURCE, by=by
        )
    return indicator


def _refresh(agreement: Agreement, made: dict[Figures, Indicator], *, by: User) -> None:
    """The targets of the later years become what the refresh made of them; what they were stays readable."""
    new = {}
    for figures, indicator in made.items():
        for year, value in zip(YEARS, figures.refreshed, strict=True):
            new[Target.objects.of_indicator(indicator).in_force().get(year=year)] = Decimal(value)
    funding.refresh_agreement(
        agreement,
        name="Refresh before February 2007",
        targets=new,
        agreed_elsewhere=WHO_REFRESHED,
        reason=REFRESHED,
        effective_on=date(2007, 4, 1),
        by=by,
    )
