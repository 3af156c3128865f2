"""LAA performance and spend, quarter by quarter: what was promised and measured, and the money against its plan.

Made of the same questions as the pages of an agreement, of a year of a pot and of its outturn, so that they say the
same.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.statements import Chart, Link, Measured, Part, Statement, Table
from core.templatetags.house import pounds
from funding import agreements_as_read, figures, outturn, underspend
from funding.agreements_as_read import Standing
from funding.figures import Line
from funding.models import Agreement, Period, Pot, Result, Stream
from funding.outturn import YearOutturn
from funding.travel import against_target, measured, meets, plain
from funding.variances import Variance
from funding.years import year_label
from partnership.periodic_reports import Asked, Audience, ReportKind
from partnership.permissions import Anyone
from partnership.spans import Rhythm

NOTHING = Decimal(0)
INDICATORS = [
    "Indicator",
    "Block",
    "Target",
    "Result",
    "Of",
    "Against the target",
    "Baseline",
    "How it stands",
]
# So many of these columns are read on a page; the rest is in the workbook.
SHORT = 6
MONEY = [
    "Stream",
    "Planned so far",
    "Spent so far",
    "Against the plan",
    "Planned for the year",
    "Spent in the year",
]


def performance(asked: Asked) -> Statement | None:
    """Targets and results of an agreement, and each of its pots; or one pot alone."""
    agreement = asked.thing if isinstance(asked.thing, Agreement) else asked.thing.agreement
    if agreement is not None:
        agreement = Agreement.objects.visible_to(asked.sees).filter(pk=agreement.pk).first()
    pots = Pot.objects.visible_to(asked.sees).with_bodies()
    pots = (
        pots.of_agreement(asked.thing)
        if isinstance(asked.thing, Agreement)
        else pots.filter(pk=asked.thing.pk)
    )
    told, sentences = [], []
    if agreement is not None and (standings := _standings(agreement)):
        parts, sentence = _targets(standings)
        told += parts
        sentences.append(sentence)
    for pot in pots.order_by("name"):
        parts, sentence = _money(pot, asked)
        told += parts
        sentences += [sentence] if sentence else []
    if not told:
        return None
    year = year_label(asked.financial_year)
    notes = [
        f"So far is up to the end of {asked.period}. Spending counts in the period that it is entered for.",
        "Aligned money stands beside the total of a pot and never counts in it.",
        f"Expected are the accepted returns of the latest round of {year}: spent so far, and what is to come.",
    ]
    return Statement(" ".join(sentences), told, notes)


def _standings(agreement: Agreement) -> list[tuple[str, Standing]]:
    """The indicators with their block, in the order of the agreement."""
    return [
        (block.block.name, standing)
        for block in agreements_as_read.blocks_of(agreement)
        for outcome in block.outcomes
        for standing in outcome.indicators
    ]


def _judged(standing: Standing) -> bool | None:
    """Whether the latest figure reaches the target of its time; None where there is nothing to compare."""
    latest = standing.latest
    if latest is None or latest.kind == Result.Kind.BASELINE:
        return None
    target = standing.target_of((latest.year, latest.quarter))
    return meets(standing.indicator.better, target=target.value, now=latest.value) if target else None


def _targets(standings: list[tuple[str, Standing]]) -> tuple[list[Part], str]:
    rows: list[list[Any]] = []
    by_block: dict[str, list[int]] = {}
    for block, standing in standings:
        reached = _judged(standing)
        counts = by_block.setdefault(block, [0, 0])
        if reached is not None:
            counts[0 if reached else 1] += 1
        rows.append(_indicator(block, standing))
    compared = sum(sum(counts) for counts in by_block.values())
    met = sum(counts[0] for counts in by_block.values())
    sentence = (
        f"{met} of {compared} target{'' if compared == 1 else 's'} with a result {'is' if met == 1 else 'are'} met."
        if compared
        else "No result can be compared with a target yet."
    )
    bars = [
        (block, f"{met} met, {short} short", Decimal(met), Decimal(short))
        for block, (met, short) in by_block.items()
        if met or short
    ]
    chart = Chart("bars", "Targets met, by block", [("spent", "Met"), ("left", "Short of the target")], bars)
    table = Table(
        "Targets and results", "Targets and results", INDICATORS[:SHORT], [row[:SHORT] for row in rows]
    )
    full = Table("Indicators in full", "Indicators in full", INDICATORS, rows, in_print=False)
    parts = [
        Part("Targets and results", chart=chart if bars else None, table=table),
        Part("Indicators in full", table=full),
    ]
    return parts, sentence


def _indicator(block: str, standing: Standing) -> list[Any]:
    indicator, latest = standing.indicator, standing.latest
    result = latest if latest is not None and latest.kind != Result.Kind.BASELINE else None
    target = standing.target_of((result.year, result.quarter)) if result else None
    base = standing.baseline[-1] if standing.baseline else None
    return [
        Link(indicator.name, indicator.get_absolute_url()),
        block,
        Measured(target.value, plain(target.value)) if target else None,
        _figure(result, indicator.unit),
        result.period_label if result else "",
        against_target(indicator.better, target=target.value, now=result.value) if result and target else "",
        _figure(base, indicator.unit),
        standing.sentence,
    ]


def _figure(kept: Any, unit: str) -> Measured | None:
    return Measured(kept.value, measured(kept.value, unit)) if kept else None


def _money(pot: Pot, asked: Asked) -> tuple[list[Part], str]:
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


def agreements_and_pots(user: Anyone) -> list[Any]:
    """What can be reported of: agreements, and pots."""
    return [
        Agreement.objects.visible_to(user).order_by("name"),
        Pot.objects.visible_to(user).order_by("name"),
    ]


def _due() -> Iterable[tuple[Any, str]]:
    """Agreements of public groups with their pots, and the published pots that belong to none."""
    for agreement in Agreement.objects.with_group().filter(group__is_public=True):
        yield agreement, Audience.EVERYONE
    alone = Pot.objects.with_bodies().filter(
        agreement=None, group__is_public=True, published_at__isnull=False
    )
    for pot in alone:
        yield pot, Audience.EVERYONE


PERFORMANCE = ReportKind(
    name="performance",
    label="LAA performance and spend",
    tells="Targets and results of an agreement, profile against spend of each stream, and what the year will come to.",
    rhythm=Rhythm.QUARTER,
    make=performance,
    things=agreements_and_pots,
    due=_due,
    # Spending of a quarter is entered in the days after it.
    days_after=14,
)
