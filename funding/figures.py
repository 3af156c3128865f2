"""What the rows of a ledger come to, for a page: worked out in a handful of queries however long the ledger is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from funding import pooling
from funding.models import Actual, Cell, LedgerEntry, Period, Pot, Project, Stream

NOTHING = Decimal(0)


@dataclass
class Sums:
    """Where the money of a stream, or of a pot, stands; pounds."""

    awarded: Decimal = NOTHING
    brought_in: Decimal = NOTHING
    carried_out: Decimal = NOTHING
    returned: Decimal = NOTHING
    planned: Decimal = NOTHING
    unplanned: Decimal = NOTHING
    spent: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        """What is there and not spent, planned or not."""
        return self.planned + self.unplanned - self.spent

    @property
    def available(self) -> Decimal:
        """What there was to spend: awarded, and brought in from the year before or another stream."""
        return self.planned + self.unplanned

    def add(self, other: "Sums") -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Line:
    """A stream, or one of its projects, in one year: what is planned and spent in each period."""

    stream: Stream
    project: Project | None
    planned: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    spent: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    cells: dict[int, int] = field(default_factory=dict)

    @property
    def total_planned(self) -> Decimal:
        return sum(self.planned.values(), NOTHING)

    @property
    def total_spent(self) -> Decimal:
        return sum(self.spent.values(), NOTHING)


@dataclass
class PotFigures:
    """A pot, or one year of it: its streams with what became of their money, and what of it counts in the total."""

    pot: Pot
    streams: dict[Stream, Sums]
    years: list[int]
    # The sums of the streams in each year; how much of them counts in the total funding/pooling.py says.
    by_year: dict[int, dict[Stream, Sums]]
    shares: pooling.Shares

    @property
    def total(self) -> Sums:
        """The pot's own money: without what is aligned, and without what of a stream is not pooled."""
        return pooling.total_of(self.by_year, self.shares, Sums())

    @property
    def beside(self) -> Sums:
        """What is shown beside the total: all that does not count in it."""
        return pooling.beside_of(self.by_year, self.shares, Sums())

    @property
    def partly_pooled(self) -> list[pooling.Partly]:
        """The years of which a share was decided."""
        return pooling.partly_pooled(self.by_year, self.shares)


def of_pot(pot: Pot, *, year: int | None = None, known_at: datetime | None = None) -> PotFigures:
    """The figures of a pot, or of one financial year of it; as they were known at a moment, if one is given."""
    streams = {stream.pk: stream for stream in Stream.objects.of_pot(pot).select_related("block")}
    cells = Cell.objects.of_pot(pot).inside().with_balance(known_at=known_at)
    entries = LedgerEntry.objects.of_pot(pot)
    actuals = Actual.objects.of_pot(pot)
    if known_at is not None:
        entries, actuals = entries.known_at(known_at), actuals.known_at(known_at)
    years = sorted({cell.year for cell in cells if cell.year is not None})
    by_year: dict[int, dict[Stream, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for cell in cells:
        if year is None or cell.year == year:
            _put(by_year[cell.year][streams[cell.stream_id]], cell)
    for (stream_id, of_year), amounts in _flows(entries).items():
        if year is None or of_year == year:
            sums = by_year[of_year][streams[stream_id]]
            for name, amount in amounts.items():
                setattr(sums, name, getattr(sums, name) + amount)
    spent = actuals.values_list("cell__stream", "cell__year").annotate(Sum("amount")).order_by()
    for stream_id, of_year, amount in spent:
        if year is None or of_year == year:
            by_year[of_year][streams[stream_id]].spent += amount
    whole = {stream: Sums() for stream in streams.values()}
    for of_streams in by_year.values():
        for stream, sums in of_streams.items():
            whole[stream].add(sums)
    return PotFigures(pot, whole, years, dict(by_year), pooling.shares_of([pot], known_at=known_at))


def lines_of(pot: Pot, year: int, *, known_at: datetime | None = None) -> tuple[list[Period], list[Line]]:
    """The grid of a year: its periods, and a line for each stream and project that has anything in it."""
    periods = list(Period.objects.of_year(pot, year).knowing_state(known_at=known_at).order_by("number"))
    actuals = Actual.objects.of_pot(pot)
    if known_at is not None:
        actuals = actuals.known_at(known_at)
    spent = dict(actuals.values_list("cell").annotate(Sum("amount")).order_by())
    lines: dict[tuple[int, int | None], Line] = {}
    cells = Cell.objects.of_pot(pot).of_year(year).plans().with_balance(known_at=known_at)
    for cell in cells.select_related("stream__pot", "project").in_grid_order():
        if cell.balance or spent.get(cell.pk):
            line = lines.setdefault((cell.stream_id, cell.project_id), Line(cell.stream, cell.project))
            line.planned[cell.period_id] += cell.balance
            line.spent[cell.period_id] += spent.get(cell.pk, NOTHING)
            line.cells[cell.period_id] = cell.pk
    return periods, list(lines.values())


def _put(sums: Sums, cell: Any) -> None:
    if cell.kind == Cell.Kind.PROFILE:
        sums.planned += cell.balance
    elif cell.kind == Cell.Kind.AVAILABLE:
        sums.unplanned += cell.balance
    elif cell.kind == Cell.Kind.RETURNED:
        sums.returned += cell.balance


def _flows(entries: Any) -> dict[tuple[int, int], dict[str, Decimal]]:
    """By stream and year: what came from the funder, what was carried in and out of the year."""
    flows: dict[tuple[int, int], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    ends = [f"{end}__{part}" for end in ("source", "destination") for part in ("kind", "stream", "year")]
    crossing = entries.crossing_the_edge().values_list(*ends).annotate(Sum("amount")).order_by()
    for kind, stream, year, to_kind, to_stream, to_year, amount in crossing:
        if kind == Cell.Kind.FUNDER:
            flows[to_stream, to_year]["awarded"] += amount
        elif to_kind == Cell.Kind.FUNDER:
            flows[stream, year]["awarded"] -= amount
        elif kind == Cell.Kind.CARRIED:
            # Back to where it came from is a reversal; on into the next year is the money's way.
            name, sign = ("carried_out", -1) if to_year == year else ("brought_in", 1)
            flows[to_stream, to_year][name] += sign * amount
        elif to_kind == Cell.Kind.CARRIED:
            name, sign = ("carried_out", 1) if to_year == year else ("brought_in", -1)
            flows[stream, year][name] += sign * amount
    return flows
