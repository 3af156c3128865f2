"""Reports in preparation: the list of them, a new one, and what stands at the head of one."""

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import history
from core.refusals import require
from meetings import operations, report_clearance
from meetings.forms.reports import BeginReportForm, ReportForm
from meetings.models import Meeting, Paper, Report
from meetings.permissions import can_begin_report, can_write_report
from meetings.report_reading import report_of, reports_to_work_on
from meetings.views.steps import Trail, done, posted
from partnership.models import Group

PER_PAGE = 20
# The entry itself says who and when; marks and counts concern nobody.
SAID_ALREADY = {"Revision", "Approved mark", "Of mark", "Of words", "Approved at", "Approved by"}
SAID_ALREADY |= {"Answered at", "Answered by", "Asked at", "Asked by", "Published at", "Published by"}


@require_safe
def reports_in_preparation(request: HttpRequest) -> HttpResponse:
    """The reports that this person writes, clears, approves or keeps, with where each stands."""
    found = reports_to_work_on(request.user).in_preparation()
    groups = Group.objects.supported_by(request.user).open_today()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for report in page:
        report.standing = report_clearance.standing_of(report)
    context = {"page": page, "groups": groups, "trail": []}
    return TemplateResponse(request, "meetings/reports_in_preparation.html", context)


@require_http_methods(["GET", "POST"])
def begin_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a report to a body."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_begin_report, request.user, group)
    asked = request.GET.get("meeting", "")
    meeting = Meeting.objects.of_group(group).filter(
        pk=asked if asked.isascii() and asked.isdigit() else None
    )
    form = BeginReportForm(
        posted(request),
        group=group,
        initial={"author": request.user.pk, "meeting": meeting.first(), "access": "open"},
        cancel_address=group.get_absolute_url(),
    )
    report = form.carry_out(operations.begin_report, group, by=request.user)
    if report:
        return done(request, f"“{report}” is begun.", address_of(report, "write_report"))
    trail = [("Groups", "/groups/"), (group.name, group.get_absolute_url())]
    return TemplateResponse(
        request, "meetings/begin_report.html", {"group": group, "form": form, "trail": trail}
    )


@require_http_methods(["GET", "POST"])
def edit_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what stands at the head of a report, and who works on it."""
    report = report_at(request, pk)
    require(can_write_report, request.user, report)
    form = ReportForm(
        posted(request), group=report.group, report=report, cancel_address=report.get_absolute_url()
    )
    if form.carry_out(operations.edit_report, report, by=request.user):
        return done(request, "The head of the report is saved.", report)
    context = {"report": report, "form": form, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/edit_report.html", context)


@require_safe
def report_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what to a report: its words, its clearances, its way to the agenda."""
    report = report_at(request, pk)
    if not report.is_worked_on:
        raise Http404
    parts = [[report], [report.paper], list(report.sections.all()), list(report.clearances.all())]
    entries = history.of_any(*parts)
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    names = {
        (ContentType.objects.get_for_model(part).pk, part.pk): str(part)
        for kind in parts[2:]
        for part in kind
    }
    happenings = history.readable(page.object_list, names=names)
    for happening in happenings:
        happening.changes = [change for change in happening.changes if change.label not in SAID_ALREADY]
    context = {"report": report, "page": page, "happenings": happenings, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/report_history.html", context)


def report_at(request: HttpRequest, pk: int) -> Report:
    """The report of this paper, if this reader may see it; otherwise a 404."""
    visible = Paper.objects.visible_to(request.user).reports()
    return report_of(get_object_or_404(visible, pk=pk), request.user)


def address_of(report: Report, name: str) -> str:
    """A page of a report."""
    return reverse(f"meetings:{name}", args=[report.paper_id])


def trail_to_report(report: Report) -> Trail:
    """The way down to a report."""
    return [*trail_of_report(report), (str(report), report.get_absolute_url())]


def trail_of_report(report: Report) -> Trail:
    """Where a report stands: on an agenda, or among those in preparation."""
    item = report.paper.item
    if item is None:
        return [("Reports in preparation", reverse("meetings:reports_in_preparation"))]
    return [("Meetings", "/meetings/"), (str(item.meeting), item.get_absolute_url())]
