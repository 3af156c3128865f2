"""Calendars as files (iCalendar, RFC 5545): what calendar programs subscribe to, and what goes with a mail.

Made only of what is in the record, so that the same record gives the same bytes: a program that asks again and again is
answered that nothing has changed.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from core.unchanged import unless_unchanged
from core.words import writable

# How often a program should ask again; many take no notice.
ASK_AGAIN_AFTER = timedelta(hours=1)
LONDON = "Europe/London"


@dataclass(frozen=True)
class Happening:
    """One thing in a calendar. Ends are exclusive; a day in place of a moment is the whole day."""

    # A UUID, or a name within the portal such as "action-12".
    uid: str
    title: str
    starts: date | datetime
    # When what stands here was last changed.
    changed_at: datetime
    ends: date | datetime | None = None
    description: str = ""
    place: str = ""
    # Its page, as an address within the site.
    address: str = ""
    status: str = "CONFIRMED"
    # Counts the changes that somebody with it in their own calendar must hear of.
    sequence: int = 0
    takes_time: bool = False
    # What only a letter to one person says: organiser and attendee, each with its parameters.
    parties: dict[str, Any] = field(default_factory=dict)


def calendar_response(
    request: HttpRequest, name: str, happenings: Sequence[Happening], *, file: str, address: str = ""
) -> HttpResponse:
    """A calendar as the answer to a request; without its text where the reader has it already."""

    def make() -> HttpResponse:
        content = calendar(name, happenings, address=address)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{file}.ics") or ""
        return response

    return unless_unchanged(request, (name, address, happenings), make)


def of_the_site(name: str) -> str:
    """What a calendar or a feed is called among those that somebody has from elsewhere."""
    return f"{name}: {settings.SITE_NAME}"


def calendar(name: str, happenings: Iterable[Happening], *, address: str = "") -> bytes:
    """A calendar to subscribe to or to keep, from what happens; `address` is the page it belongs to."""
    made = _empty()
    for key in ("name", "x-wr-calname"):
        # The library takes these for words that need no care.
        made.add(key, vText(writable(name)))
    if address:
        made.add("url", f"{settings.SITE_URL}{address}")
    made.add("x-wr-timezone", LONDON)
    made.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    return _filled(made, happenings)


def message(method: str, happening: Happening) -> bytes:
    """What a mail carries to somebody's own calendar (iTIP, RFC 5546): REQUEST puts it there, CANCEL takes it out."""
    made = _empty()
    made.add("method", method)
    return _filled(made, [happening])


def _empty() -> Calendar:
    made = Calendar()
    made.add("prodid", f"-//{settings.SITE_NAME}//Portal//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    return made


def _filled(made: Calendar, happenings: Iterable[Happening]) -> bytes:
    all_of_them = list(happenings)
    if any(isinstance(each.starts, datetime) for each in all_of_them):
        made.add_component(_london())
    for each in all_of_them:
        made.add_component(_event(each))
    return bytes(made.to_ical())


def _event(happening: Happening) -> Event:
    event = Event()
    event.add("uid", _everywhere(happening.uid))
    event.add("dtstamp", happening.changed_at)
    event.add("last-modified", happening.changed_at)
    event.add("sequence", happening.sequence)
    event.add("dtstart", _local(happening.starts))
    if happening.ends is not None:
        event.add("dtend", _local(happening.ends))
    event.add("summary", writable(happening.title))
    if happening.place:
        event.add("location", writable(happening.place))
    if happening.address:
        event.add("url", f"{settings.SITE_URL}{happening.address}")
    where = f"{settings.SITE_URL}{happening.address}" if happening.address else ""
    if happening.description or where:
        # Many programs show no address but the one in the description.
        event.add("description", writable("\n\n".join(filter(None, [happening.description, where]))))
    event.add("status", happening.status)
    event.add("transp", "OPAQUE" if happening.takes_time else "TRANSPARENT")
    for name, (value, parameters) in happening.parties.items():
        event.add(name, value, parameters=parameters)
    return event


def _everywhere(uid: str) -> str:
    """A name that no other calendar has: a UUID as it is, a name of ours with our host."""
    try:
        return str(uuid.UUID(uid))
    except ValueError:
        return f"{uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _local(moment: date | datetime) -> date | datetime:
    return moment.astimezone(ZoneInfo(LONDON)) if isinstance(moment, datetime) else moment


def _london() -> Timezone:
    """The clock of the partnership since 1996, by its rule.

    Calendar programs know it by its name; one that does not reads here. What the library would write is a list of every
    change until 2038, with the spring change an hour late.
    """
    zone = Timezone()
    zone.add("tzid", LONDON)
    summer, winter = timedelta(hours=1), timedelta(0)
    for part, name, begins, was, is_now, month in (
        (TimezoneDaylight(), "BST", datetime(1996, 3, 31, 1), winter, summer, 3),
        (TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), summer, winter, 10),
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("tzoffsetfrom", was)
        part.add("tzoffsetto", is_now)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone
