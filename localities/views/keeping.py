"""Administrators' pages: places, parishes and their councils, audiences."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core import history as log
from core.pages import page_of
from core.refusals import require
from core.sittings import page_of_sittings
from localities import operations
from localities.forms.places import AreaForm, LocalityForm, ParishCouncilForm
from localities.forms.recording import AudienceForm
from localities.models import Area, Audience, BoundarySet, Locality, Mechanism, ParishCouncil
from localities.overview import in_force_on, lines_on
from localities.permissions import can_keep_localities, can_read_history_of_locality
from localities.views.pages import form_page, happenings_of, locality_kept, manage_trail, trail_to
from localities.views.telling import done, posted
from partnership.views.history import names_of

PER_PAGE = 50


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """What there is to keep about localities, and where something is missing."""
    require(can_keep_localities, request.user)
    today = timezone.localdate()
    boundary_set = in_force_on(today)
    context = {
        "lines": lines_on(today, boundary_set),
        "boundary_set": boundary_set,
        "drafts": BoundarySet.objects.drafts(),
        "homeless": boundary_set.parishes_in_none() if boundary_set else [],
        "stale": Mechanism.objects.current().stale().with_names(),
        "counts": {
            "parishes": Area.objects.parishes().count(),
            "councils": ParishCouncil.objects.count(),
            "audiences": Audience.objects.count(),
        },
        "trail": [("Manage", reverse("partnership:manage"))],
    }
    return TemplateResponse(request, "localities/manage.html", context)


@require_http_methods(["GET", "POST"])
def add_locality(request: HttpRequest) -> HttpResponse:
    """Put a place on the record."""
    require(can_keep_localities, request.user)
    form = LocalityForm(posted(request), cancel_address=reverse("localities:manage"))
    if locality := form.carry_out(operations.add_locality, by=request.user):
        return done(request, f"{locality} is on the record.", locality)
    return form_page(request, form, "Add a locality", trail=manage_trail())


@require_http_methods(["GET", "POST"])
def edit_locality(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a name, or say which group the locality partnership is."""
    locality = locality_kept(request, slug)
    form = LocalityForm(posted(request), locality=locality, cancel_address=locality.get_absolute_url())
    if edited := form.carry_out(operations.edit_locality, locality, by=request.user):
        return done(request, f"{edited} is saved.", edited)
    words = "Is its partnership not among the groups yet? Add it as a group of the kind “Locality partnership” first."
    trail = trail_to(locality)
    return form_page(request, form, "Edit the locality", trail=trail, about=locality, words=words)


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Every parish, ward and part of a locality on the record."""
    require(can_keep_localities, request.user)
    found = Area.objects.select_related("council")
    context = {"page": page_of(found, request, per_page=PER_PAGE), "trail": manage_trail()}
    return TemplateResponse(request, "localities/areas.html", context)


@require_http_methods(["GET", "POST"])
def add_area(request: HttpRequest) -> HttpResponse:
    """Put a parish, a ward or a part of a locality on the record."""
    require(can_keep_localities, request.user)
    address = reverse("localities:areas")
    form = AreaForm(posted(request), cancel_address=address)
    if area := form.carry_out(operations.add_area, by=request.user):
        return done(
            request, f"{area} is on the record. Place it in a locality with a set of boundaries.", address
        )
    return form_page(request, form, "Add a parish, ward or part", trail=manage_trail(("Parishes", address)))


@require_http_methods(["GET", "POST"])
def edit_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of an area."""
    area = get_object_or_404(Area, pk=pk)
    require(can_keep_localities, request.user)
    address = reverse("localities:areas")
    form = AreaForm(posted(request), area=area, cancel_address=address)
    if form.carry_out(operations.edit_area, area, by=request.user):
        return done(request, f"{area} is saved.", address)
    trail, happenings = manage_trail(("Parishes", address)), happenings_of(area)
    return form_page(request, form, f"Edit {area}", trail=trail, happenings=happenings)


@require_http_methods(["GET", "POST"])
def add_parish_council(request: HttpRequest) -> HttpResponse:
    """Put a parish council on the record."""
    require(can_keep_localities, request.user)
    address = reverse("localities:parish_councils")
    form = ParishCouncilForm(posted(request), cancel_address=address)
    if council := form.carry_out(operations.add_parish_council, by=request.user):
        return done(request, f"{council} is on the record.", address)
    return form_page(
        request, form, "Add a parish council", trail=trail_to(None, ("Parish councils", address))
    )


@require_http_methods(["GET", "POST"])
def edit_parish_council(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is known of a parish council, or record that it signed the charter."""
    council = get_object_or_404(ParishCouncil, slug=slug)
    require(can_keep_localities, request.user)
    address = reverse("localities:parish_councils")
    form = ParishCouncilForm(posted(request), council=council, cancel_address=address)
    if edited := form.carry_out(operations.edit_parish_council, council, by=request.user):
        return done(request, f"{edited} is saved.", address)
    trail = trail_to(None, ("Parish councils", address))
    return form_page(request, form, f"Edit {council}", trail=trail, happenings=happenings_of(council))


@require_safe
def audiences(request: HttpRequest) -> HttpResponse:
    """The people to be reached: the columns of the matrix."""
    require(can_keep_localities, request.user)
    context = {"audiences": Audience.objects.all(), "trail": manage_trail()}
    return TemplateResponse(request, "localities/audiences.html", context)


@require_http_methods(["GET", "POST"])
def add_audience(request: HttpRequest) -> HttpResponse:
    """Name people to be reached."""
    require(can_keep_localities, request.user)
    return _audience_page(request, None, "Add an audience")


@require_http_methods(["GET", "POST"])
def edit_audience(request: HttpRequest, slug: str) -> HttpResponse:
    """Reword an audience."""
    audience = get_object_or_404(Audience, slug=slug)
    require(can_keep_localities, request.user)
    return _audience_page(request, audience, "Edit the audience")


def _audience_page(request: HttpRequest, audience: Audience | None, heading: str) -> HttpResponse:
    address = reverse("localities:audiences")
    form = AudienceForm(posted(request), thing=audience, cancel_address=address)
    verb: tuple[Any, ...] = (operations.edit_audience, audience) if audience else (operations.add_audience,)
    if saved := form.carry_out(*verb, by=request.user):
        return done(request, f"“{saved}” is saved.", address)
    return form_page(request, form, heading, trail=manage_trail(("Audiences", address)))


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what about a locality, its lead, its team and what is known of it."""
    locality = get_object_or_404(Locality, slug=slug)
    require(can_read_history_of_locality, request.user)
    things: list[Any] = [
        [locality],
        locality.leads.with_people(),
        locality.team.with_people(),
        locality.figures.all(),
        locality.mechanisms.all(),
        locality.needs.all(),
        locality.objectives.all(),
        locality.plans.all(),
    ]
    page = page_of_sittings(log.of_any(*things), request, per_page=PER_PAGE)
    context = {
        "thing": locality,
        "page": page,
        "happenings": log.readable(page, names=names_of(things)),
        "trail": trail_to(locality),
    }
    return TemplateResponse(request, "partnership/history.html", context)
