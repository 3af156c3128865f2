"""What everyone reads of the money: the pots, one pot, a year of it, and every movement in it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.pages import page_of
from core.spreadsheets import csv_response
from funding import figures, pooling, spreadsheets
from funding.filters import AsKnownForm, LedgerFilter, SpendingFilter, end_of
from funding.models import Actual, Agreement, LedgerEntry, Pot
from funding.permissions import can_edit_pot, is_officer
from funding.views.tables import money, row

PER_PAGE = 30
SHOWN = 5


@login_not_required
@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    """The pots the reader may see, each with where its money stands."""
    pots = [figures.of_pot(pot) for pot in Pot.objects.visible_to(request.user).with_bodies()]
    context = {
        "pots": pots,
        "agreements": Agreement.objects.visible_to(request.user).with_group()[:SHOWN],
        "can_make_pot": is_officer(request.user),
        "trail": [],
    }
    return TemplateResponse(request, "funding/funding.html", context)


@login_not_required
@require_safe
def pot(request: HttpRequest, slug: str) -> HttpResponse:
    """One pot in a minute: what came in, from whom, for what, what was spent, what is left, who decided."""
    pot, form = pot_at(request, slug), AsKnownForm(request.GET)
    known_at = end_of(form.day)
    known = figures.of_pot(pot, known_at=known_at)
    years = [figures.of_pot(pot, year=year, known_at=known_at) for year in reversed(known.years)]
    latest = _entries(request, pot)
    context = money(known, form) | {
        "pot": pot,
        "figures": known,
        "years": list(zip(reversed(known.years), years, strict=True)),
        "partly": pooling.told_to(request.user, known.partly_pooled),
        "latest": (latest.known_at(known_at) if known_at else latest)[:5],
        "agreement": Agreement.objects.visible_to(request.user).filter(pk=pot.agreement_id).first(),
        "can_edit_pot": can_edit_pot(request.user, pot),
        "trail": [("Funding", "/funding/")],
    }
    return TemplateResponse(request, "funding/pot.html", context)


@login_not_required
@require_safe
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One financial year of a pot: by stream, and by period."""
    pot, form = pot_at(request, slug), AsKnownForm(request.GET)
    known_at = end_of(form.day)
    known = figures.of_pot(pot, year=year, known_at=known_at)
    if year not in known.years:
        raise Http404
    periods, lines = figures.lines_of(pot, year, known_at=known_at)
    context = money(known, form, year=year) | {
        "pot": pot,
        "year": year,
        "financial_year": f"{year}/{(year + 1) % 100:02d}",
        "figures": known,
        "partly": pooling.told_to(request.user, known.partly_pooled),
        "periods": periods,
        "grid": [row(line, periods, form.day) for line in lines],
        "can_edit_pot": can_edit_pot(request.user, pot),
        "trail": [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/year.html", context)


@login_not_required
@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Every movement of a pot's money, the latest first, each with the decision that allowed it."""
    pot = pot_at(request, slug)
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
    pot = pot_at(request, slug)
    form = LedgerFilter(request.GET, request.user, pot, _entries(request, pot))
    found = form.found().order_by("pk")
    return csv_response(
        f"{pot.slug}-ledger", spreadsheets.LEDGER, spreadsheets.ledger(found, pooling.shares_of([pot]))
    )


@login_not_required
@require_safe
def spending(request: HttpRequest, slug: str) -> HttpResponse:
    """Every record of what was spent of a pot, the latest first."""
    pot = pot_at(request, slug)
    rows = Actual.objects.visible_to(request.user).of_pot(pot).with_cells().newest_first()
    form = SpendingFilter(request.GET, request.user, pot, rows)
    found = form.found()
    page = page_of(found, request, per_page=PER_PAGE)
    context = {
        "pot": pot,
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        "amount": found.total(),
        "trail": [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/spending.html", context)


def pot_at(request: HttpRequest, slug: str) -> Pot:
    """The pot at an address, if the reader may see it."""
    return get_object_or_404(Pot.objects.visible_to(request.user).with_bodies(), slug=slug)


def _entries(request: HttpRequest, pot: Pot) -> Any:
    return (
        LedgerEntry.objects.visible_to(request.user)
        .of_pot(pot)
        .with_cells()
        .knowing_decisions(request.user)
        .newest_first()
    )
