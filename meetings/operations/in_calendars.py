"""What calendars of members know of a meeting, and who is still to be invited."""

from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from partnership import notices
from partnership.models import Notice, User

# Of what stands in a calendar, this is what a person turns up by.
SHOWN = ("held_on", "start_time", "end_time", "place", "title")
_COUNTED = ["calendar_sequence", "calendar_changed_at"]


def count_change(meeting: Meeting) -> None:
    """One more change that calendars must hear of. The caller holds the row, so no two changes get one number."""
    meeting.calendar_sequence += 1
    meeting.calendar_changed_at = timezone.now()
    meeting.save(update_fields=_COUNTED)


def count_call(meeting: Meeting) -> None:
    """The first invitation is number 0. One that follows a change, or an earlier day, has to outnumber it."""
    if meeting.calendar_sequence:
        count_change(meeting)
    else:
        meeting.calendar_changed_at = timezone.now()
        meeting.save(update_fields=_COUNTED)


def members_expect(meeting: Meeting) -> bool:
    """It stands in the members' calendars: it was called, or one was in whose place it is."""
    return Meeting.objects.same_in_calendars(meeting).filter(agenda_published_at__isnull=False).exists()


@transaction.atomic
def invite_new_members(*, by: User | None) -> int:
    """Tell whoever joined a group after its next meeting was called, or came by a login since. Returns how many."""
    told = 0
    for meeting in Meeting.objects.calling().with_group().order_by("held_on", "pk"):
        knows = Notice.objects.of(meeting, "meeting_called").exclude(to=None).values("to")
        members = User.objects.members_of(meeting.group).exclude(pk__in=knows)
        told += len(notices.tell(members, "meeting_called", about=meeting))
    return told
