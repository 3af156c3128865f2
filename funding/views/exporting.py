"""The figures of a pot as tables to download: what is handed in again unchanged changes nothing."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import runs
from core.spreadsheets import csv_response
from core.workbooks import Heads, excel_response
from funding import pooling, spreadsheets
from funding.filters import LedgerFilter
from funding.models import Pot, Round
from funding.outturn_tables import table_of
from funding.profile_tables import profile_table_of
from funding.tasks import write_ledger
from funding.views.reading import pot_at, seen_entries
from funding.yearly import YearTable

# A workbook of more movements takes longer than a page may: a worker writes it.
MOST_AT_ONCE = 2_000


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_excel(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The movements as a workbook, the earliest first; a long one is written by a worker for whoever is signed in."""
    pot = pot_at(request, slug)
    form = LedgerFilter(request.GET, request.user, pot, seen_entries(request, pot))
    found = form.found().order_by("pk")
    count = found.count()
    if count <= MOST_AT_ONCE:
        rows = [Heads(spreadsheets.LEDGER), *spreadsheets.ledger(found, pooling.shares_of([pot]))]
        return excel_response(f"{pot.slug}-ledger", "Ledger", rows, widths=spreadsheets.LEDGER_WIDTHS)
    if request.method == "POST" and request.user.is_authenticated:
        run = runs.ask(
            write_ledger,
            title=f"Ledger of {pot}",
            by=request.user,
            arguments={"pot": pot.pk, "user": request.user.pk, "asked": request.GET.urlencode()},
            leads_to=f"{pot.get_absolute_url()}ledger/",
        )
        return redirect(run)
    return _long_ledger(request, pot, count)


@login_not_required
@require_safe
def grid_csv(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The grid of a year as a CSV file: the template that officers fill in."""
    return _csv(_grid_at(request, slug, year))


@login_not_required
@require_safe
def grid_excel(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The grid of a year as a workbook: the template that officers fill in."""
    return _excel(_grid_at(request, slug, year))


@login_not_required
@require_safe
def outturn_csv(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """What a round comes to as a CSV file: the template of its returns too."""
    return _csv(_outturn_at(request, slug, pk))


@login_not_required
@require_safe
def outturn_excel(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """What a round comes to as a workbook: the template of its returns too."""
    return _excel(_outturn_at(request, slug, pk))


def _outturn_at(request: HttpRequest, slug: str, pk: int) -> YearTable:
    pot = pot_at(request, slug)
    rounds = Round.objects.visible_to(request.user).of_pot(pot).with_pot()
    return table_of(get_object_or_404(rounds, pk=pk), request.user)


def _grid_at(request: HttpRequest, slug: str, year: int) -> YearTable:
    grid = profile_table_of(pot_at(request, slug), year)
    if not grid.periods:
        raise Http404
    return grid


def _csv(table: YearTable) -> HttpResponseBase:
    first, *rows = table.table()
    return csv_response(_name(table), [str(cell) for cell in first], rows)


def _excel(table: YearTable) -> HttpResponseBase:
    rows: list[Any] = [Heads(row) if row == table.heads else row for row in table.table()]
    widths = [36, 28, *([18] * (len(table.periods) + 1)), 44]
    return excel_response(_name(table), table.SHEET, rows, widths=widths)


def _name(table: YearTable) -> str:
    return f"{table.pot.slug}-{table.SHEET.lower()}-{table.year}"


def _long_ledger(request: HttpRequest, pot: Pot, count: int) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    trail = [
        ("Funding", "/funding/"),
        (pot.name, pot.get_absolute_url()),
        ("Ledger", f"{pot.get_absolute_url()}ledger/"),
    ]
    context = {"pot": pot, "count": count, "query": query, "trail": trail}
    return TemplateResponse(request, "funding/long_ledger.html", context)
