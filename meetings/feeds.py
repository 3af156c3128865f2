"""What is new from meetings, as entries of feeds: what everyone may see, each thing once, changed when it changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from core import markdown
from core.feeds import MOST, Entry, newest, paragraph
from core.templatetags.house import british_date, british_time
from localities.models import Locality
from meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    MinutesRelease,
    MinutesVersion,
    Paper,
    PaperVersion,
    ReportVersion,
    RepresentativeReport,
    RepresentativeReportVersion,
)
from partnership.models import Group

EVERYONE = AnonymousUser()


def decisions(group: Group | None = None) -> list[Entry]:
    """Decisions that were published, of one group or of all, the latest first."""
    found = Decision.objects.visible_to(EVERYONE).published()
    if group is not None:
        found = found.of_group(group)
    return [_decision(each) for each in found.with_meeting().order_by("-published_at", "-pk")[:MOST]]


def of_group(group: Group) -> list[Entry]:
    """Agendas, papers, minutes, decisions and representatives' reports of a group: one question for each kind."""
    meetings = Meeting.objects.visible_to(EVERYONE).of_group(group)
    papers = Paper.objects.visible_to(EVERYONE).published().of_group(group).with_item()
    reports = RepresentativeReport.objects.visible_to(EVERYONE).published().of_group(group).with_names()
    return newest(
        [
            *map(_agenda, _latest(with_agenda(meetings))),
            *map(_minutes, _latest(with_minutes(meetings))),
            *map(_paper, _latest(as_published(papers))),
            *map(_report, _latest(as_reported(reports))),
            *decisions(group),
        ]
    )


def of_locality(locality: Locality) -> list[Entry]:
    """What concerns a locality: agendas, papers and decisions about it, and minutes of its own partnership."""
    items = AgendaItem.objects.visible_to(EVERYONE).in_locality(locality).order_by()
    meetings = Meeting.objects.visible_to(EVERYONE).concerning(locality, items)
    papers = Paper.objects.visible_to(EVERYONE).published().filter(item__in=items.values("pk")).with_item()
    decided = Decision.objects.visible_to(EVERYONE).published().in_locality(locality).with_meeting()
    return newest(
        [
            *map(_agenda, _latest(with_agenda(meetings))),
            *map(_minutes, _latest(with_minutes(meetings.filter(group=locality.group_id)))),
            *map(_paper, _latest(as_published(papers))),
            *map(_decision, decided.order_by("-published_at", "-pk")[:MOST]),
        ]
    )


def with_agenda(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those that were called; called off or moved, they have changed."""
    called = meetings.filter(agenda_published_at__isnull=False)
    return called.annotate(changed_at=Greatest("agenda_published_at", "calendar_changed_at"))


def with_minutes(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those whose minutes everyone may read: since when, when they changed last, and whether they are a draft still."""
    versions = MinutesVersion.objects.visible_to(EVERYONE).filter(meeting=OuterRef("pk"))
    given = MinutesRelease.objects.filter(
        version__meeting=OuterRef("pk"), audience=MinutesRelease.Audience.PUBLIC
    )
    return meetings.annotate(
        first_at=Subquery(given.order_by("at").values("at")[:1]),
        changed_at=Subquery(given.order_by("-at").values("at")[:1]),
        stage=Subquery(versions.latest_first().values("stage")[:1]),
    ).filter(stage__isnull=False)


def as_published(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Papers, with when each was last replaced, corrected or withdrawn."""
    files = PaperVersion.objects.filter(paper=OuterRef("pk")).newest_first().values("at")[:1]
    texts = ReportVersion.objects.filter(report__paper=OuterRef("pk")).latest_first().values("at")[:1]
    return papers.annotate(
        # Of those that there are: the database leaves out what is empty.
        changed_at=Greatest("published_at", Subquery(files), Subquery(texts), "withdrawn_at")
    )


def as_reported(reports: QuerySet[RepresentativeReport]) -> QuerySet[RepresentativeReport]:
    """Representatives' reports, with when each was last corrected."""
    versions = RepresentativeReportVersion.objects.filter(report=OuterRef("pk")).newest_first()
    return reports.annotate(changed_at=Greatest("published_at", Subquery(versions.values("at")[:1])))


def _latest(found: QuerySet[Any]) -> Iterable[Any]:
    rows = found.select_related("group") if found.model is Meeting else found
    return rows.order_by("-changed_at", "-pk")[:MOST]


def _decision(decision: Decision) -> Entry:
    meeting = decision.item.meeting
    facts = f"{decision.get_outcome_display()} at the meeting of {british_date(meeting.held_on)}."
    return Entry(
        key=f"decision/{decision.ref}",
        title=f"Decision {decision.ref} of the {decision.group.name}",
        address=decision.get_absolute_url(),
        published_at=_moment(decision.published_at),
        text=f"{paragraph(facts)}{markdown.render(decision.text)}",
        category="Decision",
    )


def _agenda(meeting: Any) -> Entry:
    off = f"{meeting.get_status_display()}: " if meeting.is_called_off else ""
    where = [british_date(meeting.held_on), british_time(meeting.start_time), meeting.place]
    reason = f" {meeting.status_reason}" if meeting.is_called_off else ""
    return Entry(
        key=f"agenda/{'/'.join(meeting.address)}",
        title=f"{off}Agenda of the {meeting.group.name}, {british_date(meeting.held_on)}",
        address=meeting.get_absolute_url(),
        published_at=meeting.agenda_published_at,
        updated_at=meeting.changed_at,
        text=paragraph(f"{', '.join(filter(None, where))}.{reason}"),
        category="Agenda",
    )


def _minutes(meeting: Any) -> Entry:
    stage = "Draft minutes" if meeting.stage == MinutesVersion.Stage.DRAFT else "Minutes"
    return Entry(
        key=f"minutes/{'/'.join(meeting.address)}",
        title=f"{stage} of the {meeting.group.name}, {british_date(meeting.held_on)}",
        address=f"{meeting.get_absolute_url()}#minutes",
        published_at=meeting.first_at,
        updated_at=meeting.changed_at,
        category="Minutes",
    )


def _paper(paper: Any) -> Entry:
    item = paper.item
    off = "Withdrawn: " if paper.is_withdrawn else ""
    place = f"For item {item.number} of the meeting of the {paper.group.name}, {british_date(item.meeting.held_on)}."
    return Entry(
        key=f"paper/{paper.pk}",
        title=f"{off}{paper.title}",
        address=paper.get_absolute_url(),
        published_at=paper.published_at,
        updated_at=paper.changed_at,
        text=paragraph(f"{place} {paper.withdrawal_reason}".strip()),
        category="Paper",
    )


def _report(report: Any) -> Entry:
    meeting = report.meeting
    words = f"{report.author} reports to the {report.body} of the meeting of {british_date(meeting.held_on)}."
    return Entry(
        key=f"report/{'/'.join(report.address)}",
        title=report.title,
        address=report.get_absolute_url(),
        published_at=report.published_at,
        updated_at=report.changed_at,
        text=paragraph(words),
        category="Representative’s report",
    )


def _moment(moment: datetime | None) -> datetime:
    """Of what is published it is known when."""
    if moment is None:
        raise ValueError("not published")
    return moment
