"""The list of representatives' reports, and one report with its versions and files."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import compare as comparison
from core.documents import Document, pdf_response, word_response
from core.templatetags.house import british_date
from meetings.filters import ReportFilter
from meetings.models import RepresentativeReport, RepresentativeReportVersion
from meetings.permissions import can_write_representative_report
from meetings.representative_report_documents import report_document, report_file_name
from meetings.representative_reports_as_read import ReportAsRead, given_out, text_of
from meetings.views.versions import ComparisonForm

PER_PAGE = 20
Trail = list[tuple[str, str]]


@login_not_required
@require_safe
def representative_reports(request: HttpRequest) -> HttpResponse:
    """Every report that stands, the newest meeting first."""
    form = ReportFilter(request.GET, request.user)
    page = Paginator(form.found(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "told": form.told(page.paginator.count)}
    return TemplateResponse(request, "meetings/representative_reports.html", context)


@login_not_required
@require_safe
def representative_report(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """One report: who tells whom about what, item by item; a withdrawn one says when and why."""
    report = report_at(request, group, day, author)
    if report.is_draft:
        return redirect("meetings:publish_representative_report", *report.address)
    is_own = can_write_representative_report(request.user, report)
    context = {
        "report": report,
        "is_own": is_own,
        "others": RepresentativeReport.objects.visible_to(request.user)
        .published()
        .of_meeting(report.meeting)
        .exclude(pk=report.pk)
        .with_names(),
        "trail": trail_to_report(report, itself=False),
    }
    if not report.is_withdrawn:
        context["page"] = read_page(request, report)
        context["versions_count"] = report.versions.count()
    return TemplateResponse(request, "meetings/representative_report.html", context)


@login_not_required
@require_safe
def representative_report_pdf(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """The report as PDF."""
    return _file(request, group, day, author, pdf_response)


@login_not_required
@require_safe
def representative_report_word(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """The report as Word."""
    return _file(request, group, day, author, word_response)


@login_not_required
@require_safe
def representative_report_versions(request: HttpRequest, group: str, day: date, author: str) -> HttpResponse:
    """Every version that was given out, and what changed between two of them."""
    report = report_at(request, group, day, author)
    versions = list(
        RepresentativeReportVersion.objects.visible_to(request.user)
        .filter(report=report)
        .select_related("by", "report__meeting")
        .newest_first()
    )
    if not versions:
        raise Http404
    initial = {"from": versions[min(1, len(versions) - 1)].number, "to": versions[0].number}
    form = ReportComparisonForm(versions, request.GET or None, initial=initial)
    context = {"report": report, "versions": versions, "form": form, "trail": trail_to_report(report)}
    if form.is_bound and form.is_valid():
        old, new = form.chosen()
        changes = comparison.words(text_of(old), text_of(new))
        differs = any(change.kind != "same" and not change.is_blank for change in changes)
        context |= {"old": old, "new": new, "changes": changes, "differs": differs}
    return TemplateResponse(request, "meetings/representative_report_versions.html", context)


class ReportComparisonForm(ComparisonForm):
    """Which two versions of a report to compare."""

    def label_of(self, version: RepresentativeReportVersion) -> str:
        return f"Version {version.number}, {british_date(version.at)}"


def report_at(request: HttpRequest, group: str, day: date, author: str) -> RepresentativeReport:
    """The report at this address, if this reader may see it; otherwise a 404."""
    seen = RepresentativeReport.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen.at_address(group, day, author))


def read_page(request: HttpRequest, report: RepresentativeReport) -> ReportAsRead:
    """The report as given out; ?version=1 asks for an earlier version."""
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise Http404
    try:
        return given_out(report, request.user, number=int(asked) if asked else None)
    except RepresentativeReportVersion.DoesNotExist:
        raise Http404 from None


def trail_to_report(report: RepresentativeReport, *, itself: bool = True) -> Trail:
    """All reports, the meeting, and the report itself on the pages under it."""
    trail = [
        ("Reports", reverse("meetings:representative_reports")),
        (str(report.meeting), report.meeting.get_absolute_url()),
    ]
    return [*trail, (report.title, report.get_absolute_url())] if itself else trail


def _file(
    request: HttpRequest,
    group: str,
    day: date,
    author: str,
    response: Callable[[Document, str, HttpRequest], HttpResponse],
) -> HttpResponse:
    report = report_at(request, group, day, author)
    if report.is_withdrawn:
        raise Http404
    page = read_page(request, report)
    return response(report_document(page), report_file_name(page), request)
