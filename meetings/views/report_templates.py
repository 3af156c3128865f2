"""Which sections reports to each body have."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import Refused, require
from meetings import operations
from meetings.forms.report_templates import TemplateRows
from meetings.models import ReportTemplate
from meetings.operations.report_templates import sections_for
from meetings.permissions import can_edit_report_template
from partnership.models import Group


@require_safe
def report_templates(request: HttpRequest) -> HttpResponse:
    """The bodies, each with whether it has sections of its own."""
    require(can_edit_report_template, request.user)
    with_own = set(ReportTemplate.objects.values_list("group", flat=True))
    groups = [(group, group.pk in with_own) for group in Group.objects.open_today()]
    context = {"groups": groups, "trail": [("Manage", reverse("partnership:manage"))]}
    return TemplateResponse(request, "meetings/report_templates.html", context)


@require_http_methods(["GET", "POST"])
def edit_report_template(request: HttpRequest, slug: str) -> HttpResponse:
    """All sections of one body's reports in one form. Moving one keeps what was typed; saving keeps it for good."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_edit_report_template, request.user)
    rows = TemplateRows(sections_for(group), request.POST if request.method == "POST" else None)
    refused = ""
    if rows.is_sent and rows.is_valid():
        try:
            operations.set_report_template(group, sections=rows.sections(), by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"Reports to the {group} begin with these sections from now on.")
            return redirect("meetings:report_templates")
    context = {
        "group": group,
        "rows": rows,
        "errors": [*([("", refused)] if refused else []), *rows.errors],
        "trail": [
            ("Manage", reverse("partnership:manage")),
            ("Sections of reports", reverse("meetings:report_templates")),
        ],
    }
    return TemplateResponse(request, "meetings/edit_report_template.html", context)
