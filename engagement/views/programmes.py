"""Programmes as everyone reads them, and as their officers run them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.refusals import require
from engagement import operations
from engagement.forms.programmes import AttendanceForm, BeginProgrammeForm, DayForm, ProgrammeForm
from engagement.models import Place, Programme, ProgrammeDay
from engagement.models.programmes import Sector
from engagement.permissions import can_apply_for_place, can_run_programme, is_officer
from meetings.forms.answers import ConfirmForm
from meetings.models import AgendaItem
from meetings.views.steps import Trail, done, posted

HOME: Trail = [("Programmes", "/programmes/")]


@login_not_required
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """What is offered, and how many places are left."""
    page = page_of(Programme.objects.visible_to(request.user).with_room(), request, per_page=20)
    context = {
        "page": page,
        "rooms": [(programme, room_of(programme)) for programme in page],
        "mine": Place.objects.of_login(request.user).still_running().select_related("programme")[:20],
        "can_begin": is_officer(request.user),
        "trail": [],
    }
    return TemplateResponse(request, "engagement/programmes.html", context)


@login_not_required
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: what, for whom, how many places are left, how to apply."""
    programme = programme_at(request, slug)
    days = list(programme.days.all())
    context = {
        "programme": programme,
        "rooms": room_of(programme),
        "days": days,
        "dates_known": any(day.held_on or day.about for day in days),
        "mine": Place.objects.of_login(request.user).filter(programme=programme).still_running().first(),
        "can_apply_for_place": can_apply_for_place(request.user, programme),
        "can_run_programme": can_run_programme(request.user, programme),
        "item": AgendaItem.objects.visible_to(request.user)
        .filter(pk=programme.item_id)
        .select_related("meeting__group")
        .first()
        if programme.item_id
        else None,
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/programme.html", context)


@require_http_methods(["GET", "POST"])
def begin_programme(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    require(is_officer, request.user)
    form = BeginProgrammeForm(posted(request), user=request.user, cancel_address="/programmes/")
    if programme := form.carry_out(operations.begin_programme, by=request.user):
        return done(request, "It is begun. Say now what it is, and for whom.", f"{_at(programme)}edit/")
    return _page(request, None, form, "Begin a programme")


@require_http_methods(["GET", "POST"])
def edit_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what it is, for whom, how many places there are, and how bursaries are awarded."""
    programme = run_by(request, slug)
    form = ProgrammeForm(
        posted(request), programme=programme, user=request.user, cancel_address=_at(programme)
    )
    if form.carry_out(operations.edit_programme, programme, by=request.user):
        return done(request, "Saved.", programme)
    return _page(request, programme, form, "What is said of it")


@require_http_methods(["GET", "POST"])
def publish_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everyone read it and apply."""
    programme = run_by(request, slug)
    form = ConfirmForm(posted(request), submit_label="Publish it", cancel_address=_at(programme))
    if form.carry_out(operations.publish_programme, programme, by=request.user):
        return done(request, "Everyone can read it and apply now.", programme)
    return _page(
        request, programme, form, "Publish the programme", "Everyone will be able to read it and apply."
    )


@require_http_methods(["GET", "POST"])
def begin_offering(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the places in the order of applications."""
    programme = run_by(request, slug)
    form = ConfirmForm(
        posted(request), submit_label="Offer the places", cancel_address=f"{_at(programme)}places/"
    )
    if form.carry_out(operations.begin_offering, programme, by=request.user):
        return done(
            request, "The places are offered, and those concerned are told.", f"{_at(programme)}places/"
        )
    words = (
        "Each sector’s places are offered in the order in which people applied. From then on a place that becomes "
        "free is offered at once to whoever waits longest in its sector."
    )
    return _page(request, programme, form, "Offer the places", words)


@require_safe
def programme_places(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has applied, been offered a place, taken it; who waits, in which order."""
    programme = run_by(request, slug)
    rows = programme.places.with_all()
    page = page_of(rows.order_by("sector", "number"), request, per_page=100)
    awarded = programme.awarded()
    context = {
        "programme": programme,
        "rooms": room_of(programme),
        "page": page,
        "awarded": awarded,
        "left": programme.bursary_fund - awarded,
        "bursaries": rows.filter(bursary__state="asked")[:100],
        "trail": trail_to_programme(programme),
    }
    return TemplateResponse(request, "engagement/programme_places.html", context)


@require_http_methods(["GET", "POST"])
def add_programme_day(request: HttpRequest, slug: str) -> HttpResponse:
    """One more day."""
    programme = run_by(request, slug)
    form = DayForm(posted(request), cancel_address=_at(programme))
    if form.carry_out(operations.add_day, programme, by=request.user):
        return done(request, "The day is added.", programme)
    return _page(request, programme, form, "Add a day")


@require_http_methods(["GET", "POST"])
def edit_programme_day(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """When a day is, and what it is about."""
    programme, day = _day(request, slug, number)
    initial = {"held_on": day.held_on, "about": day.about}
    form = DayForm(posted(request), initial=initial, cancel_address=_at(programme))
    if form.carry_out(operations.edit_day, day, by=request.user):
        return done(request, "Saved.", programme)
    return _page(request, programme, form, str(day))


@require_http_methods(["GET", "POST"])
def enter_attendance(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Who came on a day."""
    programme, day = _day(request, slug, number)
    form = AttendanceForm(posted(request), day=day, cancel_address=_at(programme))
    came = form.carry_out(operations.enter_attendance, day, by=request.user)
    if came is not None:
        return done(request, f"It is saved: {came} came on {str(day).lower()}.", programme)
    return _page(request, programme, form, f"Who came on {str(day).lower()}")


def programme_at(request: HttpRequest, slug: str) -> Programme:
    """The programme at an address, if the reader may see it."""
    return get_object_or_404(Programme.objects.visible_to(request.user).with_room(), slug=slug)


def run_by(request: HttpRequest, slug: str) -> Programme:
    """The programme at an address, for the officers of the group that runs it."""
    programme = programme_at(request, slug)
    require(can_run_programme, request.user, programme)
    return programme


def trail_to_programme(programme: Programme) -> Trail:
    return [*HOME, (programme.title, programme.get_absolute_url())]


def room_of(programme: Programme) -> list[dict[str, Any]]:
    """How many places of each sector there are and are left, the sectors without any left out."""
    rooms = []
    for sector in Sector:
        places = programme.room_for(sector)
        if places:
            left = places - getattr(programme, f"{sector.value}_promised")
            rooms.append({"sector": sector.label.lower(), "places": places, "left": left})
    return rooms


def _day(request: HttpRequest, slug: str, number: int) -> tuple[Programme, ProgrammeDay]:
    programme = run_by(request, slug)
    day = get_object_or_404(programme.days.select_related("programme"), number=number)
    return programme, day


def _at(programme: Programme) -> str:
    return programme.get_absolute_url()


def _page(
    request: HttpRequest, programme: Programme | None, form: Any, heading: str, words: str = ""
) -> HttpResponse:
    context = {
        "consultation": programme,
        "form": form,
        "heading": heading,
        "words": words,
        "trail": trail_to_programme(programme) if programme else HOME,
    }
    return TemplateResponse(request, "engagement/consultation_form.html", context)
