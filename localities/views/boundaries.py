"""Drafting a set of boundaries: moving parishes, importing them, publishing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from localities import operations
from localities.changes import changes_of
from localities.forms.boundaries import ConfirmForm
from localities.forms.places import BoundarySetForm, ImportForm, MoveForm
from localities.models import BoundarySet
from localities.permissions import can_keep_localities
from localities.views.pages import Trail, form_page, trail_to
from localities.views.telling import done, posted


@require_http_methods(["GET", "POST"])
def draft_boundary_set(request: HttpRequest) -> HttpResponse:
    """Begin a set as a copy of the one before it."""
    require(can_keep_localities, request.user)
    form = BoundarySetForm(posted(request), cancel_address=reverse("localities:boundary_sets"))
    if drafted := form.carry_out(operations.draft_boundary_set, by=request.user):
        return done(
            request, "The draft is made, as the boundaries were before. Now move what changes.", drafted
        )
    words = (
        "A new set begins as a copy of the one in force before it, so that only what changes has to be moved."
    )
    return form_page(request, form, "Draft new boundaries", trail=_trail(), words=words)


@require_http_methods(["GET", "POST"])
def edit_boundary_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Reword a draft."""
    draft = draft_kept(request, pk)
    form = BoundarySetForm(posted(request), boundary_set=draft, cancel_address=draft.get_absolute_url())
    if form.carry_out(operations.edit_boundary_set, draft, by=request.user):
        return done(request, "The draft is saved.", draft)
    return form_page(request, form, "Edit the draft", trail=_trail(draft), about=draft)


@require_http_methods(["GET", "POST"])
def move_areas(request: HttpRequest, pk: int) -> HttpResponse:
    """Move parishes or wards from one locality to another."""
    draft = draft_kept(request, pk)
    form = MoveForm(
        posted(request),
        boundary_set=draft,
        initial={"areas": request.GET.getlist("area")},
        cancel_address=draft.get_absolute_url(),
    )
    if form.carry_out(operations.place_area, draft, by=request.user):
        return done(request, "They are moved. See below what the draft changes.", draft)
    return form_page(request, form, "Move parishes and wards", trail=_trail(draft), about=draft)


@require_http_methods(["GET", "POST"])
def import_parishes(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a table of parishes with their localities and councils."""
    draft = draft_kept(request, pk)
    form = ImportForm(posted(request), request.FILES or None, cancel_address=draft.get_absolute_url())
    if count := form.carry_out(operations.import_parishes, draft, by=request.user):
        return done(request, f"{count} parish{'' if count == 1 else 'es'} imported into the draft.", draft)
    words = "Either all of the table is taken in, or nothing changes and everything that is wrong is listed."
    return form_page(request, form, "Import parishes", trail=_trail(draft), about=draft, words=words)


@require_http_methods(["GET", "POST"])
def publish_boundary_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the draft hold from its first day on."""
    draft = draft_kept(request, pk)
    form = ConfirmForm(posted(request), cancel_address=draft.get_absolute_url())
    if form.carry_out(operations.publish_boundary_set, draft, by=request.user):
        return done(request, f"“{draft}” is published.", draft)
    words = "A published set never changes again. The pages of earlier days still show the boundaries of those days."
    notes = [f"{move.area} {move.in_words}." for move in changes_of(draft)]
    return form_page(
        request, form, "Publish the boundaries", trail=_trail(draft), about=draft, words=words, notes=notes
    )


@require_http_methods(["GET", "POST"])
def discard_boundary_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft = draft_kept(request, pk)
    form = ConfirmForm(posted(request), cancel_address=draft.get_absolute_url())
    form.submit_label, form.is_warning = "Discard the draft", True
    if form.carry_out(operations.discard_boundary_set, draft, by=request.user):
        return done(request, f"The draft “{draft}” is discarded.", "localities:boundary_sets")
    words = "Nothing that is published changes. Parishes stay on the record."
    return form_page(request, form, "Discard the draft", trail=_trail(draft), about=draft, words=words)


def draft_kept(request: HttpRequest, pk: int) -> BoundarySet:
    """A set of boundaries, for administrators. One that is published is refused by the operation, in words."""
    require(can_keep_localities, request.user)
    return get_object_or_404(BoundarySet, pk=pk)


def _trail(draft: BoundarySet | None = None) -> Trail:
    own = [(draft.name, draft.get_absolute_url())] if draft else []
    return trail_to(None, ("Boundaries", reverse("localities:boundary_sets")), *own)
