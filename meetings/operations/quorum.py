"""What who was in the room means for the decisions."""

from django.db import transaction

from core import history
from core.refusals import Refused
from meetings.models import AgendaItem, Decision, Meeting
from meetings.quorum import Room
from partnership.models import Group, User


@transaction.atomic
def recount_quorum(meeting: Meeting, *, by: User | None) -> list[Decision]:
    """Count again, for each decision of a meeting, who was in the room when it was taken; returns those that changed.

    What was decided is not undone by what is found out later, but it is marked, and so is a mark taken away.
    """
    lock_the_room(meeting)
    counted = Decision.objects.of_meeting(meeting).exclude(quorum="").select_related("item__parent")
    decisions = list(counted.order_by("year", "number"))
    if not decisions:
        return []

    room = Room.of(meeting)
    changed = []
    for decision in decisions:
        count = room.at_decision(decision)
        if not count.has_rule:
            continue
        is_changed = history.edit(
            decision,
            by=by,
            verb="quorum counted again",
            quorum=count.numbers,
            is_inquorate=not count.is_quorate,
        )
        if is_changed:
            changed.append(decision)
    return changed


def count_for_decision(item: AgendaItem) -> dict[str, str | bool]:
    """What a decision says of the quorum it is taken with; refused where the group's rule allows none without."""
    count = Room.of(item.meeting).at_end_of(item)
    if not count.has_rule:
        return {}
    if count.is_refused:
        sentence = f"By the rules of the {item.meeting.group} no decision is taken without a quorum."
        unknown = "" if item.meeting.attendances.exists() else " Record the attendance first."
        raise Refused(f"{count.sentence}. {sentence}{unknown}")
    return {"quorum": count.numbers, "is_inquorate": not count.is_quorate}


def lock_the_room(meeting: Meeting) -> Meeting:
    """Nobody comes, goes or decides while this is held: decisions queue at the group's row, and so do we."""
    Group.objects.select_for_update(no_key=True).get(pk=meeting.group_id)
    return (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .get(pk=meeting.pk)
    )
