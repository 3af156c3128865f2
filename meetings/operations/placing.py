"""Putting a report on an agenda, and taking it off again."""

from typing import Any

from django.db import transaction

from core import history
from core.access import Access
from core.refusals import Refused
from meetings.models import AgendaItem, Meeting, Report
from meetings.operations.agenda import add_item
from meetings.operations.papers import edit_paper
from meetings.operations.reports import locked, refuse_unless_ready
from partnership.models import User


@transaction.atomic
def place_report(
    report: Report, *, by: User, item: AgendaItem | None = None, meeting: Meeting | None = None
) -> Report:
    """Put an approved and cleared report before an item, or before a new item of a meeting whose agenda is open."""
    report = locked(report)
    paper = report.paper

    if paper.item is not None:
        raise Refused(f"The report is on the agenda of {paper.item.meeting} already.")
    refuse_unless_ready(report)
    if item is None and meeting is None:
        raise Refused("Choose the item it is for.")

    if item is None and meeting is not None:
        reasons: dict[str, Any] = {}
        if paper.access == Access.EXEMPT:
            reasons = {"exempt_paragraphs": paper.exempt_paragraphs, "public_interest": paper.public_interest}
        item = add_item(meeting, title=paper.title, access=paper.access, by=by, **reasons)
    assert item is not None
    edit_paper(paper, item=item, by=by)
    history.edit(report, by=by, meeting=item.meeting)
    history.record(report, "put on the agenda", by=by, reason=str(item))
    return locked(report)


@transaction.atomic
def take_report_off(report: Report, *, by: User) -> Report:
    """Take a report that is not published off its agenda, so that its words can be changed again."""
    report = locked(report)

    if report.paper.item is None:
        raise Refused("The report is on no agenda.")

    edit_paper(report.paper, item=None, by=by)
    history.record(report, "taken off the agenda", by=by)
    return locked(report)
