"""Meetings, minutes and actions take only the steps in their tables; every other step is refused in a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.refusals import Refused
from meetings import operations
from meetings.models import ActionItem, AgendaItem, Meeting, Minutes
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingFactory,
    approved,
    circulated,
    closed,
    officer_of,
    reopened,
    started,
)

pytestmark = pytest.mark.django_db


def illegal(model):
    return [(now, to) for now in model.Status for to in model.Status if to not in model.NEXT.get(now, ())]


MEETING_VERBS = {
    Meeting.Status.CALLED: lambda m, by: operations.publish_agenda(m, by=by),
    Meeting.Status.UNDER_WAY: lambda m, by: operations.start_meeting(m, by=by),
    Meeting.Status.CLOSED: lambda m, by: operations.close_meeting(m, by=by),
    Meeting.Status.CANCELLED: lambda m, by: operations.cancel_meeting(m, reason="Snow", by=by),
    Meeting.Status.POSTPONED: lambda m, by: operations.postpone_meeting(
        m, to=m.held_on + timedelta(days=7), reason="Snow", by=by
    ),
}


def meeting_that_is(status):
    """A meeting put into a state directly, past every rule of the operations."""
    meeting = MeetingFactory()
    values = {"status": status, "status_reason": "Snow"}
    if status != Meeting.Status.PLANNED:
        values |= {"agenda_published_at": timezone.now(), "agenda_published_by": officer_of(meeting.group)}
    Meeting.objects.filter(pk=meeting.pk).update(**values)
    AgendaItem.objects.of_meeting(meeting).update(outcome="noted")
    return Meeting.objects.get(pk=meeting.pk)


@pytest.mark.parametrize(("status", "to"), [(now, to) for now, to in illegal(Meeting) if to in MEETING_VERBS])
def test_a_meeting_takes_no_other_step(status, to):
    meeting = meeting_that_is(status)

    with pytest.raises(
        Refused, match=f"A meeting that is {status.label.lower()} cannot be {to.label.lower()}"
    ):
        MEETING_VERBS[to](meeting, officer_of(meeting.group))

    meeting.refresh_from_db()
    assert meeting.status == status


@pytest.mark.parametrize(
    ("status", "to"), [(now, to) for now, nexts in Meeting.NEXT.items() for to in sorted(nexts)]
)
def test_a_meeting_takes_every_listed_step(status, to):
    meeting = meeting_that_is(status)

    MEETING_VERBS[to](meeting, officer_of(meeting.group))

    meeting.refresh_from_db()
    assert meeting.status == to


def test_nothing_makes_a_meeting_planned_again():
    assert set(Meeting.Status) - set(MEETING_VERBS) == {Meeting.Status.PLANNED}
    assert not any(Meeting.Status.PLANNED in nexts for nexts in Meeting.NEXT.values())


def minutes_that_are(status):
    meeting = MeetingFactory()
    closed(started(meeting))
    if status == Minutes.Status.DRAFT:
        return Minutes.objects.get(meeting=meeting)
    circulated(meeting)
    if status == Minutes.Status.CIRCULATED:
        return Minutes.objects.get(meeting=meeting)
    approved(meeting)
    if status == Minutes.Status.REOPENED:
        closed(reopened(meeting))
    return Minutes.objects.get(meeting=meeting)


def approve(minutes, by):
    """Approve them under an item of a later meeting that is under way."""
    later = MeetingFactory(group=minutes.meeting.group, held_on=minutes.meeting.held_on + timedelta(weeks=8))
    item = AgendaItemFactory(meeting=later, kind="last_minutes", offers_minutes_of=minutes.meeting)
    started(later)
    return operations.approve_minutes(item, by=by)


MINUTES_VERBS = {
    Minutes.Status.CIRCULATED: lambda m, by: operations.circulate_minutes(m, reason="Mended", by=by),
    Minutes.Status.APPROVED: approve,
}


@pytest.mark.parametrize(("status", "to"), [(now, to) for now, to in illegal(Minutes) if to in MINUTES_VERBS])
def test_minutes_take_no_other_step(status, to):
    minutes = minutes_that_are(status)

    with pytest.raises(Refused, match="so they cannot be"):
        MINUTES_VERBS[to](minutes, officer_of(minutes.meeting.group))

    minutes.refresh_from_db()
    assert minutes.status == status


ACTION_VERBS = {
    ActionItem.Status.OPEN: lambda a, by: operations.reopen_action(a, reason="Not done", by=by),
    ActionItem.Status.DONE: lambda a, by: operations.close_action(a, note="Sent", by=by),
    ActionItem.Status.DROPPED: lambda a, by: operations.close_action(a, note="No need", dropped=True, by=by),
}


@pytest.mark.parametrize(("status", "to"), illegal(ActionItem))
def test_an_action_takes_no_other_step(status, to):
    action = ActionItemFactory()
    by = officer_of(action.item.meeting.group)
    if status != ActionItem.Status.OPEN:
        ACTION_VERBS[status](action, by)

    with pytest.raises(Refused):
        ACTION_VERBS[to](action, by)

    action.refresh_from_db()
    assert action.status == status


@pytest.mark.parametrize(
    ("status", "to"), [(now, to) for now, nexts in ActionItem.NEXT.items() for to in sorted(nexts)]
)
def test_an_action_takes_every_listed_step(status, to):
    action = ActionItemFactory()
    by = officer_of(action.item.meeting.group)
    if status != ActionItem.Status.OPEN:
        ACTION_VERBS[status](action, by)

    ACTION_VERBS[to](action, by)

    action.refresh_from_db()
    assert action.status == to
