"""A report as its readers read it: the page, the files, its versions."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core import compare as comparison
from core.documents import Document, pdf_response, word_response
from meetings import report_clearance, report_text, wording
from meetings.models import ForwardPlanEntry, Meeting, Report, ReportVersion
from meetings.permissions import can_approve_report, can_give_clearance, can_place_report
from meetings.report_as_read import ReportAsRead
from meetings.report_documents import file_name, report_document
from meetings.report_reading import (
    as_read,
    clearances_as_seen,
    has_unpublished_changes,
    what_became_of,
)
from meetings.views.reports import report_at, trail_of_report, trail_to_report

Response = Callable[[Document, str, HttpRequest], HttpResponse]


def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a paper that is a report."""
    report = report_at(request, pk)
    paper = report.paper
    page = page_asked_for(request, report)
    context = {
        "report": report,
        "paper": paper,
        "page": page,
        "body": wording.group_in_a_sentence(page.content["group"]),
        "meeting_is_seen": _meeting_is_seen(report, request.user),
        "is_readable": report.is_worked_on or not paper.withdrawn_at,
        "which": _which(request, page),
        "became": what_became_of(report, request.user),
        "entries": ForwardPlanEntry.objects.visible_to(request.user).about_paper(paper),
        "versions_count": report.versions.count(),
        "trail": trail_of_report(report),
    }
    if report.is_worked_on:
        context |= _work_on(request, report, page)
    return TemplateResponse(request, "meetings/report.html", context)


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as PDF."""
    return _file(request, pk, pdf_response)


@login_not_required
@require_safe
def report_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as Word."""
    return _file(request, pk, word_response)


@login_not_required
@require_safe
def report_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version that was given out, and whether each is still as it was sealed."""
    report = report_at(request, pk)
    found = versions_of(report)
    form = ReportVersionsForm(found, initial=_last_two(found))
    context = {"report": report, "versions": found, "form": form, "trail": trail_to_report(report)}
    return TemplateResponse(request, "meetings/report_versions.html", context)


@login_not_required
@require_safe
def compare_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of a report in one text, word by word."""
    report = report_at(request, pk)
    found = versions_of(report)
    form = ReportVersionsForm(found, request.GET or None, initial=_last_two(found))
    if not form.is_bound:
        return redirect("meetings:report_versions", pk)
    context = {"report": report, "form": form, "trail": trail_to_report(report)}
    if form.is_valid():
        old, new = form.chosen()
        changes = comparison.words(*(report_text.as_text(each.content) for each in (old, new)))
        differs = any(change.kind != "same" and not change.is_blank for change in changes)
        context |= {"old": old, "new": new, "changes": changes, "differs": differs}
    return TemplateResponse(request, "meetings/compare_report.html", context)


class ReportVersionsForm(forms.Form):
    """Which two versions to compare."""

    def __init__(self, versions: list[ReportVersion], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {str(version.number): version for version in versions}
        for name, label in (("from", "Compare"), ("to", "With")):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(number, f"Version {number}") for number in self.by_number],
                widget=forms.Select(attrs={"class": "govuk-select"}),
                error_messages={
                    "required": "Choose a version.",
                    "invalid_choice": "There is no such version for you to read.",
                },
            )

    def chosen(self) -> tuple[ReportVersion, ReportVersion]:
        """The two versions, the older first."""
        pair = [self.by_number[self.cleaned_data[name]] for name in ("from", "to")]
        old, new = sorted(pair, key=lambda version: version.number)
        return old, new


def page_asked_for(request: HttpRequest, report: Report) -> ReportAsRead:
    """The report as it holds now; ?version=1 as it was given out then; ?draft for those who work on it."""
    asked = request.GET.get("version", "")
    if asked:
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 6
        version = next(
            (each for each in versions_of(report) if is_number and each.number == int(asked)), None
        )
        if version is None:
            raise Http404
        return as_read(report, version=version)
    return as_read(report, working="draft" in request.GET and report.is_worked_on)


def versions_of(report: Report) -> list[ReportVersion]:
    """What was given out; a 404 where that is nothing, or was taken back and the reader does not work on it."""
    found = list(report.versions.select_related("by").latest_first())
    if not found or (report.paper.withdrawn_at and not report.is_worked_on):
        raise Http404
    return found


def _file(request: HttpRequest, pk: int, response: Response) -> HttpResponse:
    report = report_at(request, pk)
    if report.paper.withdrawn_at and not report.is_worked_on:
        raise Http404
    page = page_asked_for(request, report)
    return response(report_document(page), file_name(page), request)


def _which(request: HttpRequest, page: ReportAsRead) -> str:
    """What the files have to be asked for, to say the same as this page."""
    if page.version is not None and "version" in request.GET:
        return f"?version={page.version.number}"
    return "?draft" if page.is_draft and "draft" in request.GET else ""


def _meeting_is_seen(report: Report, user) -> bool:
    """Whether a link to the meeting leads this reader anywhere."""
    item = report.paper.item
    return item is not None and Meeting.objects.visible_to(user).filter(pk=item.meeting_id).exists()


def _last_two(found: list[ReportVersion]) -> dict[str, int]:
    return {"from": found[1 if len(found) > 1 else 0].number, "to": found[0].number}


def _work_on(request: HttpRequest, report: Report, page: ReportAsRead) -> dict:
    """What those who work on the report see beside it: where it stands, who clears it, what to do next."""
    user, paper = request.user, report.paper
    runs_body = can_place_report(user, report)
    is_open = not paper.item and not paper.published_at and not paper.withdrawn_at
    clearances = clearances_as_seen(report)
    for each in clearances:
        each.row.report = report
    standing = report_clearance.standing_of(report)
    asked_areas = {each.row.area for each in clearances}
    return {
        "standing": standing,
        "clearances": clearances,
        "not_asked": [area for area in report.clearances.model.ALWAYS if area not in asked_areas],
        "mine": [
            each
            for each in clearances
            if is_open and each.row.advice == "asked" and each.row.consulted_id == user.pk
        ],
        "answerable": {
            each.row.pk
            for each in clearances
            if is_open
            and each.row.advice == "asked"
            and (each.row.consulted_id == user.pk or (runs_body and can_give_clearance(user, each.row)))
        },
        "is_open": is_open,
        "can_write_report": not paper.withdrawn_at
        and (report.author_id == user.pk or runs_body)
        and (is_open or bool(paper.published_at)),
        "can_waive_clearance": is_open
        and report.author_id != user.pk
        and (runs_body or report.approver_id == user.pk),
        "can_approve_report": is_open
        and not report_clearance.missing_before_approval(report)
        and not standing.is_ready
        and can_approve_report(user, report),
        "can_place_report": runs_body,
        "has_changes": has_unpublished_changes(report, page),
    }
