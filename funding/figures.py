"""What the rows of a ledger come to, for a page: looked up in a handful of queries however long the ledger is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Sum

from funding import pooling
from funding.models import Cell, Period, Pot, Project, Stream, StreamStanding

NOTHING = Decimal(0)


@dataclass
class Sums:
    """Where the money of a stream, or of a pot, stands; pounds."""

    awarded: Decimal = NOTHING
    vired: Decimal = NOTHING
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
        """What there is to spend: awarded, brought in from the year before or another stream, less what went on."""
        return self.planned + self.unplanned

    @property
    def gone(self) -> Decimal:
        """What went to other streams of the pot, where more went than came."""
        return max(-self.vired, NOTHING)

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
    by_year: dict[int, dict[Stream, Sums]]
    all_streams: list[Stream]
    # How much of the sums counts in the total, by stream and year: funding/pooling.py says.
    shares: pooling.Shares

    @property
    def years(self) -> list[int]:
        """The years that money touched, the earliest first."""
        return sorted(self.by_year)

    def of_year(self, year: int) -> "PotFigures":
        """The same of one year alone."""
        only = {year: self.by_year[year]} if year in self.by_year else {}
        return PotFigures(self.pot, only, self.all_streams, self.shares)

    @cached_property
    def streams(self) -> dict[Stream, Sums]:
        """Each stream of the pot with its sums, also those that have nothing."""
        sums = {stream: Sums() for stream in self.all_streams}
        for of_year in self.by_year.values():
            for stream, more in of_year.items():
                sums[stream].add(more)
        return sums

    @property
    def aligned(self) -> list[Stream]:
        """The streams that stand beside the pot and never count in its total."""
        return [stream for stream in self.all_streams if stream.kind == Stream.Kind.ALIGNED]

    @cached_property
    def total(self) -> Sums:
        """The pot's own money: without what is aligned, and without what of a stream is not pooled."""
        return pooling.total_of(self.by_year, self.shares, Sums())

    @cached_property
    def beside(self) -> Sums:
        """What is shown beside the total: all that does not count in it."""
        return pooling.beside_of(self.by_year, self.shares, Sums())

    @cached_property
    def partly_pooled(self) -> list[pooling.Partly]:
        """The years of which a share was decided."""
        return pooling.partly_pooled(self.by_year, self.shares)


def of_pots(pots: Iterable[Pot], *, known_at: datetime | None = None) -> list[PotFigures]:
    """The figures of some pots, in three queries; as they were known at a moment, if one is given."""
    pots = list(pots)
    streams = {each.pk: each for each in Stream.objects.of_pots(pots).select_related("block")}
    shares = pooling.shares_of(pots, known_at=known_at)
    figures = {
        pot.pk: PotFigures(pot, {}, [each for each in streams.values() if each.pot_id == pot.pk], shares)
        for pot in pots
    }
    for standing in StreamStanding.objects.of_pots(pots, known_at=known_at):
        stream = streams[standing.stream_id]
        of_year = figures[stream.pot_id].by_year.setdefault(standing.year, {})
        of_year[stream] = Sums(*(getattr(standing, name) for name in Sums.__dataclass_fields__))
    return list(figures.values())


def of_pot(pot: Pot, *, year: int | None = None, known_at: datetime | None = None) -> PotFigures:
    """The figures of a pot, or of one financial year of it; as they were known at a moment, if one is given."""
    [known] = of_pots([pot], known_at=known_at)
    return known if year is None else known.of_year(year)


def lines_of(
    pot: Pot, year: int, *, known_at: datetime | None = None, stream: Stream | None = None
) -> list[Line]:
    """The grid of a year: a line for each stream and project that has anything in it, or for those of one stream."""
    cells = _plans(pot, year, known_at).select_related("stream", "project")
    if stream is not None:
        cells = cells.of_streams([stream])
    lines: dict[tuple[int, int | None], Line] = {}
    for cell in cells.in_grid_order():
        if cell.balance or cell.spent:
            line = lines.setdefault((cell.stream_id, cell.project_id), Line(cell.stream, cell.project))
            line.planned[cell.period_id] += cell.balance
            line.spent[cell.period_id] += cell.spent
            line.cells[cell.period_id] = cell.pk
    return list(lines.values())


def lines_by_stream(pot: Pot, year: int, *, known_at: datetime | None = None) -> list[Line]:
    """The same rolled up: a line for each stream, its projects added together by the database."""
    sums = (
        _plans(pot, year, known_at)
        .values_list("stream", "period")
        .annotate(Sum("balance"), Sum("spent"))
        .order_by()
    )
    lines = {each.pk: Line(each, None) for each in Stream.objects.of_pot(pot)}
    for stream, period, planned, spent in sums:
        lines[stream].planned[period] = planned
        lines[stream].spent[period] = spent
    return [line for line in lines.values() if any(line.planned.values()) or any(line.spent.values())]


def periods_of(pot: Pot, year: int, *, known_at: datetime | None = None) -> list[Period]:
    """The months or quarters of a year, each knowing whether it was closed."""
    return list(Period.objects.of_year(pot, year).knowing_state(known_at=known_at).order_by("number"))


def _plans(pot: Pot, year: int, known_at: datetime | None) -> Any:
    cells = Cell.objects.of_pot(pot).of_year(year).plans()
    return cells.with_balance(known_at=known_at).with_spent(known_at=known_at)


def _all_of(streams: dict[Stream, Sums]) -> Sums:
    total = Sums()
    for sums in streams.values():
        total.add(sums)
    return total
