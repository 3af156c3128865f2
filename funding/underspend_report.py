"""What of a year's money is not spent, element by element, with what is recommended for it: once a year.

Made of the same questions as the page of a year's unspent money.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.statements import Chart, Part, Statement, Table
from core.templatetags.house import pounds
from funding import underspend
from funding.models import Pot, Stream, UnderspendRecommendation
from funding.underspend import Element
from funding.years import year_label
from partnership.periodic_reports import Asked, Audience, ReportKind
from partnership.permissions import Anyone
from partnership.spans import Rhythm

COLUMNS = [
    "Stream or project",
    "Planned",
    "Comes to",
    "Not spent",
    "Recommended",
    "For which nothing is recommended",
]
KEY = [("spent", "Spent and expected"), ("left", "Not spent")]


def unspent(asked: Asked) -> Statement | None:
    """The unspent elements of a pot's year, as the latest round knows them."""
    pot = Pot.objects.visible_to(asked.sees).with_bodies().filter(pk=asked.thing.pk).first()
    round_ = underspend.round_to_show(pot, asked.financial_year) if pot else None
    if pot is None or round_ is None:
        return None
    round_.pot = pot
    seen = UnderspendRecommendation.objects.visible_to(asked.sees).of_round(round_)
    told = underspend.of_round(round_, recommendations=seen.with_names().in_order())
    if not told.known.returned:
        return None
    year = year_label(asked.financial_year)
    lead = (
        f"{pounds(told.total)} of the pot’s money for {year} will not be spent, as {round_.name} knows it."
        if told.elements
        else f"All the money for {year} will be spent, as {round_.name} knows it."
    )
    if missing := len(told.known.missing):
        lead += f" {missing} return{' is' if missing == 1 else 's are'} still missing."
    parts = [_elements(told.elements, told.total, illustrative=pot.illustrative)] if told.elements else []
    if told.overspent:
        rows = [[line.about, line.profile, line.outturn, line.of_year.words] for line in told.overspent]
        columns = ["Stream or project", "Planned", "Comes to", "Against the plan"]
        table = Table("More spent than there is", "Overspent", columns, rows)
        parts.append(Part("More spent than there is", table=table))
    notes = ["Not spent is what there is for the year, less what is spent and expected.",
             "Aligned money stands beside the total and never counts in it."]  # fmt: skip
    return Statement(lead, parts, notes)


def _elements(elements: list[Element], total: Decimal, *, illustrative: str) -> Part:
    sums: dict[Stream, list[Decimal]] = {}
    for element in elements:
        comes_to = sums.setdefault(element.line.stream, [Decimal(0), Decimal(0)])
        comes_to[0] += max(element.line.outturn, Decimal(0))
        comes_to[1] += element.amount
    bars = [
        (stream.name, f"{pounds(left)} of {pounds(spent + left)} not spent", spent, left)
        for stream, (spent, left) in sums.items()
    ]
    rows = [
        [
            element.line.about + ("" if element.is_in_the_total else " (aligned, beside the total)"),
            element.line.profile,
            element.line.outturn,
            element.amount,
            "; ".join(_recommendation(each) for each in element.recommendations) or "Nothing yet",
            element.still_open,
        ]
        for element in elements
    ]
    return Part(
        "What is not spent",
        text=[illustrative] if illustrative else (),
        chart=Chart("bars", "What each stream will spend, and what it will not", KEY, bars),
        table=Table(
            "Unspent elements",
            "Not spent",
            COLUMNS,
            rows,
            total=["Total of the pot", None, None, total, "", None],
        ),
    )


def _recommendation(each: UnderspendRecommendation) -> str:
    words = f"{each.get_kind_display()} {pounds(each.amount)}: {each.reason}"
    return f"{words} ({each.get_answer_display().lower()})" if each.answer else words


def _pots(user: Anyone) -> list[Any]:
    return [Pot.objects.visible_to(user).order_by("name")]


def _due() -> Iterable[tuple[Any, str]]:
    for pot in Pot.objects.with_bodies().filter(group__is_public=True, published_at__isnull=False):
        yield pot, Audience.EVERYONE


UNDERSPEND = ReportKind(
    name="underspend",
    label="Unspent money",
    tells="What of a pot’s money for a financial year is not spent, and what is recommended for it.",
    rhythm=Rhythm.FINANCIAL_YEAR,
    make=unspent,
    things=_pots,
    due=_due,
    days_after=14,
)
