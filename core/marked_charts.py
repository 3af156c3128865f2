"""Charts of bars with a mark on each: what was reached, and what was to be reached. They stand beside their table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.charts import BAR, LINE, ROW, WIDTH

# Room at the right end, so that a mark at the largest value is seen whole.
MARGIN = 4
NOTHING = Decimal(0)


@dataclass(frozen=True)
class MarkedBar:
    """One line: its name and its figures above, a bar as long as what was reached, a mark where it was to be."""

    label: str
    words: str
    width: int
    mark: int | None
    y: int

    @property
    def label_y(self) -> int:
        return self.y + LINE

    @property
    def words_y(self) -> int:
        return self.y + 2 * LINE

    @property
    def bar_y(self) -> int:
        return self.y + 2 * LINE + 7

    @property
    def mark_from(self) -> int:
        return self.bar_y - 3

    @property
    def mark_to(self) -> int:
        return self.bar_y + BAR + 3


@dataclass(frozen=True)
class MarkedChart:
    """Marked bars under each other, all to one scale."""

    title: str
    bars: list[MarkedBar]
    height: int
    width: int = WIDTH
    bar: int = BAR


def marked_chart(title: str, rows: Iterable[tuple[str, str, Decimal | None, Decimal | None]]) -> MarkedChart:
    """A chart of rows (label, words, what was reached, what was to be reached); what is not known is not drawn.

    The largest value of all fills the width. Nothing below zero is drawn: the table has it.
    """
    rows = list(rows)
    values = [value for row in rows for value in row[2:] if value is not None]
    largest = max([*values, NOTHING]) or Decimal(1)

    def along(value: Decimal | None) -> int:
        return int(max(value or NOTHING, NOTHING) * (WIDTH - MARGIN) / largest)

    bars = [
        MarkedBar(label, words, along(reached), None if mark is None else along(mark), number * ROW)
        for number, (label, words, reached, mark) in enumerate(rows)
    ]
    return MarkedChart(title, bars, height=len(bars) * ROW)
