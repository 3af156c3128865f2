"""Regular reports: all that one may read, one of them, its files, and having one made now."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.private_files import file_response
from core.refusals import Refused, require
from core.workbooks import XLSX
from meetings.views.steps import Trail, done, posted
from partnership.models import PeriodicReport
from partnership.models.periodic_reports import fingerprint
from partnership.periodic_reports import KINDS, label_of
from partnership.permissions import can_have_digest, can_make_reports
from portal import operations
from portal.forms_of_reports import MakeReportForm, PeriodicReportFilter

PER_PAGE = 20
TRAIL: Trail = [("Regular reports", "/regular-reports/")]


@login_not_required
@require_safe
def periodic_reports(request: HttpRequest) -> HttpResponse:
    """The newest of each kind in a sentence, then every report that the reader may see."""
    form = PeriodicReportFilter(request.GET, request.user)
    page = page_of(form.found(), request, per_page=PER_PAGE)
    for report in page:
        report.kind_in_words = label_of(report.kind)
    newest = PeriodicReport.objects.visible_to(request.user).newest_of_each_kind().in_brief()
    is_first = not form.is_asked and page.number == 1 and not form.errors
    context = {
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        "newest": [(label_of(each.kind), each) for each in newest] if is_first else [],
        "can_make_reports": can_make_reports(request.user),
        "can_have_digest": can_have_digest(request.user),
        "trail": [],
    }
    return TemplateResponse(request, "portal/periodic_reports.html", context)


@login_not_required
@require_safe
def periodic_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what it says first, then its figures as pictures with their tables, and its two files."""
    report = report_at(request, pk)
    same = PeriodicReport.objects.visible_to(request.user).of_kind(report.kind).about(report.thing)
    editions = same.made_for(report.audience, report.reader).over(report.since, report.until)
    context = {
        "report": report,
        "statement": report.statement,
        "editions": editions.in_brief().exclude(pk=report.pk).order_by("number"),
        "trail": TRAIL,
    }
    return TemplateResponse(request, "portal/periodic_report.html", context)


@login_not_required
@require_safe
def periodic_report_pdf(request: HttpRequest, pk: int) -> FileResponse:
    """The report on paper, as it was made."""
    report = report_at(request, pk)
    return _kept(report.pdf, report.pdf_sha256, _name(report, "pdf"), "application/pdf", request)


@login_not_required
@require_safe
def periodic_report_excel(request: HttpRequest, pk: int) -> FileResponse:
    """The report as a spreadsheet, as it was made."""
    report = report_at(request, pk)
    return _kept(report.workbook, report.workbook_sha256, _name(report, "xlsx"), XLSX, request)


@require_safe
def choose_report(request: HttpRequest) -> HttpResponse:
    """Which kind of report to have made now."""
    require(can_make_reports, request.user)
    kinds = sorted((kind for kind in KINDS.values() if not kind.goes_on), key=lambda kind: kind.label)
    context = {"kinds": kinds, "trail": TRAIL}
    return TemplateResponse(request, "portal/choose_report.html", context)


@require_http_methods(["GET", "POST"])
def make_report(request: HttpRequest, kind: str) -> HttpResponse:
    """Say about what, of which time and for whom; then a worker makes it, and the page shows how far it is."""
    require(can_make_reports, request.user)
    found = KINDS.get(kind)
    if found is None or found.goes_on:
        raise Http404
    form = MakeReportForm(
        posted(request),
        kind=found,
        user=request.user,
        initial={"about": request.GET.get("about", "")},
        cancel_address=reverse("portal:periodic_reports"),
    )
    if run := form.carry_out(operations.ask_for_report, found.name, by=request.user):
        return redirect(run)
    above = ("Have a report made", reverse("portal:choose_report"))
    context = {"form": form, "kind": found, "trail": [*TRAIL, above]}
    return TemplateResponse(request, "portal/make_report.html", context)


@require_http_methods(["GET", "POST"])
def make_digest(request: HttpRequest) -> HttpResponse:
    """Have one's digest made now, of everything since the last one."""
    require(can_have_digest, request.user)
    if request.method == "POST":
        try:
            return redirect(operations.ask_for_digest(by=request.user))
        except Refused as refusal:
            return done(request, str(refusal), "portal:periodic_reports")
    mine: Any = PeriodicReport.objects.going_on(operations.DIGEST, request.user)
    context = {"last": mine.in_brief().order_by("-until").first(), "trail": TRAIL}
    return TemplateResponse(request, "portal/make_digest.html", context)


def report_at(request: HttpRequest, pk: int) -> PeriodicReport:
    """The report at an address, if this reader may see it; otherwise a 404."""
    seen = PeriodicReport.objects.visible_to(request.user).select_related("group", "by", "reader")
    return get_object_or_404(seen, pk=pk)


def _name(report: PeriodicReport, ending: str) -> str:
    return f"{report.title.replace('/', '-')}, edition {report.number}.{ending}"


def _kept(file: Any, sha256: str, name: str, media_type: str, request: HttpRequest) -> FileResponse:
    """A file that is still the one that was kept; what was changed in the store is handed to nobody."""
    try:
        with file.open("rb") as content:
            is_intact = fingerprint(content) == sha256
    except FileNotFoundError:
        raise Http404("This file is missing from the store.") from None
    if not is_intact:
        raise Http404("The file in the store is not the one that was kept.")
    return file_response(file, name=name, media_type=media_type, saved="download" in request.GET)
