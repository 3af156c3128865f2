"""Who holds the offices of a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership import offices, operations
from partnership.forms.answers import EndForm
from partnership.forms.memberships import OfficeForm
from partnership.models import Group, OfficeTerm
from partnership.permissions import can_edit_memberships
from partnership.views.pages import group_for_editing, group_pages, group_trail, term_for_editing, typed


@login_not_required
@require_safe
def group_offices(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds each office, and everyone who held it before."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    context = {
        "group": group,
        "offices": offices.offices_of([group])[group.pk],
        "can_edit_memberships": can_edit_memberships(request.user, group),
        "pages": group_pages(group, request.user),
        "trail": group_trail(group),
    }
    return TemplateResponse(request, "partnership/group_offices.html", context)


@require_http_methods(["GET", "POST"])
def appoint_to_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an office of a group to somebody."""
    group = group_for_editing(request, slug)
    address = reverse("partnership:group_offices", args=[group.slug])
    form = OfficeForm(typed(request), initial={"office": request.GET.get("office")}, cancel_address=address)

    if term := form.carry_out(operations.appoint_to_office, group, by=request.user):
        messages.success(request, f"{term.person} has been recorded as {term.get_office_display()}.")
        return redirect(address)

    context = {"form": form, "group": group, "trail": group_trail(group, ("Offices", "group_offices"))}
    return TemplateResponse(request, "partnership/appoint_to_office.html", context)


@require_http_methods(["GET", "POST"])
def end_office_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands down."""
    term = term_for_editing(request, OfficeTerm.objects.select_related("group", "person"), pk)
    address = reverse("partnership:group_offices", args=[term.group.slug])
    form = EndForm(typed(request), began_on=term.starts_on, cancel_address=address)

    if form.carry_out(operations.end_office_term, term, by=request.user):
        messages.success(request, f"The end of {term.person}’s term has been recorded.")
        return redirect(address)

    context = {"form": form, "term": term, "trail": group_trail(term.group, ("Offices", "group_offices"))}
    return TemplateResponse(request, "partnership/end_office_term.html", context)
