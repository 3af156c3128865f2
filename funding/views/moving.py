"""Moving money, recording what was spent, taking movements back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.templatetags.house import pounds
from funding import operations
from funding.forms import ActualForm, GroundForm, MoveForm, RollForwardForm
from funding.models import LedgerEntry, Period
from funding.rolled import rolled, year_to_keep
from funding.views.keeping import page, pot_kept_by
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def move_money(request: HttpRequest, slug: str) -> HttpResponse:
    """One movement, on the word of a decision."""
    pot = pot_kept_by(request, slug)
    form = MoveForm(posted(request), pot=pot, cancel_address=pot.get_absolute_url())
    if entry := form.carry_out(_move, by=request.user):
        return done(request, f"{entry.get_kind_display()}: {pounds(entry.amount)} moved.", pot)
    words = "Where the money comes from and goes to decides what kind of movement it is."
    return page(request, pot, form, "Move money", words=words)


@require_http_methods(["GET", "POST"])
def roll_forward(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the profile of one year for the next, in one step."""
    pot = pot_kept_by(request, slug)
    asked = request.POST.get("year") or request.GET.get("year") or ""
    year = year_to_keep(pot, asked)
    form = RollForwardForm(
        posted(request), pot=pot, initial={"year": year}, cancel_address=pot.get_absolute_url()
    )
    if entries := form.carry_out(operations.roll_forward, pot, by=request.user):
        kept = pounds(sum(entry.amount for entry in entries))
        return done(request, f"The profile is kept: {kept} is planned for the next year.", pot)
    context = {
        "pot": pot,
        "form": form,
        "rolled": rolled(pot, year) if year else None,
        "years": sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True))),
        "trail": [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/roll_forward.html", context)


@require_http_methods(["GET", "POST"])
def record_actual(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what was spent under a plan."""
    pot = pot_kept_by(request, slug)
    form = ActualForm(posted(request), pot=pot, cancel_address=pot.get_absolute_url())
    if actual := form.carry_out(_record, by=request.user):
        return done(request, f"{pounds(actual.amount)} is recorded.", pot)
    return page(request, pot, form, "Record what was spent")


@require_http_methods(["GET", "POST"])
def reverse_entry(request: HttpRequest, slug: str, entry: int) -> HttpResponse:
    """Take back a movement made in error."""
    pot = pot_kept_by(request, slug)
    found = get_object_or_404(LedgerEntry.objects.of_pot(pot).with_cells(), pk=entry)
    form = GroundForm(
        posted(request),
        pot=pot,
        initial={"authority": found.authority_id},
        cancel_address=pot.get_absolute_url(),
    )
    form.submit_label, form.is_warning = "Take the movement back", True
    if form.carry_out(operations.reverse, found, by=request.user):
        return done(request, f"Movement {found.pk} is taken back.", pot)
    way = f"from {found.source} to {found.destination}"
    words = f"Movement {found.pk} moved {pounds(found.amount)} {way}. Both stay in the ledger."
    return page(request, pot, form, "Take a movement back", words=words)


def _move(*, source, **answers) -> LedgerEntry:
    return operations.move_between(source, **answers)


def _record(*, cell, **answers):
    return operations.record_actual(cell, **answers)
