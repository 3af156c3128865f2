"""The findings library: read by everyone, kept by officers; and whether something has been asked before."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.refusals import require
from engagement import operations
from engagement.before import asked_before as what_was_asked_before
from engagement.forms.findings import FindingFilter, FindingForm
from engagement.models import Finding
from engagement.permissions import can_edit_finding, is_officer
from engagement.views.consultation_keeping import kept_by
from engagement.views.consultations import trail_to_consultation
from meetings.views.steps import Trail, done, posted

LIBRARY = "/engagement/findings/"
HOME: Trail = [("Engagement", "/engagement/")]
TRAIL: Trail = [*HOME, ("Findings", LIBRARY)]


@login_not_required
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """What was learned, by place, audience and words."""
    form = FindingFilter(request.GET, request.user, Finding.objects.visible_to(request.user).newest_first())
    page = page_of(form.found().with_places(), request, per_page=20)
    context = {
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        "can_add_finding": is_officer(request.user),
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/findings.html", context)


@login_not_required
@require_safe
def finding(request: HttpRequest, slug: str) -> HttpResponse:
    """One thing that was learned."""
    found = Finding.objects.visible_to(request.user).with_places()
    finding = get_object_or_404(found, slug=slug)
    context = {
        "finding": finding,
        "can_edit_finding": can_edit_finding(request.user, finding),
        "trail": TRAIL,
    }
    return TemplateResponse(request, "engagement/finding.html", context)


@require_http_methods(["GET", "POST"])
def add_finding(request: HttpRequest) -> HttpResponse:
    """Put something that was learned into the library."""
    require(is_officer, request.user)
    asked = request.GET.get("consultation", "")
    initial = {"consultation": asked if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None}
    form = FindingForm(posted(request), user=request.user, initial=initial, cancel_address=LIBRARY)
    if finding := form.carry_out(operations.add_finding, by=request.user):
        return done(request, "The finding is in the library.", finding)
    return _page(request, form, "Add a finding", TRAIL)


@require_http_methods(["GET", "POST"])
def edit_finding(request: HttpRequest, slug: str) -> HttpResponse:
    """Say it better."""
    finding = get_object_or_404(Finding.objects.visible_to(request.user).select_related("group"), slug=slug)
    require(can_edit_finding, request.user, finding)
    form = FindingForm(
        posted(request), user=request.user, finding=finding, cancel_address=finding.get_absolute_url()
    )
    if form.carry_out(operations.edit_finding, finding, by=request.user):
        return done(request, "The finding is saved.", finding)
    return _page(request, form, "Change a finding", [*TRAIL, (finding.title, finding.get_absolute_url())])


@require_safe
def asked_before(request: HttpRequest, slug: str) -> HttpResponse:
    """What was found and asked that is close to a consultation in the making."""
    consultation = kept_by(request, slug)
    context = {
        "consultation": consultation,
        "earlier": what_was_asked_before(consultation, request.user),
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/asked_before.html", context)


def _page(request: HttpRequest, form: Any, heading: str, trail: Trail) -> HttpResponse:
    context = {"form": form, "heading": heading, "trail": trail}
    return TemplateResponse(request, "engagement/consultation_form.html", context)
