"""The figures of a year as a table: what is exported, and the template that officers fill in, are one and the same."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from funding.models import Period, Pot, Project, Stream

NOTHING = Decimal(0)
# What stands above the heads, row by row: the names in the first column, after the name of the template.
ABOVE = ("Pot", "Financial year", "Made from", "How to fill it in")
ROW_OF_HEADS = len(ABOVE) + 3
FIRST_SUM = 3
TOTAL = "Total"
COMMENT = "Comment"


@dataclass
class Row:
    """A stream, or one of its projects: a sum for each period, by its number; None where nothing is said."""

    stream: Stream
    project: Project | None
    sums: dict[int, Decimal | None] = field(default_factory=dict)
    comment: str = ""

    @property
    def about(self) -> str:
        return f"{self.stream}, {self.project}" if self.project else str(self.stream)

    @property
    def key(self) -> tuple[int, int | None]:
        return self.stream.pk, self.project.pk if self.project else None

    @property
    def total(self) -> Decimal:
        return sum((amount for amount in self.sums.values() if amount is not None), NOTHING)


@dataclass
class YearTable(ABC):
    """A row for each stream and project of a year, a column for each of its periods."""

    NAME: ClassVar[str]
    SHEET: ClassVar[str]
    VERSION: ClassVar[int] = 1
    # The head of the last column of sums.
    LAST: ClassVar[str]
    HOW: ClassVar[str]
    HAS_COMMENTS: ClassVar[bool] = False

    pot: Pot
    year: int
    periods: list[Period]
    rows: list[Row]
    # Which figures it was made from: if they are others now, a filled-in table would undo what changed them.
    made_from: str

    @property
    def financial_year(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    def head_of(self, period: Period) -> str:
        """The head of a period's column. It begins with a word: “Apr 2006” alone would be made a date of."""
        return f"{self.pot.get_unit_display().removesuffix('s')} {period.number}, {period.short_label}"

    @abstractmethod
    def no_minus_in(self, period: Period) -> str:
        """Why a sum of this period cannot be below nothing; empty where it can."""

    @property
    def heads(self) -> list[str]:
        ends = [self.LAST, COMMENT] if self.HAS_COMMENTS else [self.LAST]
        return ["Stream", "Project", *[self.head_of(period) for period in self.periods], *ends]

    @property
    def above(self) -> list[str]:
        # A year by itself would be taken for a month by some spreadsheet programs.
        year = f"{self.financial_year} (April {self.year} to March {self.year + 1})"
        return [self.pot.name, year, self.made_from, self.HOW]

    @property
    def column_of_total(self) -> int:
        return FIRST_SUM + len(self.periods)

    def table(self) -> Iterator[list[object]]:
        """Row by row, as it is exported."""
        yield [self.NAME, f"Template {self.VERSION}"]
        for name, answer in zip(ABOVE, self.above, strict=True):
            yield [name, answer]
        yield []
        yield list(self.heads)
        for row in self.rows:
            sums = [row.sums.get(period.number) for period in self.periods]
            ends = [row.total, row.comment] if self.HAS_COMMENTS else [row.total]
            yield [row.stream.name, row.project.name if row.project else "", *sums, *ends]
        totals = [
            sum((row.sums.get(each.number) or NOTHING for row in self.rows), NOTHING) for each in self.periods
        ]
        yield [TOTAL, "", *totals, sum(totals, NOTHING)]
