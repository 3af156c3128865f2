"""Several workers ask at the same moment, or an officer presses the button just then: it is published once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings import operations
from meetings.models import Meeting, PlannedPublication
from partnership.models import Notice
from tests.factories.meetings import MeetingFactory, officer_of
from tests.factories.partnership import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    start = Barrier(len(works))

    def one(work):
        try:
            start.wait(timeout=10)
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


@pytest.fixture
def due() -> Meeting:
    meeting = MeetingFactory(held_on=timezone.localdate() + timedelta(days=30))
    MembershipFactory(group=meeting.group, person__user=UserFactory())
    plan = operations.plan_publication(
        meeting, act="agenda", at=timezone.now() + timedelta(hours=1), by=officer_of(meeting.group)
    )
    PlannedPublication.objects.filter(pk=plan.pk).update(at=timezone.now() - timedelta(minutes=1))
    return meeting


def published(meeting) -> list[str]:
    return [entry.verb for entry in history.of(meeting) if entry.verb == "agenda published"]


def test_by_one_of_several_clocks(due):
    counts = at_once(*[lambda: operations.publish_what_is_due(by=None)] * 5)

    assert sorted(counts) == [0, 0, 0, 0, 1]
    assert len(published(due)) == 1
    assert Notice.objects.filter(what="meeting_called").count() == 1
    assert not Notice.objects.filter(what="publication_refused").exists()


def test_by_the_clock_or_by_hand(due):
    officer = officer_of(due.group)

    at_once(
        lambda: operations.publish_what_is_due(by=None),
        lambda: operations.publish_agenda(due, by=officer),
        lambda: operations.publish_what_is_due(by=None),
    )

    due.refresh_from_db()
    assert due.status == "called"
    assert len(published(due)) == 1
    assert not PlannedPublication.objects.waiting().exists()
