"""Who belongs to a group."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.templatetags.house import british_date
from partnership import operations
from partnership.forms.answers import EndForm
from partnership.forms.memberships import AsOnForm, CorrectionForm, MembershipForm
from partnership.models import Group, Membership
from partnership.offices import holder_on, offices_of
from partnership.permissions import can_edit_memberships
from partnership.views.pages import group_for_editing, group_pages, group_trail, term_for_editing, typed


@login_not_required
@require_safe
def group_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in a group, who was, and who was on any day."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    form = AsOnForm(request.GET)
    day = form.cleaned_data.get("on") if form.is_valid() else None
    members = group.memberships.with_people()
    context = {
        "group": group,
        "day": day,
        "day_in_words": british_date(day),
        "filter_form": form,
        "members": members.on(day or timezone.localdate()),
        **(places_on(group, day) if day else {}),
        "coming": None if day else members.coming(),
        "past": None
        if day
        else Paginator(members.past().order_by("-ends_on"), 50).get_page(request.GET.get("page")),
        "can_edit_memberships": can_edit_memberships(request.user, group),
        "pages": group_pages(group, request.user),
        "trail": group_trail(group),
    }
    return TemplateResponse(request, "partnership/group_members.html", context)


def places_on(group: Group, day: date) -> dict[str, Any]:
    """Who held the offices and the seats of a group on a day."""
    offices = offices_of([group])[group.pk]
    seats = group.seats.with_holdings()
    return {
        "offices_then": [(office.label, office.holder_on(day)) for office in offices],
        "seats_then": [
            (seat.title, holder_on(seat.holdings.all(), day))
            for seat in seats
            if seat.closed_on is None or seat.closed_on > day
        ],
    }


@require_http_methods(["GET", "POST"])
def add_membership(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring somebody into a group."""
    group = group_for_editing(request, slug)
    address = reverse("partnership:group_members", args=[group.slug])
    form = MembershipForm(typed(request), cancel_address=address)

    if membership := form.carry_out(operations.add_membership, group, by=request.user):
        messages.success(request, f"{membership.person} has been added to the {group}.")
        return redirect(address)

    context = {"form": form, "group": group, "trail": group_trail(group, ("Members", "group_members"))}
    return TemplateResponse(request, "partnership/add_membership.html", context)


@require_http_methods(["GET", "POST"])
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's membership."""
    memberships = Membership.objects.with_people().select_related("group")
    membership = term_for_editing(request, memberships, pk)
    address = reverse("partnership:group_members", args=[membership.group.slug])
    form = EndForm(typed(request), began_on=membership.starts_on, cancel_address=address)

    if form.carry_out(operations.end_membership, membership, by=request.user):
        messages.success(request, f"The end of {membership.person}’s membership has been recorded.")
        return redirect(address)

    trail = group_trail(membership.group, ("Members", "group_members"))
    context = {"form": form, "membership": membership, "trail": trail}
    return TemplateResponse(request, "partnership/end_membership.html", context)


@require_http_methods(["GET", "POST"])
def correct_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was written down wrongly."""
    memberships = Membership.objects.with_people().select_related("group")
    membership = term_for_editing(request, memberships, pk)
    address = reverse("partnership:group_members", args=[membership.group.slug])
    form = CorrectionForm(typed(request), membership=membership, cancel_address=address)

    if corrected := form.carry_out(operations.correct_membership, membership, by=request.user):
        messages.success(request, f"The membership of {corrected.person} has been corrected.")
        return redirect(address)

    trail = group_trail(membership.group, ("Members", "group_members"))
    context = {"form": form, "membership": membership, "trail": trail}
    return TemplateResponse(request, "partnership/correct_membership.html", context)
