"""Meetings of any size, made by the operations that a person's clicks call."""

from datetime import date, timedelta
from functools import cache
from itertools import count

from meetings import operations
from meetings.models import AgendaItem, Meeting, Minutes
from partnership import operations as partnership
from partnership.models import Group, Person, User

TEXT = "The group discussed delivery and the spending profiles of the coming year at some length. " * 6
_days = (date(2010, 1, 1) + timedelta(days=number) for number in count())


@cache
def _cast() -> tuple[User, Group, Person]:
    user = User.objects.create_user("bench@example.org", "a long enough password")
    group = partnership.add_group(
        name="Bench group",
        prefix="BG",
        kind=Group.Kind.BOARD,
        draft_minutes=Group.DraftMinutes.AS_DRAFT,
        by=None,
    )
    partnership.support_group(group, user=user, starts_on=date(2009, 1, 1), by=None)
    return user, group, partnership.add_person(name="Somebody", by=None)


def officer() -> User:
    return _cast()[0]


def group() -> Group:
    return _cast()[1]


def next_day() -> date:
    return next(_days)


def open_meeting_with(*, items: int) -> str:
    """The address of a meeting under way, every item minuted, decided and with an action."""
    return _under_way(items).get_absolute_url()


def meeting_with(*, items: int) -> str:
    """The address of a closed meeting whose minutes are published."""
    return _published(_under_way(items)).get_absolute_url()


def many_meetings(*, count: int) -> None:
    for _ in range(count):
        _published(_under_way(3))


def _under_way(items: int) -> Meeting:
    by, group, person = _cast()
    meeting = operations.plan_meeting(group, held_on=next(_days), by=by)
    for number in range(items):
        operations.add_item(meeting, title=f"Matter {number}", by=by)
    meeting = operations.publish_agenda(meeting, by=by)
    meeting = operations.start_meeting(meeting, by=by)
    for item in AgendaItem.objects.of_meeting(meeting):
        item = operations.write_minute(item, text=TEXT, revision=0, by=by)
        operations.log_decision(item, text="Carry on with delivery.", outcome="agreed", by=by)
        operations.add_action(item, text="Write to the partners", owner=person, by=by)
    return meeting


def _published(meeting: Meeting) -> Meeting:
    by = officer()
    meeting = operations.close_meeting(meeting, by=by)
    for item in meeting.items.all():
        for decision in item.decisions.all():
            operations.publish_decision(decision, by=by)
    minutes = Minutes.objects.get(meeting=meeting)
    operations.circulate_minutes(minutes, by=by)
    operations.publish_draft_minutes(minutes, by=by)
    return meeting
