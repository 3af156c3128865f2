"""Asking consulted officers, recording what they say, and reminding them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings import report_clearance, report_text
from meetings.models import Clearance, Report
from meetings.operations.reports import locked
from partnership import notices
from partnership.models import User

# So many days before advice is due, whoever has not answered hears of it again.
REMIND_DAYS = 2


@transaction.atomic
def ask_clearance(
    report: Report,
    *,
    area: str,
    due_on: date,
    by: User,
    respect: str = "",
    consulted: User | None = None,
    consulted_name: str = "",
) -> Clearance:
    """Ask an officer whether the report is right in one respect, by a day; or ask again after it was changed."""
    report = locked(report)

    _refuse_unless_in_preparation(report)
    if due_on < timezone.localdate():
        raise Refused("The day by which advice is wanted must be today or later.")
    if consulted is None and not consulted_name.strip():
        raise Refused("Say who is asked.")
    if consulted is not None and consulted.pk == report.author_id:
        raise Refused("The author cannot clear their own report.")

    asked: dict[str, Any] = {
        "consulted": consulted,
        "consulted_name": "" if consulted else consulted_name.strip(),
        "due_on": due_on,
        "advice": Clearance.Advice.ASKED,
        "text": "",
        "asked_at": timezone.now(),
        "asked_by": by,
    }
    respect = respect.strip() if area == Clearance.Area.OTHER else ""
    clearance = (
        Clearance.objects.select_for_update().filter(report=report, area=area, respect=respect).first()
    )
    if clearance is None:
        clearance = Clearance(report=report, area=area, respect=respect, **asked)
        history.add(clearance, by=by, verb="asked")
    else:
        _refuse_asking_again(clearance, report)
        # What was said of earlier words is in the history; `of_words` stays, to show what has changed since.
        history.edit(clearance, by=by, verb="asked again", **asked, answered_at=None, answered_by=None)

    if consulted is not None:
        notices.tell([consulted], "clearance_asked", about=clearance, occasion=clearance.asked_at.isoformat())
    return clearance


@transaction.atomic
def give_clearance(clearance: Clearance, *, advice: str, by: User, text: str = "") -> Clearance:
    """Record what the consulted officer says of the report in the words it has now."""
    report = locked(clearance.report)
    clearance = Clearance.objects.select_for_update(of=("self",)).get(pk=clearance.pk)

    _refuse_unless_in_preparation(report)
    if clearance.advice != Clearance.Advice.ASKED:
        raise Refused(f"{clearance} has answered already. Ask again if the report has changed.")
    if advice not in Clearance.GIVEN:
        raise Refused("Choose whether it is cleared.")
    if advice != Clearance.Advice.CLEARED and not text.strip():
        raise Refused("Say what the comments are, or why it is not cleared.")

    content = report_text.of(report)
    history.edit(
        clearance,
        by=by,
        verb="answered",
        advice=advice,
        text=text.strip(),
        answered_at=timezone.now(),
        answered_by=by,
        of_mark=report_text.mark_of(content),
        of_words=report_text.as_text(content),
    )

    occasion = clearance.asked_at.isoformat()
    notices.tell([report.author], "clearance_answered", about=clearance, occasion=occasion)
    if report.approver and not report_clearance.missing_before_approval(report):
        notices.tell([report.approver], "report_to_approve", about=report, occasion=clearance.of_mark[:40])
    return clearance


@transaction.atomic
def waive_clearance(report: Report, *, area: str, reason: str, by: User, respect: str = "") -> Clearance:
    """Say why the report goes on without advice in one respect, or against it."""
    report = locked(report)

    _refuse_unless_in_preparation(report)
    if report.author_id == by.pk:
        raise Refused("The author cannot waive the clearance of their own report.")
    if not reason.strip():
        raise Refused("Say why no clearance is needed.")
    clearance = (
        Clearance.objects.select_for_update().filter(report=report, area=area, respect=respect).first()
    )
    if clearance is not None and clearance.advice == Clearance.Advice.WAIVED:
        raise Refused(f"{clearance.name} is waived already.")

    now = timezone.now()
    waived = {
        "advice": Clearance.Advice.WAIVED,
        "text": _with_what_was_said(clearance, reason.strip()),
        "answered_at": now,
        "answered_by": by,
    }
    if clearance is None:
        clearance = Clearance(report=report, area=area, respect=respect, asked_at=now, asked_by=by, **waived)
        history.add(clearance, by=by, verb="waived", reason=reason)
    else:
        history.edit(clearance, by=by, verb="waived", reason=reason, **waived)
    return clearance


@transaction.atomic
def remind_of_clearances(*, by: User | None) -> int:
    """Tell, once for each deadline, who is to give advice soon, and them and the author when it is late."""
    today, told = timezone.localdate(), 0
    waiting = Clearance.objects.unanswered().of_reports_in_preparation().with_report()
    for clearance in waiting.filter(due_on__lte=today + timedelta(days=REMIND_DAYS)):
        # Asked again for the same day, they are reminded again.
        occasion = f"{clearance.due_on} {clearance.asked_at:%Y-%m-%d %H:%M}"
        asked = [clearance.consulted] if clearance.consulted else [clearance.report.author]
        if clearance.due_on >= today:
            told += len(notices.tell(asked, "clearance_due", about=clearance, occasion=occasion))
        else:
            late = [*asked, clearance.report.author]
            told += len(notices.tell(late, "clearance_overdue", about=clearance, occasion=occasion))
    return told


def _refuse_unless_in_preparation(report: Report) -> None:
    paper = report.paper
    if paper.withdrawn_at:
        raise Refused("The report is withdrawn.")
    if paper.item or paper.published_at:
        raise Refused("The report is on an agenda already.")


def _refuse_asking_again(clearance: Clearance, report: Report) -> None:
    mark = report_text.mark_of(report_text.of(report))
    stands = clearance.advice in Clearance.LETS_PASS and not report_clearance.has_lapsed(clearance, mark)
    if stands:
        raise Refused(f"{clearance} has cleared these words already.")


def _with_what_was_said(clearance: Clearance | None, reason: str) -> str:
    """A waiver against advice shows the advice."""
    if clearance is None or clearance.advice != Clearance.Advice.NOT_CLEARED:
        return reason
    return f"{reason}\n\nThe advice was: {clearance.text}"
