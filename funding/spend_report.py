"""What a pot planned and spent in a year up to the end of a quarter, and what the year will come to.

Made of the same questions as the pages of a year and of its outturn, so that they say the same.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.statements import Chart, Part, Table
from core.templatetags.house import pounds
from funding import figures, outturn, underspend
from funding.figures import Line
from funding.models import Period, Pot, Stream
from funding.outturn import YearOutturn
from funding.variances import Variance
from funding.years import year_label
from partnership.periodic_reports import Asked

NOTHING = Decimal(0)
MONEY = [
    "Stream",
    "Planned so far",
    "Spent so far",
    "Against the plan",
    "Planned for the year",
    "Spent in the year",
]


def money_of(pot: Pot, asked: Asked) -> tuple[list[Part], str]:
    """The year of a pot up to the end of the quarter; nothing, where no money touched the year."""
    year = asked.financial_year
    periods = figures.periods_of(pot, year)
    lines = figures.lines_by_stream(pot, year)
    if not lines:
        return [], ""
    over = [period for period in periods if period.ends_on <= asked.ends_on]
    counted = [line for line in lines if line.stream.kind != Stream.Kind.ALIGNED]
    so_far = Variance(pot, _sum(counted, over, "planned"), _sum(counted, over, "spent"))
    sentence = (
        f"Of {pot.name}, {pounds(so_far.came_to)} of {pounds(so_far.planned)} planned so far in {year_label(year)} "
        f"is spent: {so_far.words}."
    )
    known = _outturn_of(pot, year)
    parts = [_streams(pot, lines, counted, periods, over), _by_period(pot, counted, periods, over)]
    if known is not None and known.returned:
        sentence += f" The year is expected to come to {pounds(known.total.came_to)}, {known.total.words}."
        parts.append(_expected(pot, known))
    parts.append(_grid(pot, lines, periods))
    return parts, sentence


def _sum(lines: Iterable[Line], periods: list[Period], name: str) -> Decimal:
    return sum((getattr(line, name)[period.pk] for line in lines for period in periods), NOTHING)


def _streams(
    pot: Pot, lines: list[Line], counted: list[Line], periods: list[Period], over: list[Period]
) -> Part:
    rows, bars = [], []
    for line in lines:
        to_date = Variance(pot, _sum([line], over, "planned"), _sum([line], over, "spent"))
        aside = " (aligned, beside the total)" if line.stream.kind == Stream.Kind.ALIGNED else ""
        rows.append(
            [
                line.stream.name + aside,
                to_date.planned,
                to_date.came_to,
                to_date.words,
                line.total_planned,
                line.total_spent,
            ]
        )
        left = max(to_date.planned - to_date.came_to, NOTHING)
        words = f"{pounds(to_date.came_to)} of {pounds(to_date.planned)} planned so far"
        bars.append((line.stream.name, words, to_date.came_to, left))
    total = Variance(pot, _sum(counted, over, "planned"), _sum(counted, over, "spent"))
    bottom = ["Total of the pot", total.planned, total.came_to, total.words]
    bottom += [_sum(counted, periods, "planned"), _sum(counted, periods, "spent")]
    key = [("spent", "Spent"), ("left", "Planned so far and not spent")]
    return Part(
        f"{pot.name}: profile and spend by stream",
        text=[pot.illustrative] if pot.illustrative else (),
        chart=Chart("bars", "What each stream has spent of its plan so far", key, bars),
        table=Table(f"{pot.name}: streams", _sheet(pot, "streams"), MONEY, rows, total=bottom),
    )


def _by_period(pot: Pot, counted: list[Line], periods: list[Period], over: list[Period]) -> Part:
    rows: list[list[Any]] = []
    planned = spent = NOTHING
    for period in periods:
        now_planned, now_spent = _sum(counted, [period], "planned"), _sum(counted, [period], "spent")
        planned, spent = planned + now_planned, spent + now_spent
        rows.append([period.label, now_planned, now_spent, planned, spent])
    key = [("planned", "Planned"), ("spent", "Spent")]
    curves = [
        [row[3] for row in rows],
        [row[4] if number < len(over) else None for number, row in enumerate(rows)],
    ]
    chart = Chart(
        "curves",
        "Planned and spent so far, from the beginning of the year",
        key,
        curves,
        [period.shortest_label for period in periods],
    )
    columns = ["Period", "Planned", "Spent", "Planned so far", "Spent so far"]
    return Part(
        f"{pot.name}: period by period",
        chart=chart if len(periods) > 1 and planned else None,
        table=Table(f"{pot.name}: periods", _sheet(pot, "periods"), columns, rows),
    )


def _outturn_of(pot: Pot, year: int) -> YearOutturn | None:
    round_ = underspend.round_to_show(pot, year)
    if round_ is None:
        return None
    round_.pot = pot
    return outturn.of_round(round_)


def _expected(pot: Pot, known: YearOutturn) -> Part:
    """What the year comes to, as the latest round knows it, stream by stream."""
    sums: dict[Stream, list[Decimal]] = {}
    for line in known.returned:
        three = sums.setdefault(line.stream, [NOTHING, NOTHING, NOTHING])
        three[0] += line.profile
        three[1] += line.spent_to_date
        three[2] += line.still_expected
    rows = [
        [
            stream.name,
            planned,
            spent,
            expected,
            spent + expected,
            Variance(pot, planned, spent + expected).words,
        ]
        for stream, (planned, spent, expected) in sums.items()
    ]
    columns = ["Stream", "Planned for the year", "Spent", "Still expected", "Comes to", "Against the plan"]
    total = known.total
    inside = known.in_the_total
    bottom = [
        "Total of the pot",
        total.planned,
        sum((line.spent_to_date for line in inside), NOTHING),
        sum((line.still_expected for line in inside), NOTHING),
        total.came_to,
        total.words,
    ]
    text = [f"As {known.round.name} knows it."]
    if known.missing:
        text.append(
            f"{len(known.missing)} return{' is' if len(known.missing) == 1 else 's are'} still missing, and nothing "
            "is expected here for whoever has not answered."
        )
    table = Table(f"{pot.name}: expected", _sheet(pot, "expected"), columns, rows, total=bottom)
    return Part(f"{pot.name}: what the year will come to", text=text, table=table)


def _grid(pot: Pot, lines: list[Line], periods: list[Period]) -> Part:
    """Every stream in every period, for whoever reckons on."""
    rows = [
        [line.stream.name, period.label, line.planned[period.pk], line.spent[period.pk]]
        for line in lines
        for period in periods
    ]
    columns = ["Stream", "Period", "Planned", "Spent"]
    table = Table(f"{pot.name}: grid", _sheet(pot, "grid"), columns, rows, in_print=False)
    return Part(f"{pot.name}: every stream by period", table=table)


def _sheet(pot: Pot, what: str) -> str:
    """A name that a workbook takes: 31 letters, of which none means something to it."""
    return f"{pot.slug[: 30 - len(what)]} {what}"
