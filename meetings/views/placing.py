"""A report goes on an agenda, is given out with it, and is corrected afterwards."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core import compare
from core.refusals import require
from meetings import operations, report_clearance, report_text
from meetings.forms.answers import ConfirmForm
from meetings.forms.placing import PlaceReportForm
from meetings.forms.reports import CorrectReportForm
from meetings.permissions import can_place_report
from meetings.views.reports import report_at, trail_to_report
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def place_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a report on an agenda; what is missing is named."""
    report = report_at(request, pk)
    require(can_place_report, request.user, report)
    form = PlaceReportForm(posted(request), report=report, cancel_address=report.get_absolute_url())
    if placed := form.carry_out(operations.place_report, report, by=request.user):
        return done(request, f"The report is on the agenda of {placed.paper.item.meeting}.", placed)
    context = {
        "report": report,
        "form": form,
        "missing": report_clearance.missing_before_agenda(report),
        "trail": trail_to_report(report),
    }
    return TemplateResponse(request, "meetings/place_report.html", context)


@require_http_methods(["GET", "POST"])
def take_report_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report off its agenda, to change its words."""
    report = report_at(request, pk)
    require(can_place_report, request.user, report)
    form = ConfirmForm(
        posted(request), submit_label="Take it off the agenda", cancel_address=report.get_absolute_url()
    )
    if form.carry_out(operations.take_report_off, report, by=request.user):
        return done(request, "The report is off the agenda and can be changed.", report)
    context = {"report": report, "form": form, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/take_report_off.html", context)


@require_http_methods(["GET", "POST"])
def correct_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out what was corrected, seeing word by word what changes for its readers."""
    report = report_at(request, pk)
    require(can_place_report, request.user, report)
    form = CorrectReportForm(posted(request), cancel_address=report.get_absolute_url())
    if version := form.carry_out(operations.correct_report, report, by=request.user):
        return done(request, f"The correction is given out as version {version.number}.", report)
    last = report.versions.latest_first().first()
    was = report_text.as_text(last.content) if last else ""
    changes = compare.words(was, report_text.as_text(report_text.of(report)))
    context = {
        "report": report,
        "form": form,
        "changes": changes,
        "differs": any(each.kind != "same" and not each.is_blank for each in changes),
        "trail": trail_to_report(report),
    }
    return TemplateResponse(request, "meetings/correct_report.html", context)
