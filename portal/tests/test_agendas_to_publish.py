"""My work tells officers until when an agenda has to be published."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from meetings import operations
from meetings.models import Meeting
from portal.waiting.meetings import agendas_to_publish
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


def on(day: int):
    return time_machine.travel(datetime(2026, 3, day, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def meeting(group, officer) -> Meeting:
    return MeetingFactory(group=group, held_on=date(2026, 3, 11))


def test_my_work_tells_officers_until_when(meeting, officer):
    with on(1):
        [task] = agendas_to_publish(officer).tasks
        assert (task.note, task.tag) == ("Publish by Tuesday 3 March 2026 to be on time", "2 days left")
    with on(3):
        [task] = agendas_to_publish(officer).tasks
        assert (task.tag, task.colour) == ("Last day today", "red")
    with on(5):
        [task] = agendas_to_publish(officer).tasks
        assert (task.tag, task.colour) == ("Late by 2 clear days", "red")


def test_what_the_clock_will_publish_says_when(meeting, officer):
    with on(1):
        operations.plan_publication(
            meeting, act="agenda", at=datetime(2026, 3, 3, 17, tzinfo=UTC), by=officer
        )
        [task] = agendas_to_publish(officer).tasks

    assert (task.note, task.tag) == ("Will be published on 3 March 2026 at 5pm: on time", "Set")
