"""Asking consulted officers, answering them, approving."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import compare
from core.refusals import require
from meetings import operations, report_clearance, report_text
from meetings.forms.answers import ConfirmForm
from meetings.forms.reports import AskClearanceForm, GiveClearanceForm, WaiveClearanceForm
from meetings.models import Clearance, Report
from meetings.permissions import (
    can_approve_report,
    can_give_clearance,
    can_waive_clearance,
    can_write_report,
)
from meetings.views.reports import report_at, trail_to_report
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def ask_clearance(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an officer about a report; with ?again= somebody who answered before it was changed."""
    report = report_at(request, pk)
    require(can_write_report, request.user, report)
    form = AskClearanceForm(
        posted(request), initial=_asked_before(request, report), cancel_address=report.get_absolute_url()
    )
    clearance = form.carry_out(operations.ask_clearance, report, by=request.user)
    if clearance:
        told = "is told by email" if clearance.consulted else "has no login, so tell them yourself"
        return done(request, f"Advice is asked: {clearance.who} {told}.", report)
    context = {"report": report, "form": form, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/ask_clearance.html", context)


@require_http_methods(["GET", "POST"])
def give_clearance(request: HttpRequest, pk: int, clearance: int) -> HttpResponse:
    """Say whether the report is cleared, beside what has changed since the last time."""
    report = report_at(request, pk)
    asked = clearance_of(request, report, clearance)
    require(can_give_clearance, request.user, asked)
    form = GiveClearanceForm(posted(request), cancel_address=report.get_absolute_url())
    if form.carry_out(operations.give_clearance, asked, by=request.user):
        return done(request, "The advice is recorded and the author is told.", report)
    context = {
        "report": report,
        "clearance": asked,
        "form": form,
        "is_mine": asked.consulted_id == request.user.pk,
        "trail": trail_to_report(report),
    }
    return TemplateResponse(request, "meetings/give_clearance.html", context)


@require_http_methods(["GET", "POST"])
def waive_clearance(request: HttpRequest, pk: int, area: str) -> HttpResponse:
    """Let the report go on without advice in one respect, with a reason."""
    report = report_at(request, pk)
    require(can_waive_clearance, request.user, report)
    if area not in Clearance.Area.values:
        raise Http404
    respect = request.GET.get("respect", "")
    known = any((each.area, each.respect) == (area, respect) for each in report.clearances.all())
    if not known and (area not in Clearance.ALWAYS or respect):
        raise Http404
    form = WaiveClearanceForm(posted(request), cancel_address=report.get_absolute_url())
    if form.carry_out(operations.waive_clearance, report, area=area, respect=respect, by=request.user):
        return done(request, "The clearance is waived.", report)
    name = respect or Clearance.Area(area).label
    context = {"report": report, "name": name, "form": form, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/waive_clearance.html", context)


@require_safe
def clearance_changes(request: HttpRequest, pk: int, clearance: int) -> HttpResponse:
    """What has been changed in a report since an officer read it."""
    report = report_at(request, pk)
    asked = clearance_of(request, report, clearance)
    if not asked.of_words:
        raise Http404
    changes = compare.words(asked.of_words, report_text.as_text(report_text.of(report)))
    context = {
        "report": report,
        "clearance": asked,
        "changes": changes,
        "differs": any(each.kind != "same" and not each.is_blank for each in changes),
        "trail": trail_to_report(report),
    }
    return TemplateResponse(request, "meetings/clearance_changes.html", context)


@require_http_methods(["GET", "POST"])
def approve_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the report may go to its body, seeing who has cleared it."""
    report = report_at(request, pk)
    require(can_approve_report, request.user, report)
    form = ConfirmForm(
        posted(request), submit_label="Approve the report", cancel_address=report.get_absolute_url()
    )
    if form.carry_out(operations.approve_report, report, by=request.user):
        return done(request, "The report is approved. It may go on an agenda.", report)
    context = {
        "report": report,
        "form": form,
        "missing": report_clearance.missing_before_approval(report),
        "trail": trail_to_report(report),
    }
    return TemplateResponse(request, "meetings/approve_report.html", context)


def clearance_of(request: HttpRequest, report: Report, pk: int) -> Clearance:
    """One of the report's clearances, if this reader works on the report; otherwise a 404."""
    visible = Clearance.objects.visible_to(request.user).with_report()
    return get_object_or_404(visible, report=report, pk=pk)


def _asked_before(request: HttpRequest, report: Report) -> dict:
    again, area = request.GET.get("again", ""), request.GET.get("area", "")
    for each in report.clearances.all():
        if str(each.pk) == again:
            names = ["area", "respect", "consulted", "consulted_name"]
            return {name: getattr(each, name) for name in names}
    return {"area": area} if area in Clearance.Area.values else {}
