"""What must be true of figures, worked out from the rows of the ledger alone and compared with what pages look up."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from funding import figures
from funding.models import (
    Actual,
    AuthorityStanding,
    Cell,
    CellStanding,
    LedgerEntry,
    Pot,
    PotStanding,
    StreamStanding,
)
from funding.models.making import FIGURES

INSIDE = ("available", "profile")


def broken_figures() -> list[str]:
    """The laws of figures that something breaks, in words; empty when all is well."""
    entries = list(LedgerEntry.objects.select_related("source", "destination", "reverses").order_by("pk"))
    actuals = list(Actual.objects.select_related("cell").order_by("pk"))
    laws = (_moments, _cells, _streams, _authorities, _pots, _conserved, _rolled_up)
    return sorted({broken for law in laws for broken in law(entries, actuals)})


def _moments(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    """In each pot nothing is recorded before what was recorded already, and nothing is recorded to come."""
    for rows, pot_of in ((entries, lambda row: row.pot_id), (actuals, lambda row: row.cell.pot_id)):
        last: dict[int, datetime] = {}
        for row in rows:
            if row.recorded_at < last.get(pot_of(row), row.recorded_at):
                yield "something was recorded before what was recorded already"
            last[pot_of(row)] = row.recorded_at
            if row.recorded_at > timezone.now():
                yield "something is recorded at a moment that has not come"


def _cells(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    balance: Counter[int] = Counter()
    spent: Counter[int] = Counter()
    for entry in entries:
        balance[entry.source_id] -= entry.amount
        balance[entry.destination_id] += entry.amount
    for actual in actuals:
        spent[actual.cell_id] += actual.amount
    last: dict[int, CellStanding] = {}
    for standing in CellStanding.objects.order_by("recorded_at"):
        last[standing.cell_id] = standing
    if last.keys() != balance.keys() | spent.keys():
        yield "a cell has no sum, or one without movements"
    elif any((each.balance, each.spent) != (balance[cell], spent[cell]) for cell, each in last.items()):
        yield "what a cell holds is not the sum of its movements"


def _streams(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    due = sums_of_streams(entries, actuals)
    last: dict[tuple[int, int], StreamStanding] = {}
    for standing in StreamStanding.objects.order_by("recorded_at"):
        last[standing.stream_id, standing.year] = standing
    for place, standing in last.items():
        if any(getattr(standing, name) != due[place][name] for name in StreamStanding.SUMS):
            yield "the sums of a stream are not those of its movements"
    if due.keys() - last.keys():
        yield "a stream has movements and no sums"


def sums_of_streams(entries: list[LedgerEntry], actuals: list[Actual]) -> dict[tuple[int, int], Counter[str]]:
    """For each stream and year what moved, by what became of it; told anew, and not as the database tells it."""
    due: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for entry in entries:
        first = entry.reverses or entry
        # A reversal does the opposite of what it takes back, and leaves no trace in the sums.
        sign = -1 if entry.reverses else 1
        amount = sign * entry.amount
        left = due[first.source.stream_id, first.source.year] if first.source.stream_id else Counter()
        came = (
            due[first.destination.stream_id, first.destination.year]
            if first.destination.stream_id
            else Counter()
        )
        for place, change, cell in ((left, -amount, first.source), (came, amount, first.destination)):
            names = {"profile": "planned", "available": "unplanned", "returned": "returned"}
            if cell.kind in names:
                place[names[cell.kind]] += change
        if first.kind in ("award", "award_change"):
            came["awarded"] += amount
            left["awarded"] -= amount
        elif first.kind == "virement":
            came["vired"] += amount
            left["vired"] -= amount
        elif first.kind == "carry_out":
            left["carried_out"] += amount
            left["carried_without_asking"] += amount if not first.external_reference else 0
        elif first.kind == "carry_in":
            came["brought_in"] += amount
    for actual in actuals:
        due[actual.cell.stream_id, actual.cell.year]["spent"] += actual.amount
    return due


def _authorities(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    used: Counter[int] = Counter()
    for entry in entries:
        first = entry.reverses or entry
        if first.kind != "carry_in":
            used[first.authority_id] += -entry.amount if entry.reverses else entry.amount
    kept: Counter[int] = Counter()
    for standing in AuthorityStanding.objects.all():
        kept[standing.authority_id] += standing.used
    if kept != used and any(kept[each] != used[each] for each in kept | used):
        yield "what moved on a decision is not what is said to be used of it"


def _pots(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    count = Counter(entry.pot_id for entry in entries)
    if any(each.movements != count[each.pot_id] for each in PotStanding.objects.all()):
        yield "a pot has another number of movements than is said"


def _conserved(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    """At every moment each pot holds, outside and inside together, nothing: money came from the funder alone."""
    there: dict[int, Counter[int]] = defaultdict(Counter)
    for entry in entries:
        there[entry.pot_id][entry.source_id] -= entry.amount
        there[entry.pot_id][entry.destination_id] += entry.amount
    for pot in Pot.objects.all():
        for moment in {entry.recorded_at for entry in entries[-3:] if entry.pot_id == pot.pk}:
            known = Cell.objects.of_pot(pot).with_balance(known_at=moment)
            if sum(cell.balance for cell in known):
                yield "a pot does not keep its money"


def _rolled_up(entries: list[LedgerEntry], actuals: list[Actual]) -> Iterator[str]:
    """Projects add up to streams, periods to years, years to the pot; what came in is what is there or went on."""
    for pot in Pot.objects.filter(entries__isnull=False).distinct():
        known = figures.of_pot(pot)
        counted = [sums for stream, sums in known.streams.items() if stream.kind != "aligned"]
        if known.total.awarded != sum(each.awarded for each in counted):
            yield "the total of a pot is not that of its streams"
        for year in known.years:
            of_year = known.of_year(year)
            lines = figures.lines_of(pot, year)
            streams = figures.lines_by_stream(pot, year)
            for stream, sums in of_year.streams.items():
                came = sums.awarded + sums.vired + sums.brought_in
                if came != sums.available + sums.carried_out + sums.returned:
                    yield "what came into a stream is not what is there or went on"
                for rows in (lines, streams):
                    own = [line for line in rows if line.stream == stream]
                    if sum((line.total_planned for line in own), Decimal(0)) != sums.planned:
                        yield "projects or periods do not add up to what their stream plans"
                    if sum((line.total_spent for line in own), Decimal(0)) != sums.spent:
                        yield "projects or periods do not add up to what their stream has spent"


def broken_partitions(pot: Pot, *, known_at: datetime | None = None) -> list[str]:
    """The figures that are not the sum of the movements they lead to, or whose parts do not make up the whole."""
    entries = LedgerEntry.objects.of_pot(pot)
    if known_at is not None:
        entries = entries.known_at(known_at)
    known = figures.of_pot(pot, known_at=known_at)
    every = Cell.objects.of_pot(pot)
    broken = []
    for figure in FIGURES:
        parts = Decimal(0)
        for year in known.years:
            for stream, sums in known.of_year(year).streams.items():
                cells = every.of_streams([stream]).of_year(year)
                amount = entries.sum_of(figure, cells)
                if amount != getattr(sums, figure):
                    broken.append(
                        f"{figure} of {stream} in {year}: {amount} is listed, {getattr(sums, figure)} shown"
                    )
                parts += amount
        if parts != entries.sum_of(figure, every):
            broken.append(f"{figure}: its parts do not make up the whole")
    return broken
