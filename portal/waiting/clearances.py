"""Reports that wait for somebody's advice or approval."""

from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date
from meetings import report_clearance
from meetings.models import Clearance, Report
from meetings.report_reading import reports_to_work_on
from partnership.models import User
from portal.waiting.tasks import Task, Waiting, first


def clearances_asked(user: User) -> Waiting:
    """Advice on reports that was asked of me, the earliest deadline first."""
    asked = Clearance.objects.asked_of(user).unanswered().of_reports_in_preparation().with_report()
    tasks = [
        Task(
            f"{each.name}: {each.report}",
            each.report.get_absolute_url(),
            f"To the {each.report.group}, by {british_date(each.due_on)}",
            *(("Late", "red") if each.is_overdue else _soon(each)),
        )
        for each in first(asked.order_by("due_on"))
    ]
    return Waiting("Your advice is asked", tasks, reverse("meetings:reports_in_preparation"))


def reports_to_approve(user: User) -> Waiting:
    """Reports that are to be approved by me and have all that they need for it."""
    mine = reports_to_work_on(user).in_preparation().filter(approver=user, paper__item=None)
    waiting = [report for report in first(mine) if _waits_for_approval(report)]
    tasks = [
        Task(str(report), report.get_absolute_url(), f"To the {report.group}, by {report.author}")
        for report in waiting
    ]
    return Waiting("Reports to approve", tasks, reverse("meetings:reports_in_preparation"))


def _waits_for_approval(report: Report) -> bool:
    needs_approval = bool(report_clearance.missing_before_agenda(report))
    return needs_approval and not report_clearance.missing_before_approval(report)


def _soon(clearance: Clearance) -> tuple[str, str]:
    days = (clearance.due_on - timezone.localdate()).days if clearance.due_on else 0
    return ("Today" if days == 0 else f"In {days} day{'' if days == 1 else 's'}"), "blue"
