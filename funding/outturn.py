"""What a year comes to in a round: spent so far, and expected for the rest. Worked out here and nowhere else."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from funding.models import Actual, Cell, Forecast, Period, Pot, Project, Return, Round, Stream
from funding.variances import Rag, Variance, worse

NOTHING = Decimal(0)
Key = tuple[int, int | None]


def outturn(
    spent: Mapping[int, Decimal], expected: Mapping[int, Decimal], *, counted: Collection[int]
) -> Decimal:
    """What was spent in the periods that are counted as spent, and what is expected for all the others."""
    so_far = sum((amount for period, amount in spent.items() if period in counted), NOTHING)
    to_come = sum((amount for period, amount in expected.items() if period not in counted), NOTHING)
    return so_far + to_come


@dataclass
class OutturnLine:
    """A project, or a stream's own money, in one round of a year."""

    pot: Pot
    stream: Stream
    project: Project | None
    counted: frozenset[int]
    planned: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    spent: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    expected: dict[int, Decimal] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)
    # What the stream was awarded and has not planned; belongs to its own line.
    unplanned: Decimal = NOTHING
    # Whether its return of the round was accepted: before that nobody knows what it comes to.
    is_returned: bool = False

    @property
    def about(self) -> str:
        return f"{self.stream}: {self.project}" if self.project else str(self.stream)

    @property
    def key(self) -> Key:
        return self.stream.pk, self.project.pk if self.project else None

    @property
    def profile(self) -> Decimal:
        return sum(self.planned.values(), NOTHING)

    @property
    def profile_to_date(self) -> Decimal:
        return sum((amount for period, amount in self.planned.items() if period in self.counted), NOTHING)

    @property
    def spent_to_date(self) -> Decimal:
        return outturn(self.spent, {}, counted=self.counted)

    @property
    def still_expected(self) -> Decimal:
        return outturn({}, self.expected, counted=self.counted)

    @property
    def outturn(self) -> Decimal:
        return outturn(self.spent, self.expected, counted=self.counted)

    @property
    def to_date(self) -> Variance:
        return Variance(self.pot, self.profile_to_date, self.spent_to_date)

    @property
    def of_year(self) -> Variance:
        return Variance(self.pot, self.profile, self.outturn)

    @property
    def rag(self) -> Rag:
        return worse(self.to_date, self.of_year)

    @property
    def needs_comment(self) -> bool:
        return self.to_date.is_beyond_tolerance or self.of_year.is_beyond_tolerance

    @property
    def underspend(self) -> Decimal:
        """What of the year's money will not be spent; below zero where more is spent than there is."""
        return self.profile + self.unplanned - self.outturn


@dataclass
class YearOutturn:
    """The lines of a year in one round."""

    round: Round
    periods: list[Period]
    lines: list[OutturnLine]

    @property
    def returned(self) -> list[OutturnLine]:
        return [line for line in self.lines if line.is_returned]

    @property
    def missing(self) -> list[OutturnLine]:
        return [line for line in self.lines if not line.is_returned]

    @property
    def in_the_total(self) -> list[OutturnLine]:
        """Aligned money stands beside a pot's total; what no return was accepted for is not known."""
        return [line for line in self.returned if line.stream.kind != Stream.Kind.ALIGNED]

    @property
    def total(self) -> Variance:
        """What the lines come to whose returns are accepted, against their plans."""
        lines = self.in_the_total
        return Variance(
            self.round.pot,
            sum((line.profile for line in lines), NOTHING),
            sum((line.outturn for line in lines), NOTHING),
        )

    def line_of(self, stream_id: int, project_id: int | None) -> OutturnLine | None:
        return next((line for line in self.lines if line.key == (stream_id, project_id)), None)


def of_round(
    round_: Round,
    *,
    of: tuple[Stream, Project | None] | None = None,
    known_at: datetime | None = None,
) -> YearOutturn:
    """The year as a round knows it, in the same handful of questions however many lines it has.

    With `of` only the line of that stream and project; with `known_at` as it was known at a moment.
    """
    pot = round_.pot
    periods = list(Period.objects.of_year(pot, round_.year).order_by("number"))
    counted = frozenset(period.pk for period in periods if round_.counts_as_spent(period))
    cells = Cell.objects.of_pot(pot).of_year(round_.year).with_balance(known_at=known_at)
    actuals = Actual.objects.of_pot(pot).of_year(round_.year)
    forecasts = Forecast.objects.of_round(round_)
    returns = Return.objects.of_round(round_).accepted()
    if of is not None:
        stream, project = of
        cells = cells.filter(stream=stream, project=project)
        actuals = actuals.filter(cell__stream=stream, cell__project=project)
        forecasts = forecasts.of_line(stream, project)
        returns = returns.filter(stream=stream, project=project)
    if known_at is not None:
        actuals, forecasts = actuals.known_at(known_at), forecasts.known_at(known_at)
        returns = returns.filter(accepted_at__lte=known_at)
    spent: dict[int, Decimal] = dict(actuals.values_list("cell").annotate(Sum("amount")).order_by())
    expected: dict[int, Decimal] = dict(forecasts.values_list("cell", "amount"))
    accepted = set(returns.values_list("stream", "project"))
    lines: dict[Key, OutturnLine] = {}
    for cell in cells.select_related("stream", "project", "period").in_grid_order():
        _put(cell, lines, pot, counted, spent, expected)
    for line in lines.values():
        line.is_returned = line.key in accepted
    if of is not None and not lines:
        lines[of[0].pk, None] = OutturnLine(pot, *of, counted)
    return YearOutturn(round_, periods, [line for line in lines.values() if of or _has_anything(line)])


def _put(
    cell: Any,
    lines: dict[Key, OutturnLine],
    pot: Pot,
    counted: frozenset[int],
    spent: Mapping[int, Decimal],
    expected: Mapping[int, Decimal],
) -> None:
    if cell.kind not in (Cell.Kind.PROFILE, Cell.Kind.AVAILABLE):
        return
    key = (cell.stream_id, cell.project_id)
    line = lines.setdefault(key, OutturnLine(pot, cell.stream, cell.project, counted))
    if cell.kind == Cell.Kind.AVAILABLE:
        line.unplanned += cell.balance
        return
    line.cells[cell.period_id] = cell
    line.planned[cell.period_id] += cell.balance
    line.spent[cell.period_id] += spent.get(cell.pk, NOTHING)
    if cell.pk in expected:
        line.expected[cell.period_id] = expected[cell.pk]


def _has_anything(line: OutturnLine) -> bool:
    sums = [*line.planned.values(), *line.spent.values(), line.unplanned]
    return line.is_returned or any(sums)
