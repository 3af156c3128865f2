"""By when members should have the draft minutes of a meeting, and when officers and chair hear that they do not."""

from datetime import date

from django.utils import timezone

from core.due_days import CAUGHT_UP, around
from meetings.models import Meeting

# So many days after a meeting its members should have a draft; officers hear weekly, the third time with the chair.
DRAFT_DAYS = 10
DAYS = {"first": DRAFT_DAYS, "again": DRAFT_DAYS + 7, "chair": DRAFT_DAYS + 14}

# The record of an older meeting is written after the fact: nobody is late with it.
LOOKS_BACK = max(DAYS.values()) + CAUGHT_UP


def counted_from(meeting: Meeting) -> date:
    """The day of the meeting; where its closed record was taken back to be corrected, the day of that."""
    if meeting.reopened_at:
        return timezone.localtime(meeting.reopened_at).date()
    return meeting.held_on


def days_of(meeting: Meeting) -> dict[str, date]:
    return around(counted_from(meeting), **DAYS)


def awaits_draft(meeting: Meeting) -> bool:
    """Whether its day has passed and the members have no draft of its minutes."""
    return Meeting.objects.without_draft_for_members(timezone.localdate()).filter(pk=meeting.pk).exists()
