"""Consultations in a feed reader and in a calendar: what everyone may see, in the words of their pages."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.calendars import Happening, calendar_response, of_the_site
from core.feeds import MOST, Entry, feed_response, paragraph
from core.templatetags.house import british_date, british_time
from engagement.models import Consultation

MOST_IN_CALENDAR = 500


@login_not_required
@require_safe
def consultations_feed(request: HttpRequest) -> HttpResponse:
    """What is asked, for those who read feeds; an entry changes when it is concluded."""
    found = _public().order_by("-launched_at", "pk").with_bodies()[:MOST]
    return feed_response(
        request,
        of_the_site("Consultations"),
        [_entry(each) for each in found],
        page=reverse("engagement:consultations"),
        subtitle="What people are asked, until when, and what came of it",
    )


@login_not_required
@require_safe
def consultations_calendar(request: HttpRequest) -> HttpResponse:
    """From when until when each is open, for calendars. What was called off says so."""
    happenings = [open_in_calendar(each) for each in _public().newest_first()[:MOST_IN_CALENDAR]]
    page = reverse("engagement:consultations")
    return calendar_response(
        request, of_the_site("Consultations"), happenings, file="consultations", address=page
    )


def open_in_calendar(consultation: Consultation) -> Happening:
    """The days on which a consultation is open."""
    off = consultation.stage == Consultation.Stage.WITHDRAWN
    return Happening(
        uid=f"consultation-{consultation.pk}",
        title=f"{'Called off: ' if off else ''}Consultation: {consultation.title}",
        starts=consultation.opens_on,
        # An end in a calendar is the first day that does not belong to it.
        ends=consultation.closes_on + timedelta(days=1),
        changed_at=_changed_at(consultation),
        description=f"{_when(consultation)} {consultation.summary}",
        address=consultation.get_absolute_url(),
        status="CANCELLED" if off else "CONFIRMED",
    )


def _entry(consultation: Consultation) -> Entry:
    return Entry(
        key=f"consultation/{consultation.slug}",
        title=f"{consultation.title} ({consultation.status.label})",
        address=consultation.get_absolute_url(),
        published_at=consultation.launched_at or _changed_at(consultation),
        updated_at=consultation.concluded_at,
        text=paragraph(f"{_when(consultation)} {consultation.summary}"),
        category="Consultation",
    )


def _changed_at(consultation: Consultation) -> datetime:
    return (
        consultation.concluded_at
        or consultation.launched_at
        or timezone.make_aware(datetime.combine(consultation.opens_on, datetime.min.time()))
    )


def _public() -> QuerySet[Consultation]:
    return Consultation.objects.visible_to(AnonymousUser()).launched_ever()


def _when(consultation: Consultation) -> str:
    closes = f"{british_date(consultation.closes_on)}, {british_time(consultation.closes_at)}"
    return f"Open from {british_date(consultation.opens_on)} to {closes}."
