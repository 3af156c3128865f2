"""Calendars and feeds as programs read them: three readers that know nothing of each other, each strict in its way."""

from email.message import Message
from typing import Any

import feedparser
import vobject
from django.core.mail import EmailMessage
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar


def read_calendar(content: bytes) -> Calendar:
    """A calendar that all three take: its grammar, what it must have and may have once, and what its values are."""
    text = content.decode()
    assert "\r\n" in text
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "lines are folded"
    vobject.readOne(text).validate(raiseException=True)
    checked = IcsCalendarStream.calendar_from_ics(text)
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    events = calendar.walk("VEVENT")
    assert not [error for event in events for error in event.errors]
    assert len(checked.events) == len(events)
    # What none of the three says: that a start is needed, and that an end follows it.
    assert all("dtstart" in event for event in events)
    assert all(event["dtend"].dt > event["dtstart"].dt for event in events if "dtend" in event)
    assert len({str(event["uid"]) for event in events}) == len(events)
    return calendar


def events_of(content: bytes) -> list[Any]:
    return list(read_calendar(content).walk("VEVENT"))


def titles_of(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in events_of(content)]


def invitation_in(message: EmailMessage | Message) -> Any:
    """The event that goes with a mail, the same in both places where programs look for it."""
    parsed = message.message() if isinstance(message, EmailMessage) else message
    parts = {part.get_content_type(): part for part in parsed.walk()}
    inline, file = parts["text/calendar"], parts["application/ics"]
    assert file.get_filename() == "invite.ics"
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    said = inline.get_payload(decode=True)
    assert isinstance(said, bytes)
    assert said.splitlines() == content.splitlines()
    calendar = read_calendar(content)
    assert inline.get_param("method") == str(calendar["method"])
    [event] = calendar.walk("VEVENT")
    event.method = str(calendar["method"])
    return event


def read_feed(content: bytes) -> Any:
    """A feed with all that RFC 4287 asks of it and of its entries."""
    feed = feedparser.parse(content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.id
    assert feed.feed.title
    assert feed.feed.updated_parsed
    assert feed.feed.author
    assert {link["rel"] for link in feed.feed.links} >= {"self", "alternate"}
    for entry in feed.entries:
        assert entry.id.startswith("tag:")
        assert entry.title
        assert entry.updated_parsed >= entry.published_parsed
        assert entry.link.startswith("http")
    ids = [entry.id for entry in feed.entries]
    assert len(ids) == len(set(ids))
    return feed
