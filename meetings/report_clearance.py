"""Where a report stands on its way to an agenda, and what stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.templatetags.house import british_date
from meetings import report_text
from meetings.models import Clearance, Report


@dataclass(frozen=True)
class Standing:
    """Where a report stands, in words, with a colour, and what is missing before it may go on an agenda."""

    label: str
    colour: str
    missing: list[str]

    @property
    def is_ready(self) -> bool:
        return not self.missing


def has_lapsed(clearance: Clearance, mark: str) -> bool:
    """Whether what was cleared has been changed since. A waiver is about the respect, not about the words."""
    return clearance.advice in Clearance.GIVEN and clearance.of_mark != mark


def missing_clearances(clearances: Iterable[Clearance], mark: str) -> list[str]:
    """What is missing of the advice, a sentence for each."""
    clearances = list(clearances)
    asked = {each.area for each in clearances}
    missing = [
        f"Nobody has been asked about {area.label.lower()}: ask somebody, or waive it with a reason."
        for area in Clearance.ALWAYS
        if area not in asked
    ]
    for each in clearances:
        if each.advice == Clearance.Advice.ASKED:
            late = ", and it is late" if each.is_overdue else ""
            missing.append(
                f"{each} has not answered yet; advice was asked by {british_date(each.due_on)}{late}."
            )
        elif has_lapsed(each, mark):
            missing.append(f"{each}: the report has been changed since. Ask again.")
        elif each.advice == Clearance.Advice.NOT_CLEARED:
            missing.append(
                f"{each}: not cleared. Change the report and ask again, or waive it with a reason."
            )
    return missing


def missing_before_approval(report: Report) -> list[str]:
    """Words and advice that must be there before somebody may approve the report."""
    content = report_text.of(report)
    sections = list(report.sections.all())
    missing = [f"“{heading}” is empty." for heading in report_text.missing_from(content, sections)]
    return missing + missing_clearances(report.clearances.all(), report_text.mark_of(content))


def missing_before_agenda(report: Report) -> list[str]:
    """All that must be done before the report may go on an agenda."""
    missing = missing_before_approval(report)
    if report.approved_at is None:
        missing.append("Nobody has approved it yet.")
    elif report.approved_mark != report_text.mark_of(report_text.of(report)):
        missing.append(
            f"It has been changed since {report.approved_by} approved it. It needs approval again."
        )
    return missing


def standing_of(report: Report) -> Standing:
    """Where the report stands, for lists and for its own page."""
    paper = report.paper
    if paper.withdrawn_at:
        return Standing("Withdrawn", "grey", [])
    if paper.published_at:
        return Standing(f"Published on {british_date(paper.published_at)}", "green", [])
    if paper.item:
        return Standing(f"On the agenda of {british_date(paper.item.meeting.held_on)}", "turquoise", [])
    missing = missing_before_agenda(report)
    if not missing:
        return Standing("Approved, may go on an agenda", "green", [])
    clearances = list(report.clearances.all())
    waiting = [each for each in clearances if each.advice == Clearance.Advice.ASKED]
    if not missing_before_approval(report):
        return Standing("Cleared, waits for approval", "blue", missing)
    if waiting:
        names = ", ".join(each.name.lower() for each in waiting)
        late = any(each.is_overdue for each in waiting)
        return Standing(
            f"Being cleared: {names}{', late' if late else ''}", "red" if late else "yellow", missing
        )
    return Standing("Being written", "grey", missing)
