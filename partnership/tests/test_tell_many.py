"""Telling thousands at once: as `tell` does, each once, in the transaction of the cause."""

from datetime import date

import pytest
from django.core import mail

from partnership import notices, tasks
from partnership.models import Notice
from partnership.notices import Telling
from tests.at_once import at_once
from tests.factories.partnership import OfficeTermFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    ids = []
    monkeypatch.setattr(tasks.send_notice, "delay", ids.append)
    return ids


def test_each_is_told_once_with_its_subject_and_queued_after_the_commit(
    queued, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(notices, "AT_ONCE", 2)
    term = OfficeTermFactory(due_to_end_on=date(2009, 6, 1))
    readers = UserFactory.create_batch(3)
    told_before = notices.tell([readers[0]], "term_ending", about=term, occasion="2009")
    tellings = [Telling(reader, term, "2009") for reader in readers]

    with django_capture_on_commit_callbacks(execute=True):
        first = notices.tell_many("term_ending", [*tellings, tellings[0]])
        second = notices.tell_many("term_ending", tellings)

    assert (first, second) == (2, 0)
    new = Notice.objects.exclude(pk=told_before[0].pk)
    assert sorted(queued) == sorted(new.values_list("pk", flat=True))
    assert {notice.to for notice in new} == set(readers[1:])
    assert all("1 June 2009" in notice.subject for notice in new)
    assert not mail.outbox


def test_whoever_has_no_login_any_more_is_not_told(queued):
    gone = UserFactory(is_active=False)

    assert notices.tell_many("term_ending", [Telling(gone, OfficeTermFactory(), "2009")]) == 0


@pytest.mark.django_db(transaction=True)
def test_two_that_tell_the_same_at_once_tell_it_once(queued):
    terms, readers = OfficeTermFactory.create_batch(3), UserFactory.create_batch(20)
    tellings = [Telling(reader, term, "2009") for reader in readers for term in terms]

    told = at_once(lambda n: notices.tell_many("term_ending", tellings if n % 2 else tellings[::-1]), times=4)

    assert sum(told) == Notice.objects.count() == len(tellings)
