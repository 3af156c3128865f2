"""Telling people: once, in the transaction of the cause, whatever becomes of the queue."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from core import history
from core.refusals import Refused
from partnership import notices, operations, tasks
from partnership.models import Notice
from tests.factories.partnership import OfficeTermFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    """The ids put into the queue."""
    ids = []
    monkeypatch.setattr(tasks.send_notice, "delay", ids.append)
    return ids


def test_telling_twice_on_one_occasion_writes_one_notice(queued, django_capture_on_commit_callbacks):
    term, user = OfficeTermFactory(), UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        first = notices.tell([user, user], "term_ending", about=term, occasion="2009")
        second = notices.tell([user], "term_ending", about=term, occasion="2009")
        later = notices.tell([user], "term_ending", about=term, occasion="2010")

    assert (len(first), len(second), len(later)) == (1, 0, 1)
    assert queued == [first[0].pk, later[0].pk]


def test_the_database_itself_refuses_a_second_telling():
    notice = notices.tell([UserFactory()], "term_ending", about=OfficeTermFactory())[0]

    notice.pk = None
    with pytest.raises(IntegrityError, match="notice_is_told_once"), transaction.atomic():
        notice.save()


def test_an_address_without_a_login_is_told_once_and_forgotten_when_it_is_to_be(queued):
    term, other = OfficeTermFactory(), OfficeTermFactory()
    told = notices.tell_addresses(
        ["Rita@example.org", "rita@example.org ", "", "sam@example.org"], "term_ending", about=term
    )
    assert [notice.address for notice in told] == ["rita@example.org", "sam@example.org"]
    assert notices.tell_addresses(["rita@example.org"], "term_ending", about=term) == []
    notices.tell_addresses(["rita@example.org"], "term_ending", about=other)

    twice = Notice.objects.get(address="sam@example.org")
    twice.pk = None
    with pytest.raises(IntegrityError, match="told_once_to_an_address"), transaction.atomic():
        twice.save()
    with pytest.raises(IntegrityError, match="notice_goes_to_somebody"), transaction.atomic():
        Notice.objects.filter(address="sam@example.org").update(address="")
    assert notices.forget_addresses(term) == 2
    assert Notice.objects.get().about == other


def test_a_notice_to_an_address_that_failed_is_on_the_page_of_administrators(administrator, client):
    notice = notices.tell_addresses(["rita@example.org"], "term_ending", about=OfficeTermFactory())[0]
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.FAILED)
    client.force_login(administrator)
    assert "rita@example.org" in client.get("/manage/notices/").content.decode()


def test_nothing_is_told_when_the_cause_is_undone(queued, django_capture_on_commit_callbacks):
    term, user = OfficeTermFactory(), UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        _tell_and_think_better_of_it(user, term)

    assert not Notice.objects.exists()
    assert queued == []


def _tell_and_think_better_of_it(user, term):
    with suppress(Refused), transaction.atomic():
        notices.tell([user], "term_ending", about=term)
        raise Refused("Not after all.")


def test_a_deactivated_login_is_not_told():
    assert notices.tell([UserFactory(is_active=False)], "term_ending", about=OfficeTermFactory()) == []


def test_a_queue_that_is_down_fails_nobody(monkeypatch, django_capture_on_commit_callbacks):
    def down(notice_id):
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.send_notice, "delay", down)

    with django_capture_on_commit_callbacks(execute=True):
        written = notices.tell([UserFactory()], "term_ending", about=OfficeTermFactory())

    assert Notice.objects.get(pk=written[0].pk).state == Notice.State.WAITING


def test_a_failed_notice_is_tried_again_when_an_administrator_says_so(administrator):
    notice = notices.tell([UserFactory()], "term_ending", about=OfficeTermFactory())[0]
    with pytest.raises(Refused, match="not one that failed"):
        operations.retry_notice(notice, by=administrator)
    Notice.objects.update(state=Notice.State.FAILED, failures=12, handovers=1)

    operations.retry_notice(notice, by=administrator)

    notice.refresh_from_db()
    assert (notice.state, notice.failures, notice.handovers) == (Notice.State.WAITING, 0, 0)
    assert history.of(notice).get().by == administrator


def test_reading_one_or_all(outsider):
    for year in ("2008", "2009", "2010"):
        notices.tell([outsider], "term_ending", about=OfficeTermFactory(), occasion=year)

    assert operations.mark_notices_read(by=outsider, only=Notice.objects.first()) == 1
    assert operations.mark_notices_read(by=outsider) == 2
    assert operations.mark_notices_read(by=outsider) == 0
