"""What everyone reads of the money: the pots, one pot, a year of it, and every movement in it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import all_of, page_of
from core.spreadsheets import csv_response
from funding import decided, figures, pooling, spreadsheets
from funding.filters import AsKnownForm, LedgerFilter, SpendingFilter, end_of
from funding.models import Actual, Agreement, Authority, LedgerEntry, ParticipatoryRound, Pot, Project, Stream
from funding.permissions import can_authorise, can_edit_pot, is_officer
from funding.views.tables import Asked, by_period, financial_year, money

PER_PAGE = 30
LATEST = 3
SHOWN = 5


@login_not_required
@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    """The pots the reader may see, each with where its money stands."""
    pots = figures.of_pots(Pot.objects.visible_to(request.user).with_bodies())
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
    latest = seen_entries(request, pot)
    rounds = ParticipatoryRound.objects.visible_to(request.user).of_pot(pot)
    context = money(known, Asked(pot, day=form.day)) | {
        "pot": pot,
        "figures": known,
        "years": [(year, known.of_year(year)) for year in reversed(known.years)],
        "partly": pooling.told_to(request.user, known.partly_pooled),
        "decisions": decided.moving_in(pot, request.user, known_at=known_at),
        "latest": (latest.known_at(known_at) if known_at else latest)[:LATEST],
        "agreement": Agreement.objects.visible_to(request.user).filter(pk=pot.agreement_id).first(),
        "as_known": form,
        "day": form.day,
        "can_authorise": can_authorise(request.user, pot),
        "thresholds": Authority.objects.of_pot(pot).in_force().delegated().knowing_decisions(request.user),
        "can_edit_pot": can_edit_pot(request.user, pot),
        "participatory_rounds": rounds.with_pot().newest_first()[:LATEST],
        "trail": [("Funding", "/funding/")],
    }
    return TemplateResponse(request, "funding/pot.html", context)


@login_not_required
@require_safe
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One financial year of a pot: by stream, by period, and how spending keeps up with the plan."""
    pot, form = pot_at(request, slug), AsKnownForm(request.GET)
    known_at = end_of(form.day)
    known = figures.of_pot(pot, year=year, known_at=known_at)
    periods = figures.periods_of(pot, year, known_at=known_at)
    if not known.years and not periods:
        raise Http404
    asked = Asked(pot, year, form.day)
    lines = figures.lines_by_stream(pot, year, known_at=known_at)
    context = (
        money(known, asked)
        | by_period(lines, periods, asked)
        | {
            "pot": pot,
            "year": year,
            "financial_year": financial_year(year),
            "figures": known,
            "partly": pooling.told_to(request.user, known.partly_pooled),
            "with_projects": set(Project.objects.of_pot(pot).values_list("stream", flat=True)),
            "as_known": form,
            "day": form.day,
            "can_edit_pot": can_edit_pot(request.user, pot),
            "trail": [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())],
        }
    )
    return TemplateResponse(request, "funding/year.html", context)


@login_not_required
@require_safe
def stream_year(request: HttpRequest, slug: str, year: int, stream: str) -> HttpResponse:
    """One stream in one financial year: its projects, by period."""
    pot, form = pot_at(request, slug), AsKnownForm(request.GET)
    found = get_object_or_404(Stream.objects.of_pot(pot), slug=stream)
    known_at = end_of(form.day)
    known = figures.of_pot(pot, year=year, known_at=known_at)
    periods = figures.periods_of(pot, year, known_at=known_at)
    if not known.years and not periods:
        raise Http404
    lines = figures.lines_of(pot, year, known_at=known_at, stream=found)
    year_address = reverse("funding:year", args=[pot.slug, year])
    context = by_period(lines, periods, Asked(pot, year, form.day), stream=found) | {
        "pot": pot,
        "stream": found,
        "sums": known.streams[found],
        "financial_year": financial_year(year),
        "as_known": form,
        "day": form.day,
        "trail": [
            ("Funding", "/funding/"),
            (pot.name, pot.get_absolute_url()),
            (financial_year(year), year_address),
        ],
    }
    return TemplateResponse(request, "funding/stream_year.html", context)


@login_not_required
@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Every movement of a pot's money, the latest first, each with the decision that allowed it."""
    pot = pot_at(request, slug)
    form = LedgerFilter(request.GET, request.user, pot, seen_entries(request, pot))
    page = page_of(form.found(), request, per_page=PER_PAGE)
    amount, spent = form.amount(), form.spent()
    trail = [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())]
    context = {
        "pot": pot,
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        "amount": amount,
        "spent": spent,
        "left": None if amount is None or spent is None else amount - spent,
        "trail": trail,
    }
    return TemplateResponse(request, "funding/ledger.html", context)


@login_not_required
@require_safe
def ledger_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same movements as a table for spreadsheets, the earliest first."""
    pot = pot_at(request, slug)
    form = LedgerFilter(request.GET, request.user, pot, seen_entries(request, pot))
    found = all_of(form.found().order_by("pk"))
    rows = spreadsheets.as_text(spreadsheets.ledger(found, pooling.shares_of([pot])))
    return csv_response(f"{pot.slug}-ledger", spreadsheets.LEDGER, rows)


@login_not_required
@require_safe
def spending(request: HttpRequest, slug: str) -> HttpResponse:
    """Every record of what was spent of a pot, the latest first."""
    pot = pot_at(request, slug)
    rows = Actual.objects.visible_to(request.user).of_pot(pot).with_cells().with_returns().newest_first()
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


def seen_entries(request: HttpRequest, pot: Pot) -> Any:
    """The movements of a pot that the reader may see, with what their rows show."""
    return (
        LedgerEntry.objects.visible_to(request.user)
        .of_pot(pot)
        .with_cells()
        .knowing_decisions(request.user)
        .newest_first()
    )
