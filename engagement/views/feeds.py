"""Consultations in a feed reader and in a calendar: what everyone may see, in the words of their pages."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from core.templatetags.house import british_date, british_time
from engagement.models import Consultation

MOST = 50


class _Consultations(Feed):
    """The latest consultations; an entry changes when it is launched and when it is concluded."""

    feed_type = Atom1Feed
    title = f"Consultations: {settings.SITE_NAME}"
    subtitle = "What people are asked, until when, and what came of it"

    def link(self) -> str:
        return reverse("engagement:consultations")

    def feed_url(self) -> str:
        return reverse("engagement:consultations_feed")

    def items(self) -> list[Consultation]:
        return list(_public().order_by("-launched_at", "pk").with_bodies()[:MOST])

    def item_title(self, item: Consultation) -> str:
        return f"{item.title} ({item.status.label})"

    def item_description(self, item: Consultation) -> str:
        return f"{_when(item)} {item.summary}"

    def item_pubdate(self, item: Consultation) -> datetime | None:
        return item.launched_at

    def item_updateddate(self, item: Consultation) -> datetime | None:
        return item.concluded_at or item.launched_at


@login_not_required
@require_safe
def consultations_feed(request: HttpRequest) -> HttpResponse:
    """What is asked, for those who read feeds."""
    return _Consultations()(request)


@login_not_required
@require_safe
def consultations_calendar(request: HttpRequest) -> HttpResponse:
    """From when until when each is open, for calendars. What was called off says so."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Consultations//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Consultations: {settings.SITE_NAME}")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    for each in _public().newest_first()[:500]:
        calendar.add_component(_event(each, host))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="consultations.ics"'
    return response


def _event(consultation: Consultation, host: str) -> Event:
    event = Event()
    event.add("uid", f"consultation-{consultation.pk}@{host}")
    event.add("summary", f"Consultation: {consultation.title}")
    # An end in a calendar is the first day that does not belong to it.
    event.add("dtstart", consultation.opens_on)
    event.add("dtend", consultation.closes_on + timedelta(days=1))
    event.add("dtstamp", consultation.launched_at or datetime.combine(consultation.opens_on, time(0)))
    event.add("description", f"{_when(consultation)} {consultation.summary}")
    event.add("url", f"{settings.SITE_URL}{consultation.get_absolute_url()}")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if consultation.stage == Consultation.Stage.WITHDRAWN else "CONFIRMED")
    event.add("last-modified", consultation.concluded_at or consultation.launched_at or timezone.now())
    return event


def _public():
    return Consultation.objects.visible_to(AnonymousUser()).launched_ever()


def _when(consultation: Consultation) -> str:
    closes = f"{british_date(consultation.closes_on)}, {british_time(consultation.closes_at)}"
    return f"Open from {british_date(consultation.opens_on)} to {closes}."
