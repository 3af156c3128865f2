"""Setting up a pot: its particulars, its streams and years, and what decisions allow."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from funding import operations
from funding.forms import AuthoriseForm, PotForm, StreamForm
from funding.forms_of_years import OpenYearForm
from funding.models import Authority, Pot
from funding.permissions import can_authorise, can_edit_pot, is_officer
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import Trail, done, posted


@require_http_methods(["GET", "POST"])
def add_pot(request: HttpRequest) -> HttpResponse:
    """Set up a pot for a group that one supports."""
    require(is_officer, request.user)
    form = PotForm(posted(request), user=request.user, cancel_address="/funding/")
    if pot := form.carry_out(operations.make_pot, by=request.user):
        return done(request, f"{pot} is set up. Give it its streams, then open its first year.", pot)
    context = {"form": form, "heading": "Add a pot", "trail": [("Funding", "/funding/")]}
    return TemplateResponse(request, "funding/form.html", context)


@require_http_methods(["GET", "POST"])
def edit_pot(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is said of a pot."""
    pot = pot_kept_by(request, slug)
    form = PotForm(posted(request), user=request.user, pot=pot, cancel_address=pot.get_absolute_url())
    if form.carry_out(operations.edit_pot, pot, by=request.user):
        return done(request, "The pot is saved.", pot)
    return page(request, pot, form, "Edit the pot")


@require_http_methods(["GET", "POST"])
def publish_pot(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the pot and its ledger to everyone who may read its group's record."""
    pot = pot_kept_by(request, slug)
    form = ConfirmForm(posted(request), submit_label="Publish the pot", cancel_address=pot.get_absolute_url())
    if form.carry_out(operations.publish_pot, pot, by=request.user):
        return done(request, "The pot is published.", pot)
    words = "Everyone who may read the record of its group will see the pot and every movement in it."
    return page(request, pot, form, "Publish the pot", words=words)


@require_http_methods(["GET", "POST"])
def add_stream(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a pot another stream."""
    pot = pot_kept_by(request, slug)
    form = StreamForm(posted(request), cancel_address=pot.get_absolute_url())
    if stream := form.carry_out(operations.add_stream, pot, by=request.user):
        return done(request, f"The stream {stream} is added.", pot)
    return page(request, pot, form, "Add a stream")


@require_http_methods(["GET", "POST"])
def open_year(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a pot the periods of another financial year."""
    pot = pot_kept_by(request, slug)
    form = OpenYearForm(posted(request), cancel_address=pot.get_absolute_url())
    if form.carry_out(operations.open_year, pot, by=request.user):
        return done(request, "The year is open: money can be awarded and planned for it.", pot)
    return page(request, pot, form, "Open a year")


@require_http_methods(["GET", "POST"])
def authorise(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a decision allows to be done with the pot."""
    pot = get_object_or_404(Pot.objects.visible_to(request.user).with_bodies(), slug=slug)
    require(can_authorise, request.user, pot)
    form = AuthoriseForm(posted(request), pot=pot, cancel_address=pot.get_absolute_url())
    if authority := form.carry_out(operations.authorise, pot, by=request.user):
        return done(request, f"{authority.decision} now allows money to move.", pot)
    allowed = Authority.objects.of_pot(pot).with_decisions().knowing_what_is_left()
    allowed = allowed.knowing_decisions(request.user)
    return page(request, pot, form, "Say what a decision allows", authorities=allowed)


def pot_kept_by(request: HttpRequest, slug: str) -> Pot:
    """The pot at an address, for the officers who keep its books."""
    pot = get_object_or_404(Pot.objects.visible_to(request.user).with_bodies(), slug=slug)
    require(can_edit_pot, request.user, pot)
    return pot


def page(request: HttpRequest, pot: Pot, form: Any, heading: str, **more: Any) -> HttpResponse:
    """A form about a pot."""
    trail: Trail = [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())]
    context = {"pot": pot, "form": form, "heading": heading, "trail": trail} | more
    return TemplateResponse(request, "funding/form.html", context)
