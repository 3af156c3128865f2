"""Figures as the tables of pages show them: each leads to the movements or the spending that it is the sum of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core.charts import BarChart, bar_chart, line_chart
from core.templatetags.house import pounds
from funding.figures import Line, PotFigures, Sums
from funding.filters import COUNTED
from funding.models import Pot, Stream
from funding.underspend import Underspend

# More than these are not seen at a glance; the table has them all.
MOST_BARS = 12
KEY = [("spent", "Spent"), ("left", "Left")]
UNSPENT_KEY = [("spent", "Spent and expected"), ("left", "Not spent")]
# A figure, the page that lists what it is the sum of, and as what the page is asked.
COLUMNS = [
    ("awarded", "ledger", "awarded"),
    ("planned", "ledger", "planned"),
    ("unplanned", "ledger", "unplanned"),
    ("spent", "spending", ""),
    # What is there, of which the page says how much is spent.
    ("left", "ledger", "available"),
]


@dataclass
class Figure:
    """A sum of money, and the address of what it is the sum of."""

    amount: Decimal
    address: str


@dataclass
class Asked:
    """Of which pot, year and day the figures of a page are: what each address on it asks again."""

    pot: Pot
    year: int | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        self.pages = {
            page: reverse(f"funding:{page}", args=[self.pot.slug]) for page in ("ledger", "spending")
        }
        self.always = {"year": self.year, "on": self.day}

    def address(self, page: str, **asked: Any) -> str:
        """A page of the pot, asked for with what is not empty."""
        query = urlencode({name: answer for name, answer in (self.always | asked).items() if answer})
        return self.pages[page] + (f"?{query}" if query else "")

    def figures(self, sums: Sums, stream: str) -> list[Figure]:
        """What came in, is planned, is not planned, is spent and is not spent, in the order of the columns."""
        return [
            Figure(getattr(sums, name), self.address(page, place=place, stream=stream))
            for name, page, place in COLUMNS
        ]


def money(known: PotFigures, asked: Asked) -> dict[str, Any]:
    """The chart of the streams and the rows of the table beside it."""
    bars = [
        (
            stream.name,
            f"{pounds(sums.spent)} of {pounds(sums.available)} spent" + _aside(stream),
            {"spent": sums.spent, "left": max(sums.left, Decimal(0))},
        )
        for stream, sums in known.streams.items()
    ]
    title = "What each stream has spent, and what is left"
    chart = bar_chart(title, bars, series=["spent", "left"], most=MOST_BARS)
    rows = [(stream, sums, asked.figures(sums, stream.slug)) for stream, sums in known.streams.items()]
    total = asked.figures(known.total, COUNTED if known.aligned else "")
    if known.partly_pooled:
        # Of some movements only a share counts, so no list of movements comes to the total.
        total = [Figure(figure.amount, "") for figure in total]
    return {
        "chart": chart,
        "key": KEY,
        "rows": rows,
        "total": known.total,
        "total_row": total,
        "beside": known.beside,
        "beside_row": [Figure(getattr(known.beside, name), "") for name, _, _ in COLUMNS],
    }


def unspent_by_stream(told: Underspend) -> BarChart:
    """What of each stream's year will be spent, as a round knows it, and what will not; the table has the elements."""
    sums: dict[Stream, list[Decimal]] = {}
    for element in told.elements:
        comes_to = sums.setdefault(element.line.stream, [Decimal(0), Decimal(0)])
        comes_to[0] += max(element.line.outturn, Decimal(0))
        comes_to[1] += element.amount
    rows = [
        (
            stream.name,
            f"{pounds(left)} of {pounds(spent + left)} not spent" + _aside(stream),
            {"spent": spent, "left": left},
        )
        for stream, (spent, left) in sums.items()
    ]
    title = "What each stream will spend, and what it will not"
    return bar_chart(title, rows, series=["spent", "left"], most=MOST_BARS)


def _aside(stream: Stream) -> str:
    return " (beside the total)" if stream.kind == Stream.Kind.ALIGNED else ""


def by_period(
    lines: list[Line], periods: list, asked: Asked, *, stream: Stream | None = None
) -> dict[str, Any]:
    """The grid of a year, the line under it, and how spending keeps up with the plan; of a pot, or of one stream.

    Worked out here and not in the template: there may be more than a thousand figures in it.
    """
    counted = [line for line in lines if stream or line.stream.kind != Stream.Kind.ALIGNED]
    every = stream.slug if stream else "" if len(counted) == len(lines) else COUNTED
    bottom = Line(stream or Stream(), None)
    for line in counted:
        for period in periods:
            bottom.planned[period.pk] += line.planned[period.pk]
            bottom.spent[period.pk] += line.spent[period.pk]
    bottom_row = _row(bottom, every, periods, asked)
    so_far = _so_far(bottom_row, periods)
    return {
        "periods": periods,
        "grid": [_row(line, line.stream.slug, periods, asked) for line in lines],
        "bottom": bottom_row,
        "so_far": so_far,
        "curve": _curve(so_far, periods),
    }


def _row(line: Line, stream: str, periods: list, asked: Asked) -> dict[str, Any]:
    cells = []
    for period in periods:
        planned, spent = line.planned[period.pk], line.spent[period.pk]
        # A project has one cell in a period; a stream is asked for by its name.
        one = {"year": None, "place": line.cells.get(period.pk)}
        about = one if line.cells else {"stream": stream, "period": period.number}
        is_there = one["place"] if line.cells else True
        plan = asked.address("ledger", **({"place": "planned"} | about)) if is_there else ""
        cells.append(
            (Figure(planned, plan), Figure(spent, asked.address("spending", **about) if spent else ""))
        )
    year = [
        Figure(
            line.total_planned, "" if line.cells else asked.address("ledger", place="planned", stream=stream)
        ),
        Figure(line.total_spent, "" if line.cells else asked.address("spending", stream=stream)),
    ]
    return {"line": line, "cells": cells, "year": year}


@dataclass
class SoFar:
    """What was planned and spent in a period, and from the beginning of the year to its end."""

    period: Any
    planned: Figure
    spent: Figure
    planned_so_far: Decimal
    spent_so_far: Decimal
    is_over: bool


def _so_far(row: dict[str, Any], periods: list) -> list[SoFar]:
    """Period by period; over are those up to the last that is closed or has spending in it."""
    rows, planned, spent = [], Decimal(0), Decimal(0)
    known = [period.is_closed or cell[1].amount for period, cell in zip(periods, row["cells"], strict=True)]
    last = max((number for number, each in enumerate(known) if each), default=-1)
    for number, (period, cell) in enumerate(zip(periods, row["cells"], strict=True)):
        planned += cell[0].amount
        spent += cell[1].amount
        rows.append(SoFar(period, cell[0], cell[1], planned, spent, number <= last))
    return rows


def _curve(rows: list[SoFar], periods: list) -> Any:
    """Planned and spent so far, as lines; none where nothing is planned."""
    if len(rows) < 2 or not rows[-1].planned_so_far:
        return None
    return line_chart(
        "Planned and spent so far, from the beginning of the year",
        [row.period.shortest_label for row in rows],
        {
            "planned": ("Planned", [row.planned_so_far for row in rows]),
            "spent": ("Spent", [row.spent_so_far if row.is_over else None for row in rows]),
        },
    )


def financial_year(year: int) -> str:
    """ "2006/07"."""
    return f"{year}/{(year + 1) % 100:02d}"
