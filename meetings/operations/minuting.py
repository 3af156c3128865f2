"""Writing the minutes, item by item."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings.models import AgendaItem, Meeting
from meetings.operations.attendance import refuse_when_approved
from meetings.operations.carrying import bring_left_over
from partnership.models import Group, User

LONGEST_MINUTE = 50_000


class Conflict(Exception):
    """Somebody else saved the same text in the meantime. Holds both, so that neither is lost."""

    def __init__(self, item: AgendaItem, mine: str) -> None:
        super().__init__(f"{item.minuted_by} saved item {item.number} while you were writing.")
        self.item = item
        self.theirs = item.minute
        self.mine = mine


@transaction.atomic
def write_minute(item: AgendaItem, *, text: str, revision: int, by: User) -> AgendaItem:
    """Save the minute of one item, written on top of `revision`.

    Raises Conflict when somebody else has saved another text since that revision.
    """
    item = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting", "minuted_by")
        .get(pk=item.pk)
    )
    text = text.replace("\r\n", "\n")

    if item.minute == text:
        return item
    if item.revision != revision:
        raise Conflict(item, text)
    refuse_unless_in_progress(item.meeting)
    if len(text) > LONGEST_MINUTE:
        raise Refused(f"A minute can have {LONGEST_MINUTE:,} characters at most; this one has {len(text):,}.")

    changed = history.edit(
        item,
        by=by,
        verb="minuted",
        minute=text,
        revision=item.revision + 1,
        minuted_at=timezone.now(),
        minuted_by=by,
    )
    assert changed
    return item


@transaction.atomic
def set_outcome(item: AgendaItem, *, outcome: str, by: User) -> AgendaItem:
    """Say how the group left an item."""
    group = Group.objects.select_for_update(no_key=True).get(pk=item.meeting.group_id)
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)

    refuse_unless_in_progress(item.meeting)
    if not outcome and item.meeting.status == Meeting.Status.CLOSED:
        raise Refused("The meeting is closed: every item keeps an outcome.")
    if item.outcome == AgendaItem.Outcome.DECIDED and item.decisions.exists() and outcome != item.outcome:
        raise Refused(f"Item {item.number} has a decision, so its outcome is “Decided”.")

    history.edit(item, by=by, verb="outcome set", outcome=outcome)
    if item.meeting.status == Meeting.Status.CLOSED:
        bring_left_over(group, by=by)
    return item


def refuse_unless_in_progress(meeting: Meeting) -> None:
    """The record of a meeting can be written from its start until its minutes are approved."""
    # What the caller holds may be older than the meeting is.
    meeting = Meeting.objects.get(pk=meeting.pk)
    if meeting.status not in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        raise Refused("The meeting has not started yet.")
    refuse_when_approved(meeting)
