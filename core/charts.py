"""Charts as SVG, worked out on the server: they print, need no script, and always stand beside their table.

Drawn as narrow as a telephone, so that their words can be read there; a wide screen shows them larger. Series differ in
form (filled and hollow, solid and dashed) and are named in the picture itself: no colour is needed to read them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 340
BAR = 18
ROW = 72
LINE = 17
# As many letters as fit into the width.
LETTERS = 44


@dataclass(frozen=True)
class Part:
    """One piece of a bar, in the chart's own units: where it begins, how long it is, which series it belongs to."""

    x: int
    width: int
    series: str


@dataclass(frozen=True)
class Bar:
    """One line of a bar chart: its name above, what its parts come to in words, and the parts side by side."""

    label: str
    words: str
    parts: list[Part]
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


@dataclass(frozen=True)
class BarChart:
    """Bars under each other, all to one scale."""

    title: str
    bars: list[Bar]
    series: list[str]
    height: int
    # How many rows are not drawn, because there are too many to be seen at a glance.
    left_out: int = 0
    width: int = WIDTH
    bar: int = BAR


def bar_chart(
    title: str,
    rows: Iterable[tuple[str, str, dict[str, Decimal]]],
    *,
    series: list[str],
    most: int | None = None,
) -> BarChart:
    """A chart of rows (label, words, amount of each series), of the `most` greatest; nothing below zero is drawn.

    The longest row fills the width. An amount that is there is drawn at least two units wide, so that it is seen.
    """
    rows = list(rows)
    drawn = rows
    if most is not None and len(rows) > most:
        greatest = sorted(rows, key=lambda row: _sum(row[2]), reverse=True)[:most]
        drawn = [row for row in rows if row in greatest][:most]
    longest = max((_sum(amounts) for _, _, amounts in drawn), default=Decimal(0)) or Decimal(1)
    bars = []
    for number, (label, words, amounts) in enumerate(drawn):
        parts, x = [], 0
        for name in series:
            amount = max(amounts.get(name, Decimal(0)), Decimal(0))
            width = max(int(amount * WIDTH / longest), 2) if amount else 0
            width = min(width, WIDTH - x)
            if width:
                parts.append(Part(x, width, name))
            x += width
        bars.append(Bar(shortened(label), words, parts, number * ROW))
    return BarChart(title, bars, series, height=len(drawn) * ROW, left_out=len(rows) - len(drawn))


def shortened(label: str) -> str:
    """As much of a name as fits into a picture; its table has all of it."""
    return label if len(label) <= LETTERS else label[: LETTERS - 1].rstrip() + "…"


def _sum(amounts: dict[str, Decimal]) -> Decimal:
    return sum((max(amount, Decimal(0)) for amount in amounts.values()), Decimal(0))


# The frame of a line chart: room above for the greatest amount, below for the names of the points.
TOP, HEIGHT, BELOW = 24, 150, 40
INSET = 26
# As many names of points as stand side by side.
MOST_MARKS = 4


@dataclass(frozen=True)
class Point:
    """One amount of a series, in the chart's own units."""

    x: int
    y: int


@dataclass(frozen=True)
class Curve:
    """One series of a line chart: its points, the way between them, and its label beside the last."""

    name: str
    label: str
    points: list[Point]
    # Whether its label stands above its last point, where there is no room beside it.
    is_above: bool

    @property
    def ends_early(self) -> bool:
        """Whether there is room for its label beside its last point."""
        return self.points[-1].x + INSET + 10 * len(self.label) < WIDTH

    @property
    def label_x(self) -> int:
        return self.points[-1].x + (10 if self.ends_early else 0)

    @property
    def label_y(self) -> int:
        if self.ends_early:
            return self.points[-1].y + 5
        return self.points[-1].y + (-10 if self.is_above else LINE + 4)

    @property
    def way(self) -> str:
        """What a polyline calls its points."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True)
class LineChart:
    """Curves over the same points in time, to one scale that begins at nothing."""

    title: str
    curves: list[Curve]
    # The names of the points, or of every third where there are many, so that they do not run into each other.
    marks: list[tuple[int, str]]
    # Where the amounts 0, half and all of the scale stand.
    rules: list[tuple[int, Decimal]]
    width: int = WIDTH
    height: int = TOP + HEIGHT + BELOW

    @property
    def marks_y(self) -> int:
        return TOP + HEIGHT + LINE + 4


def line_chart(
    title: str, labels: list[str], series: dict[str, tuple[str, list[Decimal | None]]]
) -> LineChart:
    """A chart of amounts over the same points: for each series its label and an amount, or none, for each point.

    A series may end before the last point: what is not known yet is not drawn.
    """
    known = [amount for _, amounts in series.values() for amount in amounts if amount is not None]
    top = max([*known, Decimal(0)]) or Decimal(1)
    step = Decimal(WIDTH - 2 * INSET) / max(len(labels) - 1, 1)
    xs = [INSET + int(step * number) for number in range(len(labels))]

    def height_of(amount: Decimal) -> int:
        return TOP + HEIGHT - int(max(amount, Decimal(0)) * HEIGHT / top)

    curves = [
        Curve(
            name,
            label,
            [Point(x, height_of(each)) for x, each in zip(xs, amounts, strict=True) if each is not None],
            is_above=number == 0,
        )
        for number, (name, (label, amounts)) in enumerate(series.items())
    ]
    marks = list(zip(xs, labels, strict=True))[:: 1 if len(labels) <= MOST_MARKS else 3]
    rules = [(height_of(amount), amount) for amount in (Decimal(0), top / 2, top)]
    return LineChart(title, [curve for curve in curves if curve.points], marks, rules)
