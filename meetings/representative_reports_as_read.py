"""A representative's report as its readers read it: plain things to show, with no question left to the database."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from core.access import SCHEDULE_12A
from core.templatetags.house import british_date
from meetings import reporting, wording
from meetings.items_as_read import ActionAsRead, DecisionAsRead
from meetings.models import (
    ActionItem,
    AgendaItem,
    Meeting,
    MinutesRelease,
    MinutesVersion,
    RepresentativeReport,
    RepresentativeReportVersion,
)
from meetings.reading import decision_read_by
from partnership.models import Organisation


@dataclass(frozen=True)
class EntryAsRead:
    """One item in a report: the author's words, and what is quoted; of an exempt one nothing but its number."""

    number: str
    title: str
    is_stub: bool = False
    exemption: str = ""
    meaning: str = ""
    minute: str = ""
    decisions: tuple[DecisionAsRead, ...] = ()
    actions: tuple[ActionAsRead, ...] = ()

    @property
    def anchor(self) -> str:
        return f"item-{self.number}"

    @property
    def quotes(self) -> bool:
        return bool(self.minute or self.decisions or self.actions)


@dataclass(frozen=True)
class ReportAsRead:
    """A report, and where it stands."""

    report: RepresentativeReport
    version: RepresentativeReportVersion | None
    content: dict[str, Any]
    entries: list[EntryAsRead]
    # The newest version of the minutes that everyone can read, where it is not the one that the report quotes.
    minutes_since: MinutesVersion | None = None

    @property
    def title(self) -> str:
        return self.content["title"]

    @property
    def opening(self) -> str:
        """Who tells whom about what: the sentence that a reader came for."""
        group = wording.group_in_a_sentence(self.content["group"])
        return (
            f"{self.content['author']} reports the meeting of {group} of "
            f"{british_date(self.report.meeting.held_on)} to the {self.content['body']}."
        )

    @property
    def source(self) -> str:
        """Which minutes it quotes, and what has become of them."""
        quoted = self.content["minutes"]
        if quoted["stage"] == MinutesVersion.Stage.APPROVED:
            sentence = f"It quotes the approved minutes (version {quoted['version']})."
        else:
            sentence = (
                f"It quotes the draft minutes (version {quoted['version']}), "
                "which the group had not approved when it was written."
            )
        if self.minutes_since:
            newer = f"version {self.minutes_since.number} ({self.minutes_since.get_stage_display().lower()})"
            sentence += f" The minutes have been published again since, as {newer}."
        return sentence

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Who, for whom, when. Only what is known."""
        report, version = self.report, self.version
        facts = [
            ("Meeting", f"{self.content['group']}, {british_date(report.meeting.held_on)}"),
            ("Author", self.content["author"]),
            ("For", f"{self.content['body']} ({self.content['sector'].lower()} sector)"),
            ("Published", british_date(report.published_at) if report.published_at else "Not published"),
        ]
        if version and version.number > 1:
            facts += [
                ("Corrected", f"{british_date(version.at)}, version {version.number}"),
                ("What was corrected", version.reason),
            ]
        return facts


def given_out(report: RepresentativeReport, user, *, number: int | None = None) -> ReportAsRead:
    """The newest version of a report, or that of a number, as anyone may read it today.

    Raises RepresentativeReportVersion.DoesNotExist when this reader may not see one.
    """
    versions = RepresentativeReportVersion.objects.visible_to(user).filter(report=report)
    if number is not None:
        versions = versions.filter(number=number)
    version = versions.select_related("minutes_version").newest_first().first()
    if version is None:
        raise RepresentativeReportVersion.DoesNotExist
    newest = _newest_public_minutes(report)
    since = newest if newest and newest.number > version.minutes_version.number else None
    return _as_read(report, version, version.content, user, since)


def on_the_desk(report: RepresentativeReport, user) -> ReportAsRead:
    """The report as it would be published now. Raises Refused when its minutes cannot be read by everyone."""
    page = reporting.minutes_for_everyone(report.meeting)
    return _as_read(report, None, reporting.composed(report, page), user, None)


def text_of(version: RepresentativeReportVersion) -> str:
    """One version in plain paragraphs, without what is closed today."""
    access_now = reporting.access_today(version.report.meeting)
    return reporting.as_text(reporting.for_readers(version.content, access_now=access_now))


def reports_around(meeting: Meeting, user) -> dict[str, Any]:
    """For the page of a meeting: its reports, and what a representative who sat there can do about one."""
    person = getattr(user, "person", None)
    reports = list(RepresentativeReport.objects.visible_to(user).of_meeting(meeting).with_names())
    held = meeting.status == Meeting.Status.CLOSED
    report_to = Organisation.objects.represented_by_login(user, meeting.group, on=meeting.held_on)
    bodies = list(report_to) if person and held else []
    return {
        "reports": [report for report in reports if report.status == RepresentativeReport.Status.PUBLISHED],
        "own_report": next((report for report in reports if report.author == person), None),
        "report_to": bodies,
        "can_be_reported": bool(bodies)
        and meeting.group.is_public
        and MinutesRelease.objects.filter(
            version__meeting=meeting, audience=MinutesRelease.Audience.PUBLIC
        ).exists(),
    }


def _as_read(
    report: RepresentativeReport,
    version: RepresentativeReportVersion | None,
    content: reporting.Content,
    user,
    since: MinutesVersion | None,
) -> ReportAsRead:
    items = _items_today(report, user)
    access_now = {pk: item.access for pk, item in items.items()}
    seen = reporting.for_readers(content, access_now=access_now)
    entries = [_entry(each, items.get(each["id"])) for each in seen["entries"]]
    return ReportAsRead(report, version, seen, entries, since)


def _items_today(report: RepresentativeReport, user) -> dict[int, Any]:
    """The items of the meeting, with what the reader may see today of what was decided and undertaken."""
    items = AgendaItem.objects.of_meeting(report.meeting).prefetch_related(
        Prefetch("decisions", decision_read_by(user)),
        Prefetch("actions", ActionItem.objects.visible_to(user).select_related("owner")),
    )
    return {item.pk: item for item in items.order_by()}


def _entry(entry: reporting.Content, item: Any) -> EntryAsRead:
    if entry.get("is_stub"):
        paragraphs = item.exempt_paragraphs if item else []
        return EntryAsRead(
            number=entry["number"],
            title="Exempt item",
            is_stub=True,
            exemption=wording.exemption(paragraphs, SCHEDULE_12A),
        )
    decisions = {each.ref: each for each in item.decisions.all()}
    actions = {each.pk: each for each in item.actions.all()}
    return EntryAsRead(
        number=entry["number"],
        title=entry["title"],
        meaning=entry["meaning"],
        minute=entry["minute"],
        decisions=tuple(DecisionAsRead(each, decisions.get(each["ref"])) for each in entry["decisions"]),
        actions=tuple(ActionAsRead(each, actions.get(each["id"])) for each in entry["actions"]),
    )


def _newest_public_minutes(report: RepresentativeReport) -> MinutesVersion | None:
    given = MinutesRelease.objects.filter(audience=MinutesRelease.Audience.PUBLIC).values("version")
    return MinutesVersion.objects.filter(meeting=report.meeting, pk__in=given).latest_first().first()
