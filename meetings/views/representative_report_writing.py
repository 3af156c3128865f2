"""The pages on which a representative writes, publishes, corrects and withdraws a report."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core import compare
from core.refusals import Refused, require
from meetings import operations, reporting
from meetings.addresses import meeting_at
from meetings.forms.representative_reports import (
    PublishCorrectedReportForm,
    PublishReportForm,
    StartReportForm,
    WithdrawReportForm,
    WriteReportForm,
)
from meetings.models import Meeting, RepresentativeReport
from meetings.operations import ReportConflict
from meetings.permissions import (
    can_publish_representative_report,
    can_start_representative_report,
    can_withdraw_representative_report,
    can_write_representative_report,
)
from meetings.representative_reports_as_read import on_the_desk
from meetings.views.representative_reports import report_at, trail_to_report
from meetings.views.steps import posted, trail_to
from partnership.models import Organisation


@require_http_methods(["GET", "POST"])
def start_representative_report(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Begin a report of this meeting to the body that one represented there; one's own report goes on."""
    meeting = meeting_at(request, group, day)
    require(can_start_representative_report, request.user, meeting)
    author = request.user.person  # type: ignore[union-attr]
    if begun := RepresentativeReport.objects.of_meeting(meeting).of_author(author).first():
        return redirect("meetings:write_representative_report", *begun.address)
    bodies = list(Organisation.objects.represented_by(author, meeting.group, on=meeting.held_on))
    form = StartReportForm(posted(request), bodies=bodies, cancel_address=meeting.get_absolute_url())
    started = operations.start_representative_report
    if report := form.carry_out(started, meeting, author=author, by=request.user):
        return redirect("meetings:write_representative_report", *report.address)
    context = {
        "meeting": meeting,
        "bodies": bodies,
        "form": form,
        "not_yet": why_not_yet(meeting),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/start_representative_report.html", context)


@require_http_methods(["GET", "POST"])
def write_representative_report(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """The whole report on one page. What is saved in another window meanwhile is told, and nothing typed is lost."""
    report = report_at(request, group, day, author)
    require(can_write_representative_report, request.user, report)
    if refusal := why_not_yet(report.meeting):
        messages.error(request, refusal)
        return redirect(report.meeting)
    form, conflict = desk(report, posted(request)), None
    try:
        saved = form.carry_out(operations.write_representative_report, report, by=request.user)
    except ReportConflict as found:
        saved, conflict = None, found
        typed = request.POST.copy()
        typed["revision"] = str(found.report.revision)
        form = desk(found.report, typed)
    if saved:
        return go_on(request, saved)
    context = {
        "report": report,
        "form": form,
        "conflict": conflict,
        "differences": differences(form) if conflict else [],
        "closed_since": closed_since(report, form),
        "trail": trail_to_report(report),
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return TemplateResponse(request, "meetings/write_representative_report.html", context, status=status)


@require_http_methods(["GET", "POST"])
def publish_representative_report(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """The report as everyone would read it, and the button that publishes it."""
    report = report_at(request, group, day, author)
    require(can_publish_representative_report, request.user, report)
    kind = PublishReportForm if report.is_draft else PublishCorrectedReportForm
    form = kind(posted(request))
    if form.carry_out(operations.publish_representative_report, report, by=request.user):
        messages.success(request, "The report is published, and those who follow it are told.")
        return redirect(report)
    context: dict[str, Any] = {"report": report, "form": form, "trail": trail_to_report(report)}
    try:
        page = on_the_desk(report, request.user)
        context |= {"page": page, "left_out": left_out(report, page)}
        reporting.refuse_unchanged(page.content, report)
        reporting.refuse_unready(
            page.content, reporting.minutes_for_everyone(report.meeting), author=request.user
        )
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return TemplateResponse(request, "meetings/publish_representative_report.html", context)


@require_http_methods(["GET", "POST"])
def withdraw_representative_report(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """Take back what was published, with the reason."""
    report = report_at(request, group, day, author)
    require(can_withdraw_representative_report, request.user, report)
    form = WithdrawReportForm(posted(request), cancel_address=report.get_absolute_url())
    if form.carry_out(operations.withdraw_representative_report, report, by=request.user):
        messages.success(request, "The report is withdrawn.")
        return redirect(report)
    context = {"report": report, "form": form, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/withdraw_representative_report.html", context)


def why_not_yet(meeting: Meeting) -> str:
    """Why this meeting cannot be reported now; nothing when it can."""
    try:
        reporting.minutes_for_everyone(meeting)
    except Refused as refusal:
        return str(refusal)
    return ""


def desk(report: RepresentativeReport, typed: Any) -> WriteReportForm:
    """The form with what is saved, or what was typed, beside the published words."""
    page = reporting.minutes_for_everyone(report.meeting)
    pairs = zip(page.content["items"], page.items, strict=True)
    items = [(item["id"], as_read) for item, as_read in pairs if not item.get("is_stub")]
    reasons = reporting.of_interest(report.meeting, report)
    return WriteReportForm(
        typed, report=report, items=items, reasons=reasons, cancel_address=report.meeting.get_absolute_url()
    )


def go_on(request: HttpRequest, report: RepresentativeReport) -> HttpResponse:
    """To the preview, or back to the desk for those who only saved."""
    if request.POST.get("do") == "save":
        messages.success(request, "Saved. Nobody but you can see it yet.")
        return redirect("meetings:write_representative_report", *report.address)
    return redirect("meetings:publish_representative_report", *report.address)


def differences(form: WriteReportForm) -> list[dict[str, Any]]:
    """Each text that was saved otherwise in another window: what it is called, and both texts word by word."""
    found = []
    items = {f"item-{pk}-meaning": str(item.number) for pk, item in form.items}
    for name in ("title", "introduction", *items, "ask"):
        theirs, mine = str(form.initial.get(name) or ""), str(form[name].value() or "").replace("\r\n", "\n")
        if theirs != mine:
            label = f"Item {items[name]}" if name in items else str(form[name].label).split(" (")[0]
            changes = compare.words(theirs, mine)
            found.append({"label": label, "theirs": theirs, "mine": mine, "changes": changes})
    return found


def closed_since(report: RepresentativeReport, form: WriteReportForm) -> list[Any]:
    """What was written on items that are not open any more: for the author's eyes alone, to be used elsewhere."""
    offered = [pk for pk, _ in form.items]
    kept = report.entries.exclude(item__in=offered).exclude(meaning="")
    return list(kept.select_related("item"))


def left_out(report: RepresentativeReport, page: Any) -> list[str]:
    """The numbers of the items that were chosen and that everyone may not read any more."""
    shown = {entry["id"] for entry in page.content["entries"]}
    chosen = report.entries.filter(is_chosen=True).exclude(item__in=shown)
    return list(chosen.order_by("item__number").values_list("item__number", flat=True))
