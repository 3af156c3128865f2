"""Putting an agenda together."""

from datetime import date

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused, require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.agenda import EditItemForm, ItemForm, PublishedItemForm, SupplementForm
from meetings.forms.answers import ConfirmForm
from meetings.models import AgendaItem, Meeting, Paper
from meetings.permissions import can_edit_agenda
from meetings.views.steps import Trail, done, posted, trail_to

# Of what earlier meetings left over, the newest.
LEFT_OVER_SHOWN = 20


def agenda(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The agenda in its order, with everything an officer can do to it."""
    meeting = meeting_at(request, group, day)
    require(can_edit_agenda, request.user, meeting)
    papers = Paper.objects.read_by(request.user).standing()
    items = AgendaItem.objects.of_meeting(meeting).with_presenter().with_source().with_places().in_order()
    items = items.prefetch_related(Prefetch("papers", papers))
    context = {
        "meeting": meeting,
        "left_over": _left_over(meeting),
        "items": _with_neighbours(list(items)),
        "unplaced": papers.on_no_agenda().of_group(meeting.group),
        "has_unpublished_papers": papers.of_meeting(meeting).unpublished().exists(),
        "is_open": not meeting.agenda_is_published and not meeting.is_called_off,
        "takes_supplements": meeting.status in (Meeting.Status.CALLED, Meeting.Status.UNDER_WAY),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/agenda.html", context)


@require_http_methods(["GET", "POST"])
def add_item(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Put a matter on an agenda that is not published yet."""
    meeting = meeting_at(request, group, day)
    require(can_edit_agenda, request.user, meeting)
    form = ItemForm(posted(request), meeting=meeting, cancel_address=address_of_agenda(meeting))
    item = form.carry_out(operations.add_item, meeting, by=request.user)
    if item:
        return done(request, f"Item {item} is on the agenda.", _place_of(item))
    context = {"meeting": meeting, "form": form, "trail": _trail_to_agenda(meeting)}
    return TemplateResponse(request, "meetings/add_item.html", context)


@require_http_methods(["GET", "POST"])
def add_supplement(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Put a late matter on a published agenda, with the reason why it cannot wait."""
    meeting = meeting_at(request, group, day)
    require(can_edit_agenda, request.user, meeting)
    form = SupplementForm(posted(request), meeting=meeting, cancel_address=address_of_agenda(meeting))
    item = form.carry_out(operations.add_supplement, meeting, by=request.user)
    if item:
        told = "" if meeting.has_passed else " and members who have a login are told"
        return done(request, f"Item {item} is added{told}.", _place_of(item))
    context = {"meeting": meeting, "form": form, "trail": _trail_to_agenda(meeting)}
    return TemplateResponse(request, "meetings/add_supplement.html", context)


@require_http_methods(["GET", "POST"])
def edit_item(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Reword an item; once the agenda is published, say who presents it or close it further."""
    item = item_at(request, group, day, number)
    require(can_edit_agenda, request.user, item.meeting)
    kind = PublishedItemForm if item.meeting.agenda_is_published else EditItemForm
    form = kind(posted(request), meeting=item.meeting, item=item, cancel_address=_place_of(item))
    if form.carry_out(operations.edit_item, item, by=request.user):
        return done(request, f"Item {item.number} is saved.", _place_of(item))
    context = {"meeting": item.meeting, "item": item, "form": form, "trail": _trail_to_agenda(item.meeting)}
    return TemplateResponse(request, "meetings/edit_item.html", context)


@require_http_methods(["GET", "POST"])
def remove_item(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Take an item off an agenda that is not published yet, after asking."""
    item = item_at(request, group, day, number)
    require(can_edit_agenda, request.user, item.meeting)
    words = str(item)
    form = ConfirmForm(
        posted(request), submit_label="Remove the item", is_warning=True, cancel_address=_place_of(item)
    )
    if form.carry_out(operations.remove_item, item, by=request.user):
        return done(request, f"“{words}” is off the agenda.", address_of_agenda(item.meeting))
    context = {
        "meeting": item.meeting,
        "item": item,
        "under_it": item.sub_items.order_by("position"),
        "form": form,
        "trail": _trail_to_agenda(item.meeting),
    }
    return TemplateResponse(request, "meetings/remove_item.html", context)


@require_POST
def move_item(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Move an item one place; the same button stays under the officer's finger."""
    item = item_at(request, group, day, number)
    require(can_edit_agenda, request.user, item.meeting)
    up = request.POST.get("to") == "up"
    try:
        operations.move_item(item, up=up, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    item = AgendaItem.objects.select_related("meeting__group").get(pk=item.pk)
    return redirect(f"{address_of_agenda(item.meeting)}#{_button_of(item, up=up)}")


@require_POST
def carry_again(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Bring back an item that was taken off a later agenda."""
    item = item_at(request, group, day, number)
    require(can_edit_agenda, request.user, item.meeting)
    try:
        back = operations.carry_again(item, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(item.meeting)
    return done(request, f"Item {back} is on the agenda again.", _place_of(back))


def item_at(request: HttpRequest, group: str, day: date, number: str) -> AgendaItem:
    """The item of this number on the agenda at this address; a 404 if this reader may not see it."""
    meeting = meeting_at(request, group, day)
    visible = AgendaItem.objects.visible_to(request.user).of_meeting(meeting).select_related("meeting__group")
    return get_object_or_404(visible, number=number)


def address_of_agenda(meeting: Meeting) -> str:
    """Where an officer puts the agenda together."""
    return reverse("meetings:agenda", args=meeting.address)


def _place_of(item: AgendaItem) -> str:
    return f"{address_of_agenda(item.meeting)}#item-{item.number}"


def _button_of(item: AgendaItem, *, up: bool) -> str:
    """The button that was pressed; the other one where the item cannot go further."""
    siblings = AgendaItem.objects.beside(item)
    place = siblings.above(item).count()
    at_end = place == 0 if up else place == siblings.count() - 1
    return f"item-{item.number}-{'up' if up is not at_end else 'down'}"


def _left_over(meeting: Meeting) -> list[AgendaItem]:
    """What earlier meetings left over and this agenda does not have: not on any, or taken off by an officer."""
    if meeting.is_called_off or meeting.status == Meeting.Status.CLOSED:
        return []
    earlier = AgendaItem.objects.of_group(meeting.group).filter(meeting__held_on__lt=meeting.held_on)
    waiting = earlier.left_over() | earlier.left_behind()
    return list(
        waiting.select_related("meeting__group").order_by("-meeting__held_on", "position")[:LEFT_OVER_SHOWN]
    )


def _with_neighbours(items: list[AgendaItem]) -> list[dict]:
    """Each item, and whether one of its own level stands before or after it."""
    levels: dict[int | None, list[AgendaItem]] = {}
    for item in items:
        levels.setdefault(item.parent_id, []).append(item)
    return [
        {
            "item": item,
            "may_go_up": item != levels[item.parent_id][0],
            "may_go_down": item != levels[item.parent_id][-1],
        }
        for item in items
    ]


def _trail_to_agenda(meeting: Meeting) -> Trail:
    return [*trail_to(meeting), ("Agenda", address_of_agenda(meeting))]
