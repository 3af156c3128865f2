"""Beginning, writing, clearing the way for and correcting structured reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.models import sealed
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings import paper_texts, report_clearance, report_text
from meetings.models import Meeting, Paper, Recommendation, Report, ReportSection, ReportVersion
from meetings.operations.report_templates import sections_for
from partnership import notices
from partnership.models import Group, User

LONGEST_TEXT = 100_000
MOST_RECOMMENDATIONS = 26
# What belongs to the paper, of all that is said about a report.
OF_THE_PAPER = ("title", "access", "exempt_paragraphs", "public_interest")


@transaction.atomic
def begin_report(
    group: Group, *, title: str, author: User, by: User | None, meeting: Meeting | None = None, **values: Any
) -> Report:
    """Begin a report to a body, with the sections that its template has today."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)

    if group.closed_on is not None and group.closed_on <= timezone.localdate():
        raise Refused(f"The {group} was closed on {british_date(group.closed_on)}.")
    _refuse_meeting(group, meeting)
    _refuse_same_person(author, values.get("approver"))
    _refuse_exemption(group, values.get("access"))

    of_paper = {name: values.pop(name) for name in OF_THE_PAPER if name in values}
    paper = Paper(group=group, kind=Paper.Kind.REPORT, title=title, **of_paper)
    history.add(paper, by=by, verb="begun")
    paper_texts.keep_words(paper, "")
    report = Report(paper=paper, author=author, meeting=meeting, **values)
    history.add(report, by=by, verb="begun")
    ReportSection.objects.bulk_create(
        ReportSection(report=report, position=position, **shape)
        for position, shape in enumerate(sections_for(group), start=1)
    )
    return report


@transaction.atomic
def edit_report(report: Report, *, by: User | None, **values: Any) -> Report:
    """Change what stands at the head of a report: title, meeting, who may read it, who approves it."""
    report = locked(report)

    _refuse_when_locked(report)
    _refuse_meeting(report.group, values.get("meeting", report.meeting))
    _refuse_same_person(values.get("author", report.author), values.get("approver", report.approver))
    _refuse_exemption(report.group, values.get("access"))
    of_paper = {name: values.pop(name) for name in OF_THE_PAPER if name in values}
    if report.paper.published_at and of_paper.get("title", report.paper.title) != report.paper.title:
        raise Refused("The report is published: its title stays as it is.")

    history.edit(report.paper, by=by, **of_paper)
    history.edit(report, by=by, **values)
    return report


@transaction.atomic
def write_report(
    report: Report, *, texts: Mapping[str, Any], shown: Mapping[str, str], by: User
) -> dict[str, Any]:
    """Save the parts of a report that somebody changed; `shown` are the marks of the texts they began from.

    What somebody else has changed since is not written over. Returns those parts, by name, as they are kept.
    """
    report = locked(report)

    kept = report_text.parts_of(report)
    changed = {name: value for name, value in texts.items() if name in kept and kept[name] != value}
    if changed:
        _refuse_when_locked(report)
    _refuse_too_long(changed)
    conflicts = {
        name: kept[name] for name in changed if report_text.mark_of_part(kept[name]) != shown.get(name)
    }

    to_write = {name: value for name, value in changed.items() if name not in conflicts}
    for section in report.sections.all():
        if section.key in to_write:
            history.edit(section, by=by, verb="written", text=to_write[section.key])
    if "recommendations-list" in to_write:
        _rewrite_recommendations(report, to_write["recommendations-list"], by=by)
    if "is-key" in to_write:
        history.edit(report, by=by, is_key=to_write["is-key"])
    if to_write:
        report.revision += 1
        report.save(update_fields=["revision"])
    return conflicts


@transaction.atomic
def approve_report(report: Report, *, by: User) -> Report:
    """Say that the report, in the words it has now, may go to its body."""
    report = locked(report)

    _refuse_when_locked(report)
    if report.author_id == by.pk:
        raise Refused("A report is approved by somebody else than its author.")
    if missing := report_clearance.missing_before_approval(report):
        raise Refused(f"The report cannot be approved yet. {' '.join(missing)}")
    mark = report_text.mark_of(report_text.of(report))
    if report.approved_mark == mark:
        raise Refused(f"{report.approved_by} has approved these words already.")

    history.edit(
        report, by=by, verb="approved", approved_mark=mark, approved_at=timezone.now(), approved_by=by
    )

    notices.tell([report.author], "report_approved", about=report, occasion=mark[:40])
    return report


