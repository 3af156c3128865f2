"""Meetings as they stand in a calendar: when, where and whether, never what is on the agenda."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.calendars import LONDON, Happening
from meetings.models import Meeting

Status = Meeting.Status


def in_calendar(meeting: Meeting, *, parties: dict[str, Any] | None = None) -> Happening:
    """One meeting as it is now. Without an hour in the record it is a whole day that keeps nobody busy."""
    starts, ends = _times(meeting)
    return Happening(
        uid=str(meeting.calendar_uid),
        title=_title(meeting),
        starts=starts,
        ends=ends,
        changed_at=meeting.calendar_changed_at,
        description=_description(meeting),
        place=meeting.place,
        address=meeting.get_absolute_url(),
        status=_status(meeting),
        sequence=meeting.calendar_sequence,
        takes_time=isinstance(starts, datetime) and not meeting.is_called_off,
        parties=parties or {},
    )


def all_in_calendar(meetings: Iterable[Meeting]) -> list[Happening]:
    return [in_calendar(meeting) for meeting in meetings]


def as_it_stands(meeting: Meeting) -> Meeting:
    """The meeting, or the one that it was put off to, however often: that is where it is now."""
    current = Meeting.objects.with_group().get(pk=meeting.pk)
    while current.postponed_to_id is not None:
        current = Meeting.objects.with_group().get(pk=current.postponed_to_id)
    return current


def _times(meeting: Meeting) -> tuple[date | datetime, date | datetime | None]:
    if meeting.start_time is None:
        return meeting.held_on, meeting.held_on + timedelta(days=1)
    ends = _at(meeting.held_on, meeting.end_time) if meeting.end_time else None
    return _at(meeting.held_on, meeting.start_time), ends


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(LONDON))


def _title(meeting: Meeting) -> str:
    """Some programs show what is cancelled like anything else, so the title says it, too."""
    return f"{meeting.get_status_display()}: {meeting.title}" if meeting.is_called_off else meeting.title


def _description(meeting: Meeting) -> str:
    if meeting.is_called_off:
        return f"The meeting is {meeting.get_status_display().lower()}. The reason given: {meeting.status_reason}"
    if meeting.is_unrecorded:
        return "The record does not say whether it was held."
    if not meeting.agenda_is_published:
        return "The agenda is not published yet."
    return "The agenda, and what is open of papers, minutes and decisions:"


def _status(meeting: Meeting) -> str:
    if meeting.is_called_off:
        return "CANCELLED"
    return "TENTATIVE" if meeting.status == Status.PLANNED else "CONFIRMED"
