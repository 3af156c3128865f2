"""Programmes: made, published, their days, who came."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from core.templatetags.house import british_date
from engagement.models import DayAttendance, Place, Programme, ProgrammeDay
from engagement.operations.places import fill
from partnership.models import Group, User

# Parts of the list have these addresses.
RESERVED = {"begin"}


@transaction.atomic
def begin_programme(group: Group, *, title: str, by: User, **values: Any) -> Programme:
    """Begin a programme. Only the officers of its group see it until it is published."""
    slug = free_slug(Programme, title)
    if slug in RESERVED:
        slug = free_slug(Programme, f"{title} programme")
    programme = Programme(group=group, title=title, slug=slug, **values)
    history.add(programme, by=by, verb="begun")
    return programme


@transaction.atomic
def edit_programme(programme: Programme, *, by: User, **values: Any) -> Programme:
    """Change what is said of it, its places or its fund. More places go to those who wait."""
    programme = _locked(programme)
    _refuse_before_its_days(programme, values.get("erase_on"))
    history.edit(programme, by=by, **values)
    fill(programme, by=by)
    return programme


@transaction.atomic
def publish_programme(programme: Programme, *, by: User) -> Programme:
    """Let everyone read it and apply."""
    programme = _locked(programme)
    if programme.published_at:
        raise Refused("It is published already.")
    if not any((programme.public_places, programme.private_places, programme.voluntary_places)):
        raise Refused("Say how many places there are before everyone reads it.")
    if programme.erase_on is None:
        raise Refused(
            "Say on which day names and addresses of applicants are erased before everyone reads it."
        )

    history.edit(programme, by=by, verb="published", published_at=timezone.now(), published_by=by)
    return programme


@transaction.atomic
def begin_offering(programme: Programme, *, by: User) -> Programme:
    """Offer the places in the order of applications; from now on a free place goes to the next in line by itself."""
    programme = _locked(programme)
    if not programme.published_at:
        raise Refused("It is not published yet, so nobody has applied.")
    if programme.offers_began_at:
        raise Refused("Places are being offered already.")

    history.edit(programme, by=by, verb="offering begun", offers_began_at=timezone.now(), offers_began_by=by)
    fill(programme, by=by)
    return programme


@transaction.atomic
def add_day(programme: Programme, *, held_on: date | None = None, about: str = "", by: User) -> ProgrammeDay:
    """One more day of the programme; its date may come later."""
    programme = _locked(programme)
    day = ProgrammeDay(programme=programme, number=programme.days.count() + 1, held_on=held_on, about=about)
    history.add(day, by=by)
    return day


@transaction.atomic
def edit_day(day: ProgrammeDay, *, by: User, **values: Any) -> ProgrammeDay:
    """Say when it is, or what it is about."""
    day = ProgrammeDay.objects.select_for_update().get(pk=day.pk)
    if day.attendances.exists() and values.get("held_on", day.held_on) != day.held_on:
        raise Refused("Who came is entered already, so its date stays.")
    history.edit(day, by=by, **values)
    return day


@transaction.atomic
def enter_attendance(day: ProgrammeDay, *, came: Iterable[Place], by: User) -> int:
    """Say who came on a day; everybody else with a place did not. How many came."""
    day = ProgrammeDay.objects.select_for_update().get(pk=day.pk)
    if not day.has_come:
        raise Refused("The day has not come yet, or its date is not known.")

    present, now = {place.pk for place in came}, timezone.now()
    known = {each.place_id: each for each in day.attendances.all()}
    for place in day.programme.places.filter(state=Place.State.ACCEPTED):
        is_there, entry = place.pk in present, known.get(place.pk)
        if entry is None:
            history.add(DayAttendance(day=day, place=place, came=is_there, by=by, at=now), by=by)
        elif entry.came != is_there:
            history.edit(entry, by=by, came=is_there)
    return day.attendances.filter(came=True).count()


def _refuse_before_its_days(programme: Programme, erase_on: date | None) -> None:
    last = programme.days.aggregate(last=Max("held_on"))["last"]
    if erase_on and last and erase_on <= last and erase_on != programme.erase_on:
        raise Refused(f"Names and addresses are needed until its last day, {british_date(last)}.")


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)
