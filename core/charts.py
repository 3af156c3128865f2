"""Charts as SVG, worked out on the server: they print, need no script, and always stand beside their table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 600
BAR = 22
ROW = 58
LABEL = 16


@dataclass(frozen=True)
class Part:
    """One piece of a bar, in the chart's own units: where it begins, how long it is, which series it belongs to."""

    x: int
    width: int
    series: str


@dataclass(frozen=True)
class Bar:
    """One line of a bar chart: its name above, its parts side by side, what they come to in words."""

    label: str
    words: str
    parts: list[Part]
    y: int

    @property
    def text_y(self) -> int:
        return self.y + LABEL

    @property
    def bar_y(self) -> int:
        return self.y + LABEL + 8


@dataclass(frozen=True)
class BarChart:
    """Bars under each other, all to one scale."""

    title: str
    bars: list[Bar]
    series: list[str]
    height: int
    width: int = WIDTH
    bar: int = BAR


def bar_chart(
    title: str, rows: Iterable[tuple[str, str, dict[str, Decimal]]], *, series: list[str]
) -> BarChart:
    """A chart of rows (label, words, amount of each series); nothing below zero is drawn.

    The longest row fills the width. An amount that is there is drawn at least two units wide, so that it is seen.
    """
    rows = list(rows)
    longest = max((_sum(amounts) for _, _, amounts in rows), default=Decimal(0)) or Decimal(1)
    bars = []
    for number, (label, words, amounts) in enumerate(rows):
        parts, x = [], 0
        for name in series:
            amount = max(amounts.get(name, Decimal(0)), Decimal(0))
            width = max(int(amount * WIDTH / longest), 2) if amount else 0
            width = min(width, WIDTH - x)
            if width:
                parts.append(Part(x, width, name))
            x += width
        bars.append(Bar(label, words, parts, number * ROW))
    return BarChart(title, bars, series, height=len(rows) * ROW)


def _sum(amounts: dict[str, Decimal]) -> Decimal:
    return sum((max(amount, Decimal(0)) for amount in amounts.values()), Decimal(0))
