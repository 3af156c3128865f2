"""A reminder that waits until it is no longer true is not sent: it is dropped, and administrators see that it was."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from partnership import notices, operations, sending
from partnership.models import Notice
from tests.factories.partnership import OfficeTermFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Notice.State


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2009-05-01 12:00Z", tick=False)


@pytest.fixture
def term():
    return OfficeTermFactory(due_to_end_on=date(2009, 6, 1))


@pytest.fixture
def reader():
    return UserFactory(email="told@example.org")


def told(term, reader, occasion=""):
    [notice] = notices.tell([reader], "term_ending", about=term, occasion=occasion)
    return notice


def test_what_is_still_true_is_sent(term, reader):
    notice = told(term, reader)

    assert sending.send(notice.pk) is True
    assert len(mail.outbox) == 1


def test_what_was_done_in_the_meantime_is_dropped_and_says_why(term, reader):
    notice = told(term, reader)
    operations.end_office_term(term, on=date(2009, 4, 30), by=None)

    assert sending.send(notice.pk) is False

    notice.refresh_from_db()
    assert (notice.state, notice.sent_at) == (State.DROPPED, None)
    assert notice.problem == "No longer true when it was to go out."
    assert not mail.outbox
    assert not Notice.objects.on_their_way().exists()
    assert list(Notice.objects.told_to(reader)) == []


def test_of_several_that_waited_about_one_thing_the_last_is_sent(term, reader):
    waiting = [told(term, reader, occasion) for occasion in ("2009-06-01", "soon 2009-06-01")]
    other = told(term, UserFactory(), "2009-06-01")

    sent = [sending.send(notice.pk) for notice in (*waiting, other)]

    assert sent == [False, True, True]
    waiting[0].refresh_from_db()
    assert waiting[0].problem == "A later notice says the same as it stands now."


def test_a_dropped_notice_is_not_swept_up_or_sent_later(term, reader, time_machine):
    notice = told(term, reader)
    operations.end_office_term(term, on=date(2009, 4, 30), by=None)
    sending.send(notice.pk)
    time_machine.move_to("2009-05-02 12:00Z", tick=False)

    assert operations.sweep_notices(by=None) == 0
    assert sending.send(notice.pk) is False


def test_a_check_that_fails_keeps_the_notice_for_another_try(term, reader, monkeypatch):
    def broken(about, to):
        raise RuntimeError("the check is broken")

    monkeypatch.setitem(sending.still_true._CHECKS, "term_ending", broken)
    notice = told(term, reader)

    assert sending.send(notice.pk) is False
    notice.refresh_from_db()
    assert (notice.state, notice.failures) == (State.WAITING, 1)
    monkeypatch.undo()
    Notice.objects.update(not_before=notice.created_at - timedelta(minutes=1))
    assert sending.send(notice.pk) is True


def test_what_it_was_about_is_gone(term, reader):
    notice = told(term, reader)
    Notice.objects.filter(pk=notice.pk).update(object_id=0)

    assert sending.send(notice.pk) is False
    notice.refresh_from_db()
    assert notice.state == State.DROPPED


def test_kinds_that_tell_of_something_that_happened_are_never_asked(reader, monkeypatch):
    [notice] = notices.tell([reader], "invited", about=reader)
    [again] = notices.tell([reader], "invited", about=reader, occasion="again")

    assert [sending.send(each.pk) for each in (notice, again)] == [True, True]


def test_the_database_wants_a_reason_and_no_moment_of_sending(term, reader):
    notice = told(term, reader)
    for values in ({"problem": ""}, {"problem": "x", "sent_at": notice.created_at}):
        with pytest.raises(IntegrityError, match="notice_dropped_says_why"), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(state="dropped", **values)


def test_administrators_see_what_was_dropped(term, reader, administrator, client):
    notice = told(term, reader)
    client.force_login(administrator)
    page = client.get("/manage/notices/").content.decode()
    assert "Dropped" in page
    assert "No longer true when it was to go out." not in page
    operations.end_office_term(term, on=date(2009, 4, 30), by=None)
    sending.send(notice.pk)

    page = client.get("/manage/notices/").content.decode()

    assert "1 dropped" in page
    assert "No longer true when it was to go out." in page
