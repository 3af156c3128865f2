"""What everyone reads of the money: the pots, one pot, a year of it, and every movement in it."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.charts import bar_chart
from core.pages import page_of
from core.spreadsheets import csv_response
from core.templatetags.house import pounds
from funding import figures, spreadsheets
from funding.filters import LedgerFilter
from funding.models import LedgerEntry, Pot
from funding.permissions import can_edit_pot, is_officer

PER_PAGE = 30
KEY = [("spent", "Spent"), ("left", "Not spent")]


@login_not_required
@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    """The pots the reader may see, each with where its money stands."""
    pots = [figures.of_pot(pot) for pot in Pot.objects.visible_to(request.user).with_bodies()]
    context = {"pots": pots, "can_make_pot": is_officer(request.user), "trail": []}
    return TemplateResponse(request, "funding/funding.html", context)


@login_not_required
@require_safe
def pot(request: HttpRequest, slug: str) -> HttpResponse:
    """One pot in a minute: what came in, from whom, for what, what was spent, what is left, who decided."""
    pot = _pot_at(request, slug)
    known = figures.of_pot(pot)
    years = [figures.of_pot(pot, year=year) for year in reversed(known.years)]
    context = _money(known) | {
        "pot": pot,
        "figures": known,
        "years": list(zip(reversed(known.years), years, strict=True)),
        "latest": _entries(request, pot)[:5],
        "can_edit_pot": can_edit_pot(request.user, pot),
        "trail": [("Funding", "/funding/")],
    }
    return TemplateResponse(request, "funding/pot.html", context)


@login_not_required
@require_safe
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One financial year of a pot: by stream, and by period."""
    pot = _pot_at(request, slug)
    known = figures.of_pot(pot, year=year)
    if year not in known.years:
        raise Http404
    periods, lines = figures.lines_of(pot, year)
    context = _money(known) | {
        "pot": pot,
        "year": year,
        "financial_year": f"{year}/{(year + 1) % 100:02d}",
        "figures": known,
        "periods": periods,
        "grid": [_row(line, periods) for line in lines],
        "can_edit_pot": can_edit_pot(request.user, pot),
        "trail": [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/year.html", context)


@login_not_required
@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Every movement of a pot's money, the latest first, each with the decision that allowed it."""
    pot = _pot_at(request, slug)
    form = LedgerFilter(request.GET, request.user, pot, _entries(request, pot))
    page = page_of(form.found(), request, per_page=PER_PAGE)
    trail = [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())]
    context = {
        "pot": pot,
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        "trail": trail,
    }
    return TemplateResponse(request, "funding/ledger.html", context)


@login_not_required
@require_safe
def ledger_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same movements as a table for spreadsheets, the earliest first."""
    pot = _pot_at(request, slug)
    form = LedgerFilter(request.GET, request.user, pot, _entries(request, pot))
    found = form.found().order_by("pk")
    return csv_response(f"{pot.slug}-ledger", spreadsheets.LEDGER, spreadsheets.ledger(found))


def _pot_at(request: HttpRequest, slug: str) -> Pot:
    return get_object_or_404(Pot.objects.visible_to(request.user).with_bodies(), slug=slug)


def _entries(request: HttpRequest, pot: Pot) -> Any:
    return (
        LedgerEntry.objects.visible_to(request.user)
        .of_pot(pot)
        .with_cells()
        .knowing_decisions(request.user)
        .newest_first()
    )


def _money(known: figures.PotFigures) -> dict[str, Any]:
    """The chart of the streams, and the rows of the table beside it."""
    bars, rows = [], []
    for stream, sums in known.streams.items():
        words = f"{pounds(sums.spent)} of {pounds(sums.available)} spent"
        bars.append((stream.name, words, {"spent": sums.spent, "left": max(sums.left, Decimal(0))}))
        rows.append((stream, sums))
    chart = bar_chart("What each stream has spent, and what is not spent", bars, series=["spent", "left"])
    return {"chart": chart, "key": KEY, "rows": rows, "total": known.total}


def _row(line: figures.Line, periods: list) -> dict[str, Any]:
    cells = [
        {"planned": line.planned[period.pk], "spent": line.spent[period.pk], "is_closed": period.is_closed}
        for period in periods
    ]
    return {"line": line, "cells": cells}
