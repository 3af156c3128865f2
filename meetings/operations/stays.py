"""Who comes and who goes while a meeting is held."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from meetings.models import AgendaItem, Attendance, Decision, Meeting, Stay
from meetings.models.stays import holds
from meetings.operations.attendance import put_on_the_list
from meetings.operations.minuting import refuse_unless_in_progress
from meetings.operations.quorum import lock_the_room
from meetings.operations.room import moment_at, replace_stays, said_of, save_stay, settle_who_was_there
from partnership.models import Person, User


@transaction.atomic
def record_leaving(
    attendance: Attendance,
    *,
    item: AgendaItem,
    by: User,
    during: bool = True,
    after: Decision | None = None,
    at: time | None = None,
) -> Stay:
    """Somebody leaves the room: during an item, perhaps after one of its decisions, or before it begins."""
    meeting = lock_the_room(attendance.meeting)
    attendance = _found(attendance)

    _refuse_other_meetings(meeting, item, after)
    refuse_unless_in_progress(meeting)
    moment = moment_at(item, during=during, after=after)
    stays = list(attendance.stays.all())
    stay = next((each for each in stays if holds(each.bounds, moment)), None)
    if attendance.status not in Attendance.IN_THE_ROOM or (stays and stay is None):
        raise Refused(f"{attendance.person} is not in the room at item {item.number}.")
    if stay is not None and stay.period.lower == moment:
        raise Refused(f"{attendance.person} arrived at that very moment.")

    end = {"left_item": item, "left_during": during, "left_after": after, "left_time": at}
    if stay is None:
        stay = Stay(attendance=attendance, **end)
        save_stay(stay)
    else:
        _change(stay, **end)

    _say(attendance, "left", by=by)
    settle_who_was_there(meeting, by=by)
    return stay


@transaction.atomic
def record_arrival(
    meeting: Meeting,
    *,
    person: Person,
    item: AgendaItem,
    by: User,
    during: bool = True,
    after: Decision | None = None,
    at: time | None = None,
    **part: Any,
) -> Attendance:
    """Somebody comes into the room, late or again; who was not on the list, or sent apologies, is there from now on.

    `part` is what an attendance says (status, organisation, substitute_for) of somebody who was not there before.
    """
    meeting = lock_the_room(meeting)

    _refuse_other_meetings(meeting, item, after)
    refuse_unless_in_progress(meeting)
    known = Attendance.objects.filter(meeting=meeting, person=person).first()
    if known is None or known.status not in Attendance.IN_THE_ROOM:
        known = put_on_the_list(meeting, person, by=by, **({"status": Attendance.Status.PRESENT} | part))
    moment = moment_at(item, during=during, after=after)
    stays = list(known.stays.all())
    if any(holds(stay.bounds, moment) for stay in stays):
        raise Refused(f"{person} is in the room already at item {item.number}.")

    start = {"came_item": item, "came_during": during, "came_after": after, "came_time": at}
    just_left = next((stay for stay in stays if stay.period.upper == moment), None)
    later = next(
        (stay for stay in stays if stay.period.lower is not None and stay.period.lower > moment), None
    )
    if just_left is not None and later is None:
        _forget_leaving(just_left)
    elif later is not None:
        _change(later, **start)
    else:
        save_stay(Stay(attendance=known, **start))

    _say(known, "arrived", by=by)
    settle_who_was_there(meeting, by=by)
    return known


@transaction.atomic
def correct_stays(attendance: Attendance, *, stays: Iterable[dict[str, Any]], by: User) -> Attendance:
    """Say anew when somebody was in the room; with nothing said they were there throughout."""
    meeting = lock_the_room(attendance.meeting)
    attendance = _found(attendance)

    refuse_unless_in_progress(meeting)

    replace_stays(attendance, stays, by=by)
    settle_who_was_there(meeting, by=by)
    return attendance


def _found(attendance: Attendance) -> Attendance:
    return Attendance.objects.select_related("person", "meeting").get(pk=attendance.pk)


def _refuse_other_meetings(meeting: Meeting, item: AgendaItem, after: Decision | None) -> None:
    if item.meeting_id != meeting.pk:
        raise Refused("That item is on the agenda of another meeting.")
    if after is not None and after.item_id != item.pk:
        raise Refused(f"{after} was not decided under item {item.number}.")


def _change(stay: Stay, **values: Any) -> None:
    for name, value in values.items():
        setattr(stay, name, value)
    save_stay(stay)


def _forget_leaving(stay: Stay) -> None:
    """They come back at the very moment they left, so they never left; perhaps somebody pressed the wrong name."""
    if stay.came_item_id is None:
        stay.delete()
    else:
        _change(stay, left_item=None, left_during=False, left_after=None, left_time=None)


def _say(attendance: Attendance, verb: str, *, by: User) -> None:
    history.record(attendance, verb, by=by, changes={"coming and going": ["", said_of(attendance)]})
