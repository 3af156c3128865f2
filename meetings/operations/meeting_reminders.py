"""Reminding of what is to be done around a meeting: agenda and papers before it, minutes and corrections after."""

from datetime import date, timedelta

from django.db import transaction

from core.due_days import reached
from meetings import afterwards_due, papers_due
from meetings.models import Meeting, Minutes, Report
from partnership import notices
from partnership.models import User

# A reminder of papers that could not be given is not made up for long after: the next one comes soon.
PAPERS_CAUGHT_UP = 4


@transaction.atomic
def remind_of_papers(*, on: date, by: User | None) -> int:
    """Tell officers, and authors of reports, that agenda and papers are to be out; once it is late, the chair too.

    A week before, on the last working day before, and on the morning after. Returns how many were told.
    """
    told = 0
    for meeting in Meeting.objects.still_ahead_on(on).with_group():
        days = papers_due.days_of(meeting)
        name = reached(days, on=on, within=PAPERS_CAUGHT_UP)
        if not name:
            continue
        occasion = f"{name} {papers_due.last_day_of(meeting)}"
        if papers_due.awaits_papers(meeting):
            readers = notices.officers_and_chair(meeting.group, meeting, chair=name == "late")
            what = "papers_late" if name == "late" else "papers_due"
            told += len(notices.tell(readers, what, about=meeting, occasion=occasion))
        for report in Report.objects.in_preparation().meant_for(meeting).with_paper():
            if papers_due.awaits_report(report):
                told += len(notices.tell([report.author], "report_wanted", about=report, occasion=occasion))
    return told


@transaction.atomic
def remind_of_minutes(*, on: date, by: User | None) -> int:
    """Tell officers of meetings whose draft minutes nobody has; the third time the chair as well.

    Returns how many were told.
    """
    told = 0
    lately = Meeting.objects.held_or_reopened_since(on - timedelta(days=afterwards_due.LOOKS_BACK))
    for meeting in lately.without_draft_for_members(on).with_group():
        days = afterwards_due.days_of(meeting)
        name = reached(days, on=on)
        if not name:
            continue
        readers = notices.officers_and_chair(meeting.group, meeting, chair=name == "chair")
        occasion = f"{name} {afterwards_due.counted_from(meeting)}"
        told += len(notices.tell(readers, "minutes_overdue", about=meeting, occasion=occasion))
    return told


@transaction.atomic
def remind_of_corrections(*, on: date, by: User | None) -> int:
    """Tell the members, the day before, that they can propose corrections to draft minutes no longer than that.

    Where the clock missed it, on the last day itself, and then no more. Returns how many were told.
    """
    told = 0
    for minutes in Minutes.objects.closing_to_corrections_soon(on):
        members = User.objects.members_of(minutes.meeting.group)
        occasion = f"{minutes.corrections_close_on}"
        told += len(notices.tell(members, "corrections_closing", about=minutes, occasion=occasion))
    return told
