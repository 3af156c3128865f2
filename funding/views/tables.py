"""Figures as the tables of pages show them: each leads to the movements or the spending that it is the sum of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core.charts import bar_chart
from core.templatetags.house import pounds
from funding.figures import Line, PotFigures, Sums
from funding.filters import AsKnownForm
from funding.models import Cell, Pot, Stream

KEY = [("spent", "Spent"), ("left", "Not spent")]


@dataclass
class Figure:
    """A sum of money, and the address of what it is the sum of."""

    amount: Decimal
    address: str


def money(known: PotFigures, form: AsKnownForm, *, year: int | None = None) -> dict[str, Any]:
    """The chart of the streams and the rows of the table beside it, as known on the day of the form."""
    asked = {"year": year, "on": form.day}
    bars = []
    for stream, sums in known.streams.items():
        words = f"{pounds(sums.spent)} of {pounds(sums.available)} spent"
        if stream.kind == Stream.Kind.ALIGNED:
            words += " (beside the total)"
        bars.append((stream.name, words, {"spent": sums.spent, "left": max(sums.left, Decimal(0))}))
    chart = bar_chart("What each stream has spent, and what is not spent", bars, series=["spent", "left"])
    rows = [(stream, figures_of(stream, sums, known.pot, asked)) for stream, sums in known.streams.items()]
    return {
        "chart": chart,
        "key": KEY,
        "rows": rows,
        "total": known.total,
        "as_known": form,
        "day": form.day,
        "beside": known.beside,
    }


def figures_of(stream: Stream, sums: Sums, pot: Pot, asked: dict[str, Any]) -> list[Figure]:
    """What came in, is planned, is not planned, is spent and is not spent, in the order of the columns."""
    asked = asked | {"stream": stream.slug}
    return [
        Figure(sums.awarded, address(pot, "ledger", place=Cell.Kind.FUNDER, **asked)),
        Figure(sums.planned, address(pot, "ledger", place=Cell.Kind.PROFILE, **asked)),
        Figure(sums.unplanned, address(pot, "ledger", place=Cell.Kind.AVAILABLE, **asked)),
        Figure(sums.spent, address(pot, "spending", **asked)),
        # What the others leave: it has no movements of its own, so all of the stream's.
        Figure(sums.left, address(pot, "ledger", **asked)),
    ]


def row(line: Line, periods: list, day: date | None) -> dict[str, Any]:
    """A stream or project of a year: what is planned and spent in each period."""
    cells = []
    for period in periods:
        asked = {"place": line.cells.get(period.pk), "on": day}
        planned, spent = line.planned[period.pk], line.spent[period.pk]
        cells.append(
            {
                # A period without a cell has nothing in it and nothing to lead to.
                "planned": Figure(
                    planned, address(line.stream.pot, "ledger", **asked) if asked["place"] else ""
                ),
                "spent": Figure(spent, address(line.stream.pot, "spending", **asked) if spent else ""),
                "is_closed": period.is_closed,
            }
        )
    return {"line": line, "cells": cells}


def address(pot: Pot, page: str, **asked: Any) -> str:
    """A page of the pot, asked for with what is not empty."""
    query = urlencode({name: answer for name, answer in asked.items() if answer})
    return reverse(f"funding:{page}", args=[pot.slug]) + (f"?{query}" if query else "")
