"""Pages that everyone may read: all localities on map and table, who is reached, plans, councils, boundaries."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.pages import page_of
from core.spreadsheets import csv_response
from localities import coverage as matrices
from localities.changes import changes_of
from localities.models import Area, BoundarySet, CommunityPlan, Locality, ParishCouncil
from localities.overview import in_force_on, lines_on, map_of
from localities.permissions import can_keep_localities, can_record_in, recorded_by
from localities.views.pages import happenings_of, pages_of_localities, trail_to
from partnership.forms.memberships import AsOnForm

PER_PAGE = 50


@login_not_required
@require_safe
def localities(request: HttpRequest) -> HttpResponse:
    """Every locality on the map and in a table of the same facts, today or on any day."""
    form = AsOnForm(request.GET)
    day = form.cleaned_data.get("on") if form.is_valid() else None
    boundary_set = in_force_on(day or timezone.localdate())
    lines = lines_on(day or timezone.localdate(), boundary_set)
    context = {
        "lines": lines,
        "map": map_of(boundary_set, lines),
        "boundary_set": boundary_set,
        "vacant": sum(line.lead is None for line in lines),
        "day": day,
        "day_query": f"?on={day.isoformat()}" if day else "",
        "filter_form": form,
        "pages": pages_of_localities(),
        "can_keep": can_keep_localities(request.user),
    }
    return TemplateResponse(request, "localities/localities.html", context)


@login_not_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Localities against audiences: what reaches whom where, and where nothing does."""
    matrix = matrices.matrix()
    user = request.user
    records_in = {
        place.pk for place, _ in matrix.rows if user.is_authenticated and can_record_in(user, place)
    }
    context = {
        "matrix": matrix,
        "records_in": records_in,
        "can_keep": can_keep_localities(user),
        "pages": pages_of_localities(),
        "trail": trail_to(),
    }
    return TemplateResponse(request, "localities/coverage.html", context)


@login_not_required
@require_safe
def coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """The matrix for a spreadsheet."""
    return csv_response("coverage-of-localities", matrices.CSV, matrices.lines_of(matrices.matrix()))


@login_not_required
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The register of parish plans and community-led plans."""
    found = CommunityPlan.objects.with_progress()
    context = {
        "page": page_of(found, request, per_page=PER_PAGE),
        "adopted": CommunityPlan.objects.adopted().count(),
        "overdue": CommunityPlan.objects.overdue_for_review().count(),
        "localities": recorded_by(request.user),
        "pages": pages_of_localities(),
        "trail": trail_to(),
    }
    return TemplateResponse(request, "localities/plans.html", context)


@login_not_required
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan: the parishes it covers, who adopted it, and what is done about it."""
    plan = get_object_or_404(CommunityPlan.objects.with_progress(), slug=slug)
    context = {
        "plan": plan,
        "actions": plan.actions.all(),
        "parishes": plan.parishes.all(),
        "can_record": can_record_in(request.user, plan.locality),
        "trail": trail_to(plan.locality, ("Plans", "/localities/plans/")),
    }
    return TemplateResponse(request, "localities/plan.html", context)


@login_not_required
@require_safe
def parish_councils(request: HttpRequest) -> HttpResponse:
    """Every parish council with its parishes, and which of them have signed the charter."""
    councils = ParishCouncil.objects.with_parishes()
    context = {
        "page": page_of(councils, request, per_page=PER_PAGE),
        "signed": ParishCouncil.objects.signatories().count(),
        "can_keep": can_keep_localities(request.user),
        "pages": pages_of_localities(),
        "trail": trail_to(),
    }
    return TemplateResponse(request, "localities/parish_councils.html", context)


@login_not_required
@require_safe
def boundary_sets(request: HttpRequest) -> HttpResponse:
    """Every set of boundaries, the latest first; drafts for administrators alone."""
    context = {
        "sets": BoundarySet.objects.visible_to(request.user),
        "in_force": in_force_on(timezone.localdate()),
        "can_keep": can_keep_localities(request.user),
        "pages": pages_of_localities(),
        "trail": trail_to(),
    }
    return TemplateResponse(request, "localities/boundary_sets.html", context)


@login_not_required
@require_safe
def boundary_set(request: HttpRequest, pk: int) -> HttpResponse:
    """What each locality is made of in one set, and what it changes; of a draft also what is still wrong."""
    boundary_set = get_object_or_404(BoundarySet.objects.visible_to(request.user), pk=pk)
    context = {
        "boundary_set": boundary_set,
        "places": made_of(boundary_set),
        "changes": changes_of(boundary_set),
        "before": BoundarySet.objects.before(boundary_set).first(),
        "can_keep": can_keep_localities(request.user),
        "happenings": happenings_of(boundary_set) if can_keep_localities(request.user) else [],
        "trail": trail_to(None, ("Boundaries", "/localities/boundaries/")),
    }
    if not boundary_set.is_published:
        context |= {
            "in_none": boundary_set.parishes_in_none(),
            "in_two": boundary_set.parishes_in_two(),
            "knows_parishes": Area.objects.parishes().exists(),
        }
    return TemplateResponse(request, "localities/boundary_set.html", context)


def made_of(boundary_set: BoundarySet) -> list[dict[str, Any]]:
    """Each locality with its parishes, parts and wards in one set."""
    found: dict[int, dict[str, Any]] = {
        place.pk: {"locality": place} | {kind.value: [] for kind in Area.Kind}
        for place in Locality.objects.all()
    }
    for placing in boundary_set.placings.in_order():
        found[placing.locality_id][placing.area.kind].append(placing.area)
    return list(found.values())
