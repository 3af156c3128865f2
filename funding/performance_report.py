"""LAA performance and spend, quarter by quarter: what was promised and measured, and the money against its plan.

Made of the same questions as the pages of an agreement, of a year of a pot and of its outturn, so that they say the
same.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from core.statements import Chart, Link, Measured, Part, Statement, Table
from funding import agreements_as_read
from funding.agreements_as_read import Standing
from funding.models import Agreement, Pot, Result
from funding.spend_report import money_of
from funding.travel import against_target, measured, meets, plain
from funding.years import year_label
from partnership.periodic_reports import Asked, Audience, ReportKind
from partnership.permissions import Anyone
from partnership.spans import Rhythm

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


def performance(asked: Asked) -> Statement | None:
    """Targets and results of an agreement, and each of its pots; or one pot alone."""
    agreement = asked.thing if isinstance(asked.thing, Agreement) else asked.thing.agreement
    if agreement is not None:
        agreement = _for_all_who_read_it(Agreement.objects.all(), asked).filter(pk=agreement.pk).first()
    pots = _for_all_who_read_it(Pot.objects.with_bodies(), asked)
    pots = (
        pots.of_agreement(asked.thing)
        if isinstance(asked.thing, Agreement)
        else pots.filter(pk=asked.thing.pk)
    )
    told, sentences = [], []
    if agreement is not None and _held(agreement, asked) and (standings := _standings(agreement)):
        part, sentence = _targets(standings)
        told.append(part)
        sentences.append(sentence)
    for pot in pots.order_by("name"):
        parts, sentence = money_of(pot, asked)
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


def _held(agreement: Agreement, asked: Asked) -> bool:
    """Whether the agreement held on at least one day of the time: nobody reports for ever on what is over."""
    has_ended = agreement.ends_on is not None and agreement.ends_on <= asked.starts_on
    return agreement.starts_on < asked.ends_on and not has_ended


def _for_all_who_read_it(rows: Any, asked: Asked) -> Any:
    """What is open, and for the officers of a group what is that group's: one of them may see more than the others."""
    seen = rows.visible_to(asked.sees)
    if asked.is_open:
        return seen
    openly = rows.model.objects.visible_to(AnonymousUser()).values("pk")
    return seen.filter(Q(pk__in=openly) | Q(group=asked.group))


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


def _targets(standings: list[tuple[str, Standing]]) -> tuple[Part, str]:
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
    table = Table("Targets and results", "Targets and results", INDICATORS, rows, read=SHORT)
    return Part("Targets and results", chart=chart if bars else None, table=table), sentence


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
