"""What a statement is made of. It says what the figures are, never how they look."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from core.charts import bar_chart, line_chart
from core.marked_charts import marked_chart
from core.templatetags.house import british_date, pounds


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; the address is one of this site."""

    text: str
    address: str


@dataclass(frozen=True)
class Measured:
    """A figure that is no money, with its words: 56 per cent."""

    value: Decimal
    words: str


# A sum of money is a Decimal, a count is an int; what is not known is None.
Cell: TypeAlias = str | int | Decimal | datetime.date | Link | Measured | None
# A row of cells; which of them a column has, is for whoever fills it.
Row: TypeAlias = Sequence[Any]


def in_words(cell: Cell) -> str:
    """A cell as people read it: £1,250, 2 February 2007."""
    match cell:
        case None:
            return ""
        case Decimal():
            return pounds(cell)
        case datetime.date():
            return british_date(cell)
        case Link():
            return cell.text
        case Measured():
            return cell.words
        case int():
            return f"{cell:,}"
    return cell


@dataclass(frozen=True)
class Table:
    """Rows under their heads. `sheet` is its name in a workbook, of 31 letters at most.

    What is too long to be read from beginning to end stands in the workbook alone (`in_print` is False), and so do the
    columns after the first `read`.
    """

    caption: str
    sheet: str
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Row = ()
    in_print: bool = True
    read: int | None = None

    @property
    def narrow(self) -> "Table":
        """As it is read on a page: without the columns that only the workbook has."""
        if self.read is None:
            return self
        rows = [row[: self.read] for row in self.rows]
        return replace(
            self, columns=self.columns[: self.read], rows=rows, total=self.total[: self.read], read=None
        )

    @property
    def numeric(self) -> list[int]:
        """The columns of figures, which stand to the right."""
        return [
            column
            for column in range(1, len(self.columns))
            if (cells := [row[column] for row in self.rows if row[column] is not None])
            and all(isinstance(cell, int | Decimal | Measured) for cell in cells)
        ]


@dataclass(frozen=True)
class Chart:
    """A picture of figures, whose table stands beside it.

    Bars: rows of (label, words, amount of each series). Curves: `labels` of the points, and rows of (label of the
    series, its amounts). Marks: rows of (label, words, what was reached, what was to be reached).
    """

    form: Literal["bars", "curves", "marks"]
    title: str
    # A series and what it is called.
    key: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]
    labels: Sequence[str] = ()

    @cached_property
    def drawn(self) -> Any:
        """Worked out for the picture."""
        series = [name for name, _ in self.key]
        if self.form == "bars":
            bars = [(label, words, dict(zip(series, sums, strict=True))) for label, words, *sums in self.rows]
            return bar_chart(self.title, bars, series=series, most=12)
        if self.form == "marks":
            return marked_chart(self.title, [tuple(row) for row in self.rows])
        curves = {name: (label, list(row)) for (name, label), row in zip(self.key, self.rows, strict=True)}
        return line_chart(self.title, list(self.labels), curves)


@dataclass(frozen=True)
class Entry:
    """One thing in a list: its name, where it is read, what is said of it, and a word on how pressing it is."""

    title: str
    address: str
    text: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Part:
    """One part under its heading: words, a picture with its table, a list."""

    heading: str
    text: Sequence[str] = ()
    chart: Chart | None = None
    table: Table | None = None
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class Statement:
    """The sentences that a person came for, the parts, and how it is counted."""

    lead: str
    parts: Sequence[Part] = ()
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def tables(self) -> list[Table]:
        """Those that are read on a page or a sheet of paper, and those of the workbook alone."""
        return [part.table for part in self.parts if part.table]

    @property
    def read_parts(self) -> list[Part]:
        """The parts that are read on a page or a sheet of paper."""
        return [part for part in self.parts if part.table is None or part.table.in_print]

    @property
    def more(self) -> str:
        """What the workbook has besides, in a sentence; nothing where it has no more."""
        names = [part.heading for part in self.parts if part.table and not part.table.in_print]
        names += [
            f"{part.heading}, with {', '.join(name.lower() for name in part.table.columns[part.table.read :])}"
            for part in self.parts
            if part.table and part.table.read
        ]
        return f"The spreadsheet has more: {'; '.join(names)}." if names else ""
