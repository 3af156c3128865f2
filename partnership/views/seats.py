"""Places in a group that a nominating body fills."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from partnership import operations
from partnership.forms.answers import EndForm
from partnership.forms.memberships import HoldingForm, MandateForm, SeatForm
from partnership.models import Group, Seat, SeatHolding
from partnership.permissions import can_edit_memberships, can_manage_groups
from partnership.views.pages import group_for_editing, group_pages, group_trail, term_for_editing, typed

HOLDINGS = SeatHolding.objects.select_related("person", "seat__group", "seat__nominated_by")


@login_not_required
@require_safe
def group_seats(request: HttpRequest, slug: str) -> HttpResponse:
    """The seats of a group: who fills each, on what mandate, and who did before."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    context = {
        "group": group,
        "seats": group.seats.with_holdings(),
        "can_edit_memberships": can_edit_memberships(request.user, group),
        "can_manage_groups": can_manage_groups(request.user),
        "pages": group_pages(group, request.user),
        "trail": group_trail(group),
    }
    return TemplateResponse(request, "partnership/group_seats.html", context)


@require_http_methods(["GET", "POST"])
def add_seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a place in a group that a body fills."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    address = reverse("partnership:group_seats", args=[group.slug])
    form = SeatForm(typed(request), cancel_address=address)

    if seat := form.carry_out(operations.add_seat, group, by=request.user):
        messages.success(request, f"The seat “{seat.title}” has been added.")
        return redirect(address)

    context = {"form": form, "group": group, "trail": group_trail(group, ("Seats", "group_seats"))}
    return TemplateResponse(request, "partnership/add_seat.html", context)


@require_http_methods(["GET", "POST"])
def fill_seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put somebody into a seat."""
    group = group_for_editing(request, slug)
    seat = get_object_or_404(Seat.objects.select_related("nominated_by"), group=group, pk=pk)
    address = reverse("partnership:group_seats", args=[group.slug])
    form = HoldingForm(typed(request), cancel_address=address)

    if holding := form.carry_out(operations.fill_seat, seat, by=request.user):
        messages.success(request, f"{holding.person} has been recorded in the seat “{seat.title}”.")
        return redirect(address)

    context = {"form": form, "seat": seat, "trail": group_trail(group, ("Seats", "group_seats"))}
    return TemplateResponse(request, "partnership/fill_seat.html", context)


@require_http_methods(["GET", "POST"])
def close_seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The group has no such place any more."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_manage_groups, request.user)
    seat = get_object_or_404(Seat, group=group, pk=pk)
    address = reverse("partnership:group_seats", args=[group.slug])
    # A seat has no first day of its own: any day after the beginning of calendars will do.
    form = EndForm(typed(request), began_on=timezone.localdate().min, cancel_address=address)

    if form.carry_out(operations.close_seat, seat, by=request.user):
        messages.success(request, f"The seat “{seat.title}” is closed.")
        return redirect(address)

    context = {"form": form, "seat": seat, "trail": group_trail(group, ("Seats", "group_seats"))}
    return TemplateResponse(request, "partnership/close_seat.html", context)


@require_http_methods(["GET", "POST"])
def end_seat_holding(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves a seat."""
    holding = term_for_editing(request, HOLDINGS.all(), pk, "seat__group")
    group, address = holding.seat.group, reverse("partnership:group_seats", args=[holding.seat.group.slug])
    form = EndForm(typed(request), began_on=holding.starts_on, cancel_address=address)

    if form.carry_out(operations.end_seat_holding, holding, by=request.user):
        messages.success(request, f"{holding.person} has left the seat “{holding.seat.title}”.")
        return redirect(address)

    context = {"form": form, "holding": holding, "trail": group_trail(group, ("Seats", "group_seats"))}
    return TemplateResponse(request, "partnership/end_seat_holding.html", context)


@require_http_methods(["GET", "POST"])
def renew_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """The nominating body has said again who holds its seat."""
    holding = term_for_editing(request, HOLDINGS.all(), pk, "seat__group")
    group, address = holding.seat.group, reverse("partnership:group_seats", args=[holding.seat.group.slug])
    form = MandateForm(typed(request), holding=holding, cancel_address=address)

    if form.carry_out(operations.renew_mandate, holding, by=request.user):
        messages.success(request, f"{holding.person}’s mandate has been renewed.")
        return redirect(address)

    context = {"form": form, "holding": holding, "trail": group_trail(group, ("Seats", "group_seats"))}
    return TemplateResponse(request, "partnership/renew_mandate.html", context)
