"""Tables of figures: handed in, read, shown with their mistakes or with what they would change, and taken over."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import page_of
from core.private_files import file_response
from core.refusals import require
from funding import operations
from funding.importing import allocations, grids, ledgers, returns
from funding.importing.forms import ImportFileForm, LoadAllocationsForm, LoadGridForm, LoadReturnsForm
from funding.models import ImportedFile, Pot, Round
from funding.operations.importing import digest_of
from funding.permissions import can_import_file, can_load_allocations, can_load_grid, can_load_returns
from funding.views.keeping import page
from meetings.views.steps import Trail, done, posted

PER_PAGE = 20
Kind = ImportedFile.Kind


@require_safe
def imported_files(request: HttpRequest, slug: str) -> HttpResponse:
    """What was handed in for a pot, the latest first, and what came of each."""
    pot = pot_with_files(request, slug)
    files = ImportedFile.objects.visible_to(request.user).of_pot(pot).with_what_came_of_it().newest_first()
    context = {
        "pot": pot,
        "page": page_of(files, request, per_page=PER_PAGE),
        "rounds": Round.objects.of_pot(pot).latest_first(),
        "years": sorted(set(pot.periods.values_list("year", flat=True)), reverse=True),
        "trail": _trail(pot)[:2],
    }
    return TemplateResponse(request, "funding/imported_files.html", context)


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a table of figures."""
    pot = pot_with_files(request, slug)
    asked = {
        "kind": request.GET.get("kind") or Kind.GRID,
        "year": request.GET.get("year"),
        "round_": request.GET.get("round"),
    }
    form = ImportFileForm(
        posted(request), request.FILES or None, pot=pot, initial=asked, cancel_address=_address(pot)
    )
    if imported := form.carry_out(operations.import_file, pot, by=request.user):
        return redirect(imported)
    words = (
        "Nothing is changed by handing a file in: you see first what is wrong with it, or what would change."
    )
    return page(request, pot, form, "Hand in a table of figures", words=words, trail=_trail(pot))


@require_http_methods(["GET", "POST"])
def imported_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far the reading is, then every mistake, or what would change with the button, or what came of it."""
    imported = file_at(request, slug, pk)
    reading = imported.latest_reading() if imported.run.is_done else None
    context: dict[str, Any] = {"reading": reading, "form": None}
    if reading and reading.is_good and not hasattr(imported, "loading"):
        context |= SHOWN[Kind(imported.kind)](request, imported, reading)
        form = context.get("form")
        if form and (loading := form.carry_out(context.pop("operation"), imported, by=request.user)):
            return done(request, f"{loading.what_it_did}.", imported)
        if form:
            form.show_anew()
    context |= {"imported": imported, "pot": imported.pot, "run": imported.run, "trail": _trail(imported.pot)}
    return TemplateResponse(request, "funding/imported_file.html", context)


@require_POST
def read_file_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hold a file against the record once more, after one or the other was put right."""
    imported = file_at(request, slug, pk)
    if not hasattr(imported, "loading"):
        operations.read_file_again(imported, by=request.user)
    return redirect(imported)


@require_safe
def imported_file_itself(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """The file as it was handed in."""
    imported = file_at(request, slug, pk)
    return file_response(imported.file, name=imported.file_name, media_type=imported.media_type, saved=True)


def pot_with_files(request: HttpRequest, slug: str) -> Pot:
    """The pot at an address, for those who hand in figures for it."""
    pot = get_object_or_404(Pot.objects.visible_to(request.user).with_bodies(), slug=slug)
    require(can_import_file, request.user, pot)
    return pot


def file_at(request: HttpRequest, slug: str, pk: int) -> ImportedFile:
    """The file at an address, if the officer may see it."""
    pot = pot_with_files(request, slug)
    files = ImportedFile.objects.visible_to(request.user).of_pot(pot).with_what_came_of_it()
    return get_object_or_404(files, pk=pk)


def _allocations(request: HttpRequest, imported: ImportedFile, reading: Any) -> dict[str, Any]:
    """What the funder's table would change, and the question on whose word."""
    rows = allocations.planned(imported.pot, reading.found)
    form = LoadAllocationsForm(
        posted(request),
        pot=imported.pot,
        initial={"reading": reading.pk, "shown": digest_of(rows)},
        cancel_address=_address(imported.pot),
    )
    require(can_load_allocations, request.user, imported.pot)
    return {
        "form": form if any(row.change for row in rows) else None,
        "operation": operations.load_allocations,
        "rows": rows,
        "would": allocations.sentence_of(rows, reading.found["year"]),
        "totals": allocations.totals_of(rows),
    }


def _grid(request: HttpRequest, imported: ImportedFile, reading: Any) -> dict[str, Any]:
    """What the grid wants otherwise, and the question what the proposal is about."""
    wishes = grids.wishes(imported.pot, imported.year or 0, reading.found)
    form = LoadGridForm(
        posted(request),
        initial={"reading": reading.pk, "shown": digest_of(wishes)},
        cancel_address=_address(imported.pot),
    )
    require(can_load_grid, request.user, imported.pot)
    return {
        "form": form if wishes else None,
        "operation": operations.load_grid,
        "wishes": wishes,
        "would": grids.sentence_of(wishes),
    }


def _returns(request: HttpRequest, imported: ImportedFile, reading: Any) -> dict[str, Any]:
    """What the returns of a round would say otherwise."""
    assert imported.round is not None
    asked = returns.rewritten(imported.round, reading.found, request.user)
    form = LoadReturnsForm(
        posted(request),
        initial={"reading": reading.pk, "shown": digest_of(asked)},
        cancel_address=_address(imported.pot),
    )
    require(can_load_returns, request.user, imported.pot)
    return {
        "form": form if asked else None,
        "operation": operations.load_returns,
        "returns": asked,
        "would": returns.sentence_of(asked),
    }


def _ledger(request: HttpRequest, imported: ImportedFile, reading: Any) -> dict[str, Any]:
    return {"would": ledgers.sentence_of(reading.found)}


SHOWN = {Kind.ALLOCATIONS: _allocations, Kind.GRID: _grid, Kind.RETURNS: _returns, Kind.LEDGER: _ledger}


def _address(pot: Pot) -> str:
    return f"{pot.get_absolute_url()}imports/"


def _trail(pot: Pot) -> Trail:
    return [
        ("Funding", "/funding/"),
        (pot.name, pot.get_absolute_url()),
        ("Tables handed in", _address(pot)),
    ]
