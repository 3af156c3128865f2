"""The grid of a year as a table: the template that officers fill in, and what is exported, are one and the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Max, Q

from funding.models import Cell, LedgerEntry, Period, Pot, Project, Stream

NOTHING = Decimal(0)
NAME = "Profile grid"
SHEET = "Profile"
VERSION = 1
# What stands above the heads, row by row: the names of the first column.
ABOVE = ("Profile grid", "Pot", "Financial year", "After movement", "How to fill it in")
ROW_OF_HEADS = len(ABOVE) + 2
HOW = (
    "Change the sums in pounds, then hand the file in on the page of the pot. Change the totals with them, or leave "
    "them empty. Rows and columns stay as they are."
)
TOTAL = "Total"


@dataclass
class Row:
    """A stream, or one of its projects: what is planned in each period, by the number of the period."""

    stream: Stream
    project: Project | None
    planned: dict[int, Decimal] = field(default_factory=dict)

    def amount(self, period: Period) -> Decimal:
        return self.planned.get(period.number, NOTHING)

    @property
    def total(self) -> Decimal:
        return sum(self.planned.values(), NOTHING)


@dataclass
class Grid:
    """What is planned in a year of a pot: a row for every stream and every project, planned for or not."""

    pot: Pot
    year: int
    periods: list[Period]
    rows: list[Row]
    # The last movement that changed a plan of the year: 0 when none has.
    after: int

    @property
    def financial_year(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def heads(self) -> list[str]:
        return ["Stream", "Project", *[head_of(self.pot, period) for period in self.periods], "Year"]

    @property
    def above(self) -> list[tuple[str, object]]:
        """What the table says of itself."""
        # A year by itself would be taken for a month by some spreadsheet programs.
        first, last = self.year, self.year + 1
        year = f"{self.financial_year} (April {first} to March {last})"
        answers = [f"Template {VERSION}", self.pot.name, year, self.after, HOW]
        return list(zip(ABOVE, answers, strict=True))

    def table(self) -> Iterator[list[object]]:
        """Row by row, as it is exported."""
        for name, answer in self.above:
            yield [name, answer]
        yield []
        yield list(self.heads)
        for row in self.rows:
            sums = [row.amount(period) for period in self.periods]
            yield [row.stream.name, row.project.name if row.project else "", *sums, row.total]
        sums = [sum((row.amount(period) for row in self.rows), NOTHING) for period in self.periods]
        yield [TOTAL, "", *sums, sum(sums, NOTHING)]


def grid_of(pot: Pot, year: int) -> Grid:
    """The grid of a year as it stands now; a handful of queries, however long the ledger is."""
    periods = list(Period.objects.of_year(pot, year).knowing_state().order_by("number"))
    numbers = {period.pk: period.number for period in periods}
    rows: dict[tuple[int, int | None], Row] = {}
    for stream in Stream.objects.of_pot(pot).prefetch_related("projects"):
        rows[stream.pk, None] = Row(stream, None)
        for project in stream.projects.all():
            rows[stream.pk, project.pk] = Row(stream, project)
    for cell in Cell.objects.of_pot(pot).of_year(year).plans().with_balance():
        rows[cell.stream_id, cell.project_id].planned[numbers[cell.period_id]] = cell.balance
    return Grid(pot, year, periods, list(rows.values()), _last_movement(pot, year))


def head_of(pot: Pot, period: Period) -> str:
    """The head of a period's column. It begins with a word: “Apr 2006” alone would be made a date of."""
    return f"{pot.get_unit_display().removesuffix('s')} {period.number}, {period.short_label}"


def _last_movement(pot: Pot, year: int) -> int:
    plan = Cell.objects.of_pot(pot).of_year(year).plans().values("pk")
    moved = LedgerEntry.objects.of_pot(pot).filter(Q(source__in=plan) | Q(destination__in=plan))
    return moved.order_by().aggregate(last=Max("pk"))["last"] or 0
