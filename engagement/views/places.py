"""A place on a programme, for whoever applied and for the officers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from core.templatetags.house import british_date
from engagement import operations
from engagement.forms.programmes import (
    ApplyForm,
    BursaryForm,
    DecideBursaryForm,
    EnterApplicationForm,
    GiveUpForm,
)
from engagement.models import Bursary, Place, Programme
from engagement.permissions import can_apply_for_place, can_decide_bursary
from engagement.views.programmes import programme_at, run_by, trail_to_programme
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import done, posted
from partnership.models import User


@require_http_methods(["GET", "POST"])
def apply_for_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a place."""
    programme = programme_at(request, slug)
    require(can_apply_for_place, request.user, programme)
    form = ApplyForm(
        posted(request), initial=_known(request.user), cancel_address=programme.get_absolute_url()
    )
    if place := form.carry_out(operations.apply_for_place, programme, by=request.user):
        return done(request, "Your application has arrived.", place)
    return _page(request, programme, form, "Apply for a place", _promise(programme))


@require_http_methods(["GET", "POST"])
def enter_application(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down the application of somebody who does not sign in."""
    programme = run_by(request, slug)
    form = EnterApplicationForm(posted(request), cancel_address=f"{programme.get_absolute_url()}places/")
    if place := form.carry_out(operations.enter_application, programme, by=request.user):
        return done(request, "The application is written down.", place)
    return _page(request, programme, form, "Write down an application", _promise(programme))


@require_safe
def place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where an application stands, and what comes next."""
    place = place_at(request, slug, pk)
    bursary = Bursary.objects.filter(place=place).select_related("decided_by").first()
    ahead = place.programme.places.waiting().in_sector(place.sector).filter(number__lt=place.number)
    context = {
        "place": place,
        "programme": place.programme,
        "is_mine": place.login_id == request.user.pk,
        "ahead": ahead.count() if place.state == Place.State.APPLIED else 0,
        "bursary": bursary,
        "days": place.attendances.select_related("day"),
        "wrote_it_down": bursary is not None
        and place.login_id != request.user.pk
        and request.user.pk in (place.entered_by_id, bursary.asked_by_id),
        "can_decide_bursary": bool(bursary) and can_decide_bursary(request.user, bursary),
        "trail": trail_to_programme(place.programme),
    }
    return TemplateResponse(request, "engagement/place.html", context)


@require_http_methods(["GET", "POST"])
def accept_place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the place that is offered."""
    place = place_at(request, slug, pk)
    form = ConfirmForm(
        posted(request), submit_label="Accept the place", cancel_address=place.get_absolute_url()
    )
    if form.carry_out(operations.accept_place, place, by=request.user):
        return done(request, "The place is accepted.", place)
    return _page(request, place.programme, form, "Accept the place")


@require_http_methods(["GET", "POST"])
def decline_place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say no to the place that is offered."""
    place = place_at(request, slug, pk)
    form = GiveUpForm(
        posted(request), submit_label="Decline the place", cancel_address=place.get_absolute_url()
    )
    if form.carry_out(operations.decline_place, place, by=request.user):
        return done(request, "The place is declined. It goes to the next in line.", place)
    words = "The place goes to the next in line at once. This cannot be taken back."
    return _page(request, place.programme, form, "Decline the place", words)


@require_http_methods(["GET", "POST"])
def withdraw_place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an application back, or give up a place."""
    place = place_at(request, slug, pk)
    form = GiveUpForm(posted(request), submit_label="Withdraw", cancel_address=place.get_absolute_url())
    if form.carry_out(operations.withdraw_place, place, by=request.user):
        return done(request, "It is withdrawn.", place)
    words = "A place that was promised goes to the next in line. This cannot be taken back."
    return _page(request, place.programme, form, "Withdraw", words)


@require_http_methods(["GET", "POST"])
def ask_for_bursary(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for money towards a place."""
    place = place_at(request, slug, pk)
    form = BursaryForm(posted(request), cancel_address=place.get_absolute_url())
    if form.carry_out(operations.ask_for_bursary, place, by=request.user):
        return done(request, "The bursary is asked for. Somebody else decides on it.", place)
    return _page(request, place.programme, form, "Ask for a bursary", place.programme.bursary_criteria)


@require_http_methods(["GET", "POST"])
def decide_bursary(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Award a bursary, or refuse it."""
    place = place_at(request, slug, pk)
    bursary = get_object_or_404(Bursary.objects.select_related("place__programme__group"), place=place)
    require(can_decide_bursary, request.user, bursary)
    form = DecideBursaryForm(
        posted(request), initial={"awarded": bursary.asked}, cancel_address=place.get_absolute_url()
    )
    if form.carry_out(_decide, bursary=bursary, by=request.user):
        return done(request, "The decision is recorded, and whoever asked is told.", place)
    return _page(request, place.programme, form, "Decide on a bursary", place.programme.bursary_criteria)


def place_at(request: HttpRequest, slug: str, pk: int) -> Place:
    """The place at an address: one's own, or one that one's group runs."""
    rows = Place.objects.visible_to(request.user).select_related("programme__group", "organisation", "login")
    return get_object_or_404(rows, programme__slug=slug, pk=pk)


def _decide(*, bursary: Bursary, outcome: str, awarded: Any, criteria_met: str, by: User) -> Bursary:
    if outcome == "award":
        return operations.award_bursary(bursary, awarded=awarded, criteria_met=criteria_met, by=by)
    return operations.refuse_bursary(bursary, criteria_met=criteria_met, by=by)


def _promise(programme: Programme) -> str:
    """What happens with what is told, before anybody tells it."""
    if programme.erase_on is None:
        return ""
    return (
        f"Officers of the {programme.group} read it. Names, addresses and reasons are erased on "
        f"{british_date(programme.erase_on)}."
    )


def _known(user: User) -> dict[str, Any]:
    """What the record knows of whoever applies."""
    person = getattr(user, "person", None)
    if person is None:
        return {"name": user.display_name}
    body = person.organisation
    return {"name": person.name, "organisation": body, "sector": body.sector if body else None}


def _page(
    request: HttpRequest, programme: Programme, form: Any, heading: str, words: str = ""
) -> HttpResponse:
    context = {
        "consultation": programme,
        "form": form,
        "heading": heading,
        "words": words,
        "trail": trail_to_programme(programme),
    }
    return TemplateResponse(request, "engagement/consultation_form.html", context)
