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
        last_heard = _last_heard(meeting)
        members = [
            member
            for member in User.objects.members_of(meeting.group)
            if last_heard.get(member.pk) != "meeting_called"
        ]
        # Who left and has come back is called again.
        back = [member for member in members if member.pk in last_heard]
        told += len(
            notices.tell([each for each in members if each not in back], "meeting_called", about=meeting)
        )
        told += len(notices.tell(back, "meeting_called", about=meeting, occasion=_today("back on")))
    return told


@transaction.atomic
def take_back_invitations(*, by: User | None) -> int:
    """Take a coming meeting out of the calendars of those who have left its group. Returns how many were told."""
    told = 0
    for meeting in Meeting.objects.calling().with_group().order_by("held_on", "pk"):
        invited = [user for user, what in _last_heard(meeting).items() if what == "meeting_called"]
        members = User.objects.members_of(meeting.group).values("pk")
        gone = User.objects.active().filter(pk__in=invited).exclude(pk__in=members)
        told += len(notices.tell(gone, "invitation_withdrawn", about=meeting, occasion=_today("left on")))
    return told


def _last_heard(meeting: Meeting) -> dict[int, str]:
    """Of each login that was called to it: whether the last that it heard was that, or that it is called no more."""
    heard = Notice.objects.about(meeting).filter(what__in=["meeting_called", "invitation_withdrawn"])
    latest = heard.exclude(to=None).order_by("to", "-pk").distinct("to")
    return dict(latest.values_list("to", "what"))


def _today(words: str) -> str:
    return f"{words} {timezone.localdate()}"
