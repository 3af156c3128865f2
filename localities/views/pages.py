"""What the pages about localities share: where one is, whose page it is, and a form about one."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from core import history
from core.forms import GovukForm
from core.refusals import require
from localities.models import Locality
from localities.permissions import can_keep_localities, can_record_in

Trail = list[tuple[str, str]]
SHOWN = 50


def trail_to(locality: Locality | None = None, *more: tuple[str, str]) -> Trail:
    """The way down to a page about a locality, or about all of them."""
    own = [(locality.name, locality.get_absolute_url())] if locality else []
    return [("Localities", reverse("localities:localities")), *own, *more]


def manage_trail(*more: tuple[str, str]) -> Trail:
    """The way down to a page of administrators."""
    return [("Manage", reverse("partnership:manage")), ("Localities", reverse("localities:manage")), *more]


def pages_of_localities() -> Trail:
    """The pages about all localities, for the sub-navigation."""
    names = [
        ("Map and table", "localities"),
        ("Who is reached", "coverage"),
        ("Plans", "plans"),
        ("Parish councils", "parish_councils"),
        ("Boundaries", "boundary_sets"),
    ]
    return [(title, reverse(f"localities:{name}")) for title, name in names]


def locality_kept(request: HttpRequest, slug: str) -> Locality:
    """The locality at an address, for administrators."""
    locality = get_object_or_404(Locality, slug=slug)
    require(can_keep_localities, request.user)
    return locality


def locality_recorded(request: HttpRequest, slug: str) -> Locality:
    """The locality at an address, for those who record what is known of it."""
    locality = get_object_or_404(Locality, slug=slug)
    require(can_record_in, request.user, locality)
    return locality


def happenings_of(thing: Model) -> list[history.Happening]:
    """What happened to one thing, in words, the newest first, as far back as anybody reads on a page."""
    return history.readable(history.of(thing)[:SHOWN])


def form_page(
    request: HttpRequest, form: GovukForm, heading: str, *, trail: Trail, **more: Any
) -> HttpResponse:
    """A form with its heading; `about` stands above it, `words` beneath, `notes` are said in a list."""
    context = {"form": form, "heading": heading, "trail": trail} | more
    return TemplateResponse(request, "localities/form.html", context)