@transaction.atomic
def correct_report(report: Report, *, reason: str, by: User) -> ReportVersion:
    """Give out what was corrected in a published report, as its next version with the reason."""
    report = locked(report)

    if report.paper.withdrawn_at:
        raise Refused("The report is withdrawn.")
    if not report.paper.published_at:
        raise Refused("The report is not published yet: change it as it is.")
    if not reason.strip():
        raise Refused("Say what was corrected, and why.")
    last = report.versions.latest_first().first()
    if last is not None and last.sha256 == sealed(report_text.of(report))["sha256"]:
        raise Refused("Nothing has been changed since the last version.")
    if missing := report_text.missing_from(report_text.of(report), list(report.sections.all())):
        raise Refused(f"These sections are empty: {', '.join(missing)}.")

    version = seal_report(report, reason=reason, by=by)
    paper_texts.keep_words(report.paper, report_text.words_of(version.content))
    history.record(report, "corrected", by=by, reason=reason)
    return version


def seal_report(report: Report, *, by: User, reason: str = "") -> ReportVersion:
    """Keep the words as they stand as the next version, for good. Called by what publishes the paper."""
    last = report.versions.aggregate(last=Max("number"))["last"] or 0
    version = ReportVersion(
        report=report,
        number=last + 1,
        reason=reason,
        at=timezone.now(),
        by=by,
        **sealed(report_text.of(report)),
    )
    version.save()
    return version


def refuse_unless_ready(report: Report) -> None:
    """Only an approved report whose clearances are answered goes on an agenda."""
    if missing := report_clearance.missing_before_agenda(report):
        raise Refused(f"The report may not go on an agenda yet. {' '.join(missing)}")


def locked(report: Report) -> Report:
    """The report, held against everybody else until the end of the transaction."""
    Report.objects.select_for_update().get(pk=report.pk)
    return Report.objects.with_paper().select_related("approver", "approved_by").get(pk=report.pk)


def _rewrite_recommendations(report: Report, texts: Sequence[str], *, by: User) -> None:
    """The rows take the new words in their order; what was decided on keeps its row."""
    rows = list(report.recommendations.order_by("position"))
    before = [row.text for row in rows]
    for position, text in enumerate(texts, start=1):
        if position <= len(rows):
            rows[position - 1].text = text
            rows[position - 1].save(update_fields=["text"])
        else:
            Recommendation.objects.create(report=report, position=position, text=text)
    for surplus in rows[len(texts) :]:
        if surplus.resolutions.exists():
            raise Refused("The body has decided on a recommendation that you took out. It stays.")
        surplus.delete()
    history.record(
        report, "recommendations written", by=by, changes={"recommendations": [before, list(texts)]}
    )


def _refuse_when_locked(report: Report) -> None:
    paper = report.paper
    if paper.withdrawn_at:
        raise Refused("The report is withdrawn.")
    if paper.item and not paper.published_at:
        day = british_date(paper.item.meeting.held_on)
        raise Refused(
            f"The report is on the agenda of {day}, so its words stay. Take it off the agenda to change it."
        )


def _refuse_too_long(texts: Mapping[str, Any]) -> None:
    for value in texts.values():
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise Refused(f"A section can have {LONGEST_TEXT:,} characters at most; one has {len(value):,}.")
    recommendations = texts.get("recommendations-list", [])
    if len(recommendations) > MOST_RECOMMENDATIONS:
        raise Refused(f"A report can have {MOST_RECOMMENDATIONS} recommendations at most.")
    if any(len(text) > LONGEST_TEXT for text in recommendations):
        raise Refused(f"A recommendation can have {LONGEST_TEXT:,} characters at most.")


def _refuse_meeting(group: Group, meeting: Meeting | None) -> None:
    if meeting is not None and meeting.group_id != group.pk:
        raise Refused(f"The meeting must be one of the {group}.")


def _refuse_same_person(author: User, approver: User | None) -> None:
    if approver is not None and approver.pk == author.pk:
        raise Refused("A report is approved by somebody else than its author.")


def _refuse_exemption(group: Group, access: str | None) -> None:
    if access == "exempt" and not group.exemptions_allowed:
        raise Refused(f"The rules of the {group} allow no exempt items.")
