"""The hours in which a login is not written to: by the local clock, also where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from partnership import notices, operations, sending
from partnership.models import Notice, NoticeWishes
from partnership.quiet import end_of_quiet, may_be_told
from tests.factories.meetings import MeetingFactory
from tests.factories.partnership import OfficeTermFactory, UserFactory

LONDON = ZoneInfo("Europe/London")
NIGHT = {"quiet_from": time(21), "quiet_until": time(7)}


def wishes(**values):
    return NoticeWishes(**values)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("values", "told", "comes"),
    [
        ({}, "2026-11-28T03:00", "2026-11-28T03:00"),
        (NIGHT, "2026-11-25T20:59", "2026-11-25T20:59"),
        (NIGHT, "2026-11-25T21:00", "2026-11-26T07:00"),
        (NIGHT, "2026-11-26T06:59", "2026-11-26T07:00"),
        (NIGHT, "2026-11-26T07:00", "2026-11-26T07:00"),
        ({"quiet_from": time(9), "quiet_until": time(17)}, "2026-11-25T12:00", "2026-11-25T17:00"),
        ({"not_at_weekends": True}, "2026-11-28T12:00", "2026-11-30T00:00"),
        # Friday night ends in the weekend, and the weekend in the night of Monday.
        (NIGHT | {"not_at_weekends": True}, "2026-11-27T22:00", "2026-11-30T07:00"),
        # The last Sunday of March: at one the clocks go forward, and half past one does not come.
        ({"quiet_from": time(22), "quiet_until": time(1, 30)}, "2026-03-28T23:00", "2026-03-29T02:30"),
        # The last Sunday of October: half past one comes twice, and the second time it is still quiet before it.
        (NIGHT, "2026-10-24T23:00", "2026-10-25T07:00"),
        (NIGHT, "2026-03-28T23:00", "2026-03-29T07:00"),
    ],
)
def test_when_it_comes(values, told, comes):
    assert end_of_quiet(wishes(**values), at(told)) == at(comes)


@pytest.mark.parametrize("minute", range(0, 180, 7))
def test_where_the_clocks_go_back_quiet_ends_and_never_in_the_past(minute):
    half_past = wishes(quiet_from=time(22), quiet_until=time(1, 30))
    told = datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(minutes=minute)
    ends = end_of_quiet(half_past, told)
    assert ends >= told
    assert end_of_quiet(half_past, ends) == ends


def test_nobody_is_quiet_without_an_end(db):
    user = UserFactory()
    with pytest.raises(IntegrityError, match="quiet_from_and_until"), transaction.atomic():
        NoticeWishes.objects.create(user=user, quiet_from=time(21))
    with pytest.raises(IntegrityError, match="quiet_time_ends"), transaction.atomic():
        NoticeWishes.objects.create(user=user, quiet_from=time(21), quiet_until=time(21))


def meeting(held_on, start=time(9)):
    return MeetingFactory.build(held_on=held_on, start_time=start)


@pytest.mark.parametrize(
    ("what", "told", "held_on", "waits"),
    [
        ("email_changed", "2026-11-25T23:00", None, False),
        ("invited", "2026-11-25T23:00", None, False),
        ("meeting_cancelled", "2026-11-25T05:00", date(2026, 11, 25), False),
        # At seven it is still time enough to hear that the meeting at nine is not held; at eight it is not.
        ("meeting_cancelled", "2026-11-25T22:00", date(2026, 11, 26), False),
        ("meeting_cancelled", "2026-11-25T22:00", date(2026, 11, 27), True),
        ("meeting_called", "2026-11-25T22:00", date(2026, 11, 26), True),
        ("papers_published", "2026-11-25T22:00", date(2026, 11, 25), True),
    ],
)
def test_what_cannot_wait(what, told, held_on, waits):
    about = meeting(held_on) if held_on else None
    comes = may_be_told(wishes(**NIGHT), what, about, at=at(told))
    assert (comes > at(told)) is waits


def test_a_notice_told_at_night_goes_out_in_the_morning(db, django_capture_on_commit_callbacks):
    user, term = UserFactory(), OfficeTermFactory(due_to_end_on=date(2026, 12, 24))
    NoticeWishes.objects.create(user=user, **NIGHT)
    with time_machine.travel(at("2026-11-25T22:00"), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            notice = notices.tell([user], "term_ending", about=term)[0]
        assert sending.send(notice.pk) is False
        assert operations.sweep_notices(by=None) == 0
    with time_machine.travel(at("2026-11-26T07:02"), tick=False):
        assert Notice.objects.stranded().get() == notice
    assert notice.not_before == at("2026-11-26T07:00")
    assert not outbox.outbox


def test_a_worker_that_comes_late_does_not_wake_anybody(db, monkeypatch):
    """Told by day, while no worker was there; the worker comes back at night."""
    monkeypatch.setattr("partnership.tasks.send_notice.delay", lambda pk: None)
    user = UserFactory()
    NoticeWishes.objects.create(user=user, **NIGHT)
    with time_machine.travel(at("2026-11-25T20:00"), tick=False):
        notice = notices.tell(
            [user], "term_ending", about=OfficeTermFactory(due_to_end_on=date(2026, 12, 24))
        )[0]
    with time_machine.travel(at("2026-11-25T23:00"), tick=False):
        assert sending.send(notice.pk) is False
    with time_machine.travel(at("2026-11-26T07:00"), tick=False):
        assert sending.send(notice.pk) is True
    assert len(outbox.outbox) == 1
