"""Those who minute a meeting. A file whose meetings are others has a `meeting` of its own."""

from datetime import date

import pytest

from meetings import operations
from meetings.models import AgendaItem, Meeting
from tests.factories.partnership import MembershipFactory, OfficerSupportFactory

DAY = date(2026, 2, 2)


@pytest.fixture
def meeting(group, officer) -> Meeting:
    """A meeting under way, with two items of business among the standing ones."""
    meeting = operations.plan_meeting(group, held_on=DAY, by=officer)
    operations.add_item(meeting, title="Performance", by=officer)
    operations.add_item(meeting, title="Herefordshire Connects", by=officer)
    operations.publish_agenda(meeting, by=officer)
    return operations.start_meeting(meeting, by=officer)


@pytest.fixture
def item(meeting) -> AgendaItem:
    return meeting.items.get(title="Performance")


@pytest.fixture
def owner(group):
    return MembershipFactory(group=group, person__name="Anna Owner", person__slug="anna-owner").person


@pytest.fixture
def colleague(group):
    """Another officer of the same group, writing at the same time."""
    return OfficerSupportFactory(group=group, user__email="colleague@example.org").user


@pytest.fixture
def writer(client, officer):
    client.force_login(officer)
    return client
