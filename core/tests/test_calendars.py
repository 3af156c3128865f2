"""A calendar says what was put into it, whatever people write, to every program that reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from core import calendars
from core.calendars import Happening, calendar_response
from core.unchanged import unless_unchanged
from core.words import NOT_WRITABLE, writable
from tests.calendars import events_of, read_calendar

LONDON = ZoneInfo("Europe/London")
SITTING = Happening(
    uid="8f14e45f-ceea-467f-a0e6-0d3c1b2a4f55",
    title="Board",
    starts=datetime(2026, 7, 1, 10, tzinfo=LONDON),
    ends=datetime(2026, 7, 1, 11, tzinfo=LONDON),
    changed_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
    address="/meetings/board/2026-07-01/",
)
WORDS = st.text(min_size=1, max_size=300)


@given(title=WORDS, place=WORDS, description=WORDS)
@example(title="Budget, plan; “£5m” 😀👩‍👩‍👧", place="Town Hall\\nA; B", description="one\ntwo\r\nthree")
@example(title="END:VEVENT\r\nBEGIN:VEVENT", place='"quoted": x', description="\x00\x0b\x1f\x85\u2028\ufeff")
@example(title="é" * 74, place="a" * 300, description=" leading and trailing ")
@example(title="\\", place="\\,", description="\\n")
def test_what_people_write_comes_out_as_they_wrote_it(title, place, description):
    content = calendars.calendar(title, [replace(SITTING, title=title, place=place, description=description)])

    [event] = events_of(content)

    assert str(event["summary"]) == writable(title)
    if place:
        assert str(event["location"]) == writable(place)
    assert str(event["description"]).endswith(SITTING.address)
    assert writable(description) in str(event["description"])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"UID:8f14e45f-ceea-467f-a0e6-0d3c1b2a4f55\r\n", b""),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:first\r\n"),
        (b"DTSTAMP:20260601T080000Z\r\n", b""),
        (b"DTSTART;TZID=Europe/London:20260701T100000\r\n", b""),
        (b"TZID=Europe/London:20260701T100000", b"TZID=Middle/Earth:20260701T100000"),
        (b"DTEND;TZID=Europe/London:20260701T110000", b"DTEND;TZID=Europe/London:20260701T090000"),
        (b"STATUS:CONFIRMED", b"STATUS:PERHAPS"),
        (b"SUMMARY:Board", b"SUMMARY:Board\r\nand more"),
        (b"PRODID:-//Herefordshire Partnership//Portal//EN\r\n", b""),
        (b"END:VEVENT\r\n", b""),
        (b"\r\n", b"\n"),
    ],
)
def test_a_calendar_with_a_mistake_is_taken_by_at_most_two_of_its_readers(right, wrong):
    content = calendars.calendar("x", [SITTING])
    read_calendar(content)
    assert right in content

    with pytest.raises(Exception):  # noqa: B017, PT011 each reader has its own kinds
        read_calendar(content.replace(right, wrong))


@given(WORDS)
def test_only_what_cannot_be_written_is_left_out(text):
    written = writable(text)

    assert not NOT_WRITABLE.search(written)
    assert written.split() == " ".join(NOT_WRITABLE.sub(" ", "\n".join(text.splitlines())).split()).split()
    assert writable(written) == written


def test_the_clock_in_the_file_is_that_of_the_partnership():
    """For a program that does not know Europe/London by name: every hour of three months, for forty years."""
    text = calendars.calendar("x", [SITTING]).decode()
    zone = tzical(StringIO(text)).get("Europe/London")

    for year in range(1997, 2038):
        for month in (1, 3, 10):
            for hours in range(31 * 24):
                moment = datetime(year, month, 1, tzinfo=UTC) + timedelta(hours=hours)
                assert f"{moment.astimezone(zone):%c}" == f"{moment.astimezone(LONDON):%c}"


def test_hours_of_another_zone_are_told_in_ours():
    [event] = events_of(
        calendars.calendar("x", [replace(SITTING, starts=datetime(2026, 7, 1, 9, tzinfo=UTC))])
    )

    assert event.to_ical().decode().count("DTSTART;TZID=Europe/London:20260701T100000") == 1


def test_a_whole_day_needs_no_clock():
    day = date(2026, 7, 1)
    content = calendars.calendar("x", [replace(SITTING, starts=day, ends=day + timedelta(days=1))])

    assert not read_calendar(content).walk("VTIMEZONE")
    [event] = events_of(content)
    assert (event["dtstart"].dt, event["dtend"].dt) == (day, day + timedelta(days=1))


def test_a_calendar_says_what_it_is_and_how_often_to_ask():
    content = calendars.calendar("Meetings, all", [SITTING], address="/meetings/")

    calendar = read_calendar(content)
    assert b"\r\nNAME:Meetings\\, all\r\n" in content
    assert b"\r\nX-WR-CALNAME:Meetings\\, all\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in content
    assert b"CALSCALE:GREGORIAN\r\n" in content
    assert str(calendar["prodid"]).startswith("-//Herefordshire Partnership//")
    assert str(calendar["url"]) == f"{settings.SITE_URL}/meetings/"
    assert "method" not in calendar, "a calendar to subscribe to is no letter"


def test_an_empty_calendar_is_one_too():
    assert "x-wr-calname" in calendars.calendar("None", []).decode().lower()


def test_a_name_of_ours_is_a_name_everywhere():
    [event] = events_of(calendars.calendar("x", [replace(SITTING, uid="action-7")]))

    assert event["uid"] == "action-7@localhost"


# Asking again


def ask(happenings, **headers):
    request = RequestFactory().get("/calendar.ics", headers=headers)
    return calendar_response(request, "x", happenings, file="x")


def test_who_has_it_already_gets_a_few_bytes():
    first = ask([SITTING])
    again = ask([SITTING], if_none_match=first["ETag"])

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "now", [[], [replace(SITTING, title="Board, moved")], [SITTING, replace(SITTING, uid="x-1")]]
)
def test_whatever_changes_is_sent_anew(now):
    """Also what has only gone, which is newer than nothing."""
    first = ask([SITTING])

    assert ask(now, if_none_match=first["ETag"]).status_code == 200


def test_nothing_is_made_for_who_has_it_already():
    made = []

    def make():
        made.append(1)
        return HttpResponse("x")

    etag = unless_unchanged(RequestFactory().get("/"), "content", make)["ETag"]
    unless_unchanged(RequestFactory().get("/", headers={"if-none-match": etag}), "content", make)

    assert made == [1]
