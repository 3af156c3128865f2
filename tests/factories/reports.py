"""Structured reports, made by the operations that make them in life, from a first draft to an approved one."""

from datetime import timedelta

from django.utils import timezone

from meetings import operations, report_text
from meetings.models import Clearance, Report
from partnership.models import Group, User
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

TEXTS = {
    "purpose": "To put a framework before the body.",
    "key-considerations": "The county reviews its services.\n\nA charter is being written.",
    "financial": "It costs nothing new.",
    "legal": "There are none.",
    "recommendations-list": ["That the framework is approved."],
}


def begun(group: Group, *, author: User | None = None, title: str = "A framework", **values) -> Report:
    """Just begun, by an author who does not support the group."""
    return operations.begin_report(
        group, title=title, author=author or UserFactory(), by=officer_of(group), **values
    )


def written(report: Report, **texts) -> Report:
    """With something in every section that must be filled in; `texts` are parts by their names."""
    kept = report_text.parts_of(report)
    shown = {name: report_text.mark_of_part(value) for name, value in kept.items()}
    by_name = {name.replace("_", "-"): text for name, text in texts.items()}
    operations.write_report(report, texts=TEXTS | by_name, shown=shown, by=report.author)
    return afresh(report)


def cleared(report: Report) -> Report:
    """Finance and legal have cleared it as it stands."""
    for area in Clearance.ALWAYS:
        asked = operations.ask_clearance(
            report,
            area=area,
            consulted=UserFactory(),
            due_on=timezone.localdate() + timedelta(days=7),
            by=report.author,
        )
        operations.give_clearance(asked, advice=Clearance.Advice.CLEARED, by=asked.consulted)
    return afresh(report)


def approved(report: Report) -> Report:
    """Somebody else than the author has approved it as it stands."""
    operations.approve_report(report, by=report.approver or officer_of(report.group))
    return afresh(report)


def ready(group: Group, **values) -> Report:
    """May go on an agenda."""
    return approved(cleared(written(begun(group, **values))))


def afresh(report: Report) -> Report:
    """As the database has it now."""
    return Report.objects.with_paper().get(pk=report.pk)
