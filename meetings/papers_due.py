"""By which day the agenda and the papers of a meeting must be out, and what of them is not."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.due_days import around
from core.working_days import latest_day_for
from meetings import report_clearance
from meetings.models import Meeting, Paper, PlannedPublication, Report

AHEAD = [Meeting.Status.PLANNED, Meeting.Status.CALLED]


@dataclass(frozen=True)
class PapersDue:
    """What is still to be published for one meeting."""

    meeting: Meeting
    last_day: date
    agenda: bool
    papers: int
    reports: int

    @property
    def is_anything(self) -> bool:
        return self.agenda or bool(self.papers or self.reports)

    @property
    def in_words(self) -> str:
        """The agenda, 2 papers and 1 report that is being prepared."""
        parts = [
            "the agenda" if self.agenda else "",
            _counted(self.papers, "paper", "papers"),
            _counted(self.reports, "report that is being prepared", "reports that are being prepared"),
        ]
        said = [part for part in parts if part]
        return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]])) if said else "nothing"


def papers_due(meeting: Meeting) -> PapersDue:
    """What an officer still has to publish. What is set for an hour that is in time needs nobody."""
    last_day = last_day_of(meeting)
    set_for = {
        each.act for each in PlannedPublication.objects.waiting().of_meeting(meeting).until(end_of(last_day))
    }
    agenda = not meeting.agenda_is_published and "agenda" not in set_for
    papers = 0 if "papers" in set_for else Paper.objects.of_meeting(meeting).standing().unpublished().count()
    reports = Report.objects.in_preparation().meant_for(meeting).count()
    return PapersDue(meeting, last_day, agenda, papers, reports)


def last_day_of(meeting: Meeting) -> date:
    """The last day on which publishing gives the clear days of notice that the group's rules ask for."""
    return latest_day_for(meeting.group.notice_days, meeting.held_on)


def days_of(meeting: Meeting) -> dict[str, date]:
    """A week before, on the last working day before, and on the morning after the last day."""
    last_day = last_day_of(meeting)
    return around(last_day, week=-7, late=1) | {"day": latest_day_for(0, last_day)}


def awaits_report(report: Report) -> bool:
    """Whether its author still has something to do before it can go on the agenda of a meeting to come."""
    return (
        report.meeting is not None
        and report.paper.item is None
        and report.paper.withdrawn_at is None
        and report.meeting.status in AHEAD
        and report.meeting.held_on > timezone.localdate()
        and bool(report_clearance.missing_before_agenda(report))
    )


def awaits_papers(meeting: Meeting) -> bool:
    """Whether the meeting is still to come and something of its agenda or papers is not published."""
    is_ahead = meeting.status in AHEAD and meeting.held_on > timezone.localdate()
    return is_ahead and papers_due(meeting).is_anything


def can_still_be_in_time(meeting: Meeting) -> bool:
    """Whether something is not published, and publishing it today would give the notice asked for."""
    return awaits_papers(meeting) and timezone.localdate() <= last_day_of(meeting)


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day + timedelta(1), time.min, tzinfo=timezone.get_default_timezone())


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
