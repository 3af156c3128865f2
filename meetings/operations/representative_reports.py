"""Writing, publishing, correcting and withdrawing a representative's report of a meeting."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.models import sealed
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings import reporting, snapshot
from meetings.models import (
    AgendaItem,
    Meeting,
    ReportedItem,
    ReportedPassage,
    RepresentativeReport,
    RepresentativeReportVersion,
)
from partnership import notices
from partnership.models import Everywhere, Organisation, Person, Topic, User

Status = RepresentativeReport.Status
HEAD = ("title", "introduction", "ask")
ENTRY = ("is_chosen", "meaning", "quotes_minute", "quoted_decisions", "quoted_actions")


class ReportConflict(Exception):
    """The report was saved in another window in the meantime. Holds it as it is now, so that nothing is lost."""

    def __init__(self, report: RepresentativeReport) -> None:
        super().__init__("This report was saved in another window while you were writing.")
        self.report = report


@transaction.atomic
def start_representative_report(
    meeting: Meeting, *, author: Person, body: Organisation, by: User
) -> RepresentativeReport:
    """Begin a report of a meeting from its published minutes; what is of interest to the sector is ticked already."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)

    page = reporting.minutes_for_everyone(meeting)
    represented = Organisation.objects.represented_by(author, meeting.group, on=meeting.held_on)
    if not represented.filter(pk=body.pk).exists():
        raise Refused(f"{author} did not represent the {body} in the {meeting.group} on that day.")
    if RepresentativeReport.objects.of_meeting(meeting).of_author(author).exists():
        raise Refused(f"{author} has begun a report of this meeting already.")

    title = f"{meeting.group}, {british_date(meeting.held_on)}: report to the {body.brief}"
    report = RepresentativeReport(meeting=meeting, author=author, body=body, title=title[:200])
    history.add(report, by=by, verb="started")
    of_interest = reporting.of_interest(meeting, report)
    for item in reporting.open_items(page):
        if item["id"] in of_interest:
            history.add(_with_everything_decided(report, item), by=by, verb="ticked")
    return report


@transaction.atomic
def write_representative_report(
    report: RepresentativeReport, *, revision: int, entries: Mapping[int, Mapping[str, Any]], by: User, **head
) -> RepresentativeReport:
    """Save what its author has written, on top of `revision`; `entries` by the ids of the items.

    Raises ReportConflict when something else was saved since that revision.
    """
    report = _locked(report)
    mine = {entry.item_id: entry for entry in report.entries.all()}

    changes = {pk: values for pk, values in entries.items() if _differs(mine.get(pk, ReportedItem()), values)}
    if not changes and all(getattr(report, name) == value for name, value in head.items()):
        return report
    if report.revision != revision:
        raise ReportConflict(report)
    of_meeting = AgendaItem.objects.of_meeting(report.meeting).filter(pk__in=changes)
    if of_meeting.count() != len(changes):
        raise Refused("One of the items is not of this meeting.")

    history.edit(report, by=by, verb="written", revision=revision + 1, **head)
    for pk, values in changes.items():
        if pk in mine:
            history.edit(mine[pk], by=by, verb="written", **values)
        else:
            history.add(ReportedItem(report=report, item_id=pk, **values), by=by, verb="written")
    return report


@transaction.atomic
def publish_representative_report(
    report: RepresentativeReport, *, by: User, reason: str = ""
) -> RepresentativeReportVersion:
    """Put the report before everyone, under its author's name and body; whoever follows it is told once.

    A report that was given out before gets a corrected version, which says why.
    """
    report = _locked(report)

    _refuse_move(report, Status.PUBLISHED)
    page = reporting.minutes_for_everyone(report.meeting)
    content = reporting.composed(report, page)
    reporting.refuse_unready(content, page, author=by)
    reporting.refuse_unchanged(content, report)
    last = report.versions.newest_first().first()
    if last and not reason.strip():
        raise Refused("The report has been published before. Say what is corrected.")

    version = _new_version(report, content, reason=reason.strip(), by=by)
    history.edit(
        report,
        by=by,
        verb="published again" if last else "published",
        reason=reason.strip(),
        status=Status.PUBLISHED,
        published_at=report.published_at or version.at,
        published_revision=report.revision,
        withdrawn_at=None,
        withdrawn_because="",
    )

    _tell_followers(report, content, "corrected" if last else "published", version=version, by=by)
    return version


@transaction.atomic
def withdraw_representative_report(
    report: RepresentativeReport, *, reason: str, by: User
) -> RepresentativeReport:
    """Take back what was published. The address stays and says when and why; followers are told."""
    report = _locked(report)

    _refuse_move(report, Status.WITHDRAWN)
    if not reason.strip():
        raise Refused("Say why the report is withdrawn. Everyone reads the reason at its address.")

    history.edit(
        report,
        by=by,
        verb="withdrawn",
        reason=reason.strip(),
        status=Status.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawn_because=reason.strip(),
    )

    version = report.versions.newest_first().first()
    _tell_followers(report, version.content, "withdrawn", version=version, by=by)
    return report


def _locked(report: RepresentativeReport) -> RepresentativeReport:
    return RepresentativeReport.objects.select_for_update(of=("self",)).with_names().get(pk=report.pk)


def _with_everything_decided(report: RepresentativeReport, item: snapshot.Content) -> ReportedItem:
    """An item ticked, and its decisions and actions with it."""
    return ReportedItem(
        report=report,
        item_id=item["id"],
        is_chosen=True,
        quoted_decisions=[decision["ref"] for decision in item["decisions"]],
        quoted_actions=[action["id"] for action in item["actions"]],
    )


def _differs(entry: ReportedItem, values: Mapping[str, Any]) -> bool:
    return any(getattr(entry, name) != values[name] for name in ENTRY)


def _refuse_move(report: RepresentativeReport, to: Status) -> None:
    if not report.may_become(to):
        raise Refused(
            f"The report is {report.get_status_display().lower()}, so it cannot be {to.label.lower()} now."
        )


def _new_version(
    report: RepresentativeReport, content: reporting.Content, *, reason: str, by: User
) -> RepresentativeReportVersion:
    """Seal the report under the next number, with the author's words for search."""
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    quoted = report.meeting.minutes_versions.get(number=content["minutes"]["version"])
    version = RepresentativeReportVersion(
        report=report,
        number=number,
        minutes_version=quoted,
        reason=reason,
        at=timezone.now(),
        by=by,
        **sealed(content),
    )
    version.save()
    about_all = "\n\n".join(text for text in (content["introduction"], content["ask"]) if text)
    ReportedPassage.objects.bulk_create(
        [
            ReportedPassage(version=version, item=None, title=content["title"], text=about_all),
            *(
                ReportedPassage(
                    version=version, item_id=entry["id"], title=entry["title"], text=entry["meaning"]
                )
                for entry in content["entries"]
            ),
        ]
    )
    return version


def _tell_followers(
    report: RepresentativeReport,
    content: reporting.Content,
    what: str,
    *,
    version: RepresentativeReportVersion,
    by: User,
) -> None:
    """Everyone who follows the group, the body or a topic of the report, each once; not the one who did it."""
    items = [entry["id"] for entry in content["entries"]]
    topics = Topic.objects.filter(agenda_items__in=items).distinct()
    followed = [report.meeting.group, report.body, *topics, Everywhere.REPRESENTATIVE_REPORTS]
    followers = User.objects.following(*followed).exclude(pk=by.pk)
    occasion = f"version {version.number}"
    notices.tell(
        followers, f"representative_report_{what}", about=report, occasion=occasion, followed=followed
    )
