"""Who was there."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from meetings.models import Attendance, Meeting, Minutes
from meetings.operations.quorum import lock_the_room
from meetings.operations.room import replace_stays, settle_who_was_there
from partnership.models import Person, User


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    *,
    person: Person,
    status: str,
    by: User | None,
    stays: Iterable[dict[str, Any]] | None = None,
    **values,
) -> Attendance:
    """Say what part somebody had in the meeting; said before, it is corrected.

    `stays` says anew when they came and left. Whoever turns out not to have been there did neither.
    """
    meeting = lock_the_room(meeting)

    refuse_when_approved(meeting)
    if meeting.is_called_off:
        raise Refused(f"The meeting is {meeting.get_status_display().lower()}.")
    if stays and meeting.status not in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        raise Refused("The meeting has not started yet, so nobody has come or gone.")

    known = put_on_the_list(meeting, person, status=status, by=by, **values)
    if stays is not None and status in Attendance.IN_THE_ROOM:
        replace_stays(known, stays, by=by)
    settle_who_was_there(meeting, by=by)
    return known


def put_on_the_list(
    meeting: Meeting, person: Person, *, status: str, by: User | None, **values: Any
) -> Attendance:
    """Write somebody's part down. Whether it may stand is settled by whoever calls this."""
    known = Attendance.objects.filter(meeting=meeting, person=person).first()
    fresh = {"substitute_for": None, "apology_reason": "", "apology_received_on": None, "note": ""} | values
    if known is None:
        known = Attendance(meeting=meeting, person=person, status=status, **fresh)
        history.add(known, by=by)
        return known
    if status not in Attendance.IN_THE_ROOM:
        replace_stays(known, [], by=by)
    history.edit(known, by=by, status=status, **fresh)
    return known


@transaction.atomic
def remove_attendance(attendance: Attendance, *, by: User) -> Meeting:
    """Take somebody off the list who was put there by mistake."""
    meeting = lock_the_room(attendance.meeting)

    refuse_when_approved(meeting)

    history.record(meeting, "attendance removed", by=by, reason=str(attendance))
    attendance.stays.all().delete()
    attendance.delete()
    settle_who_was_there(meeting, by=by)
    return meeting


def refuse_when_approved(meeting: Meeting) -> None:
    if Minutes.objects.approved().filter(meeting=meeting).exists():
        raise Refused("The minutes of this meeting are approved and stay as they are.")
