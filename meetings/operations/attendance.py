"""Who was there."""

from django.db import transaction

from core import history
from core.refusals import Refused
from meetings.models import Attendance, Meeting, Minutes
from partnership.models import Person, User


@transaction.atomic
def record_attendance(
    meeting: Meeting, *, person: Person, status: str, by: User | None, **values
) -> Attendance:
    """Say what part somebody had in the meeting; said before, it is corrected."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)

    refuse_when_approved(meeting)
    if meeting.is_called_off:
        raise Refused(f"The meeting is {meeting.get_status_display().lower()}.")

    known = Attendance.objects.filter(meeting=meeting, person=person).first()
    fresh = {"substitute_for": None, "apology_reason": "", "apology_received_on": None, "note": ""} | values
    if known is None:
        known = Attendance(meeting=meeting, person=person, status=status, **fresh)
        history.add(known, by=by)
    else:
        history.edit(known, by=by, status=status, **fresh)
    return known


@transaction.atomic
def remove_attendance(attendance: Attendance, *, by: User) -> Meeting:
    """Take somebody off the list who was put there by mistake."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=attendance.meeting_id)

    refuse_when_approved(meeting)

    history.record(meeting, "attendance removed", by=by, reason=str(attendance))
    attendance.delete()
    return meeting


def refuse_when_approved(meeting: Meeting) -> None:
    if Minutes.objects.approved().filter(meeting=meeting).exists():
        raise Refused("The minutes of this meeting are approved and stay as they are.")
