"""The log of the partnership's own things, in words."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core import history as log
from core.refusals import require
from core.sittings import page_of_sittings
from partnership.models import Group, Notice, SeatHolding
from partnership.permissions import can_manage_users, can_read_history
from partnership.views.pages import Trail, group_trail

KINDS = {
    "group",
    "membership",
    "officeterm",
    "seat",
    "seatholding",
    "officersupport",
    "organisation",
    "person",
    "topic",
    "user",
    "notice",
}
# Whose login it is and what was mailed to it are for administrators.
FOR_ADMINISTRATORS = ("user", "notice")


@require_safe
def history(request: HttpRequest, app: str, kind: str, pk: int) -> HttpResponse:
    """Who did what to one thing, when and why; a group's history tells of its members, offices and seats too."""
    if app != "partnership" or kind not in KINDS:
        raise Http404
    require(can_manage_users if kind in FOR_ADMINISTRATORS else can_read_history, request.user)
    thing = get_object_or_404(apps.get_model(app, kind), pk=pk)
    group = group_of(thing)
    if group:
        get_object_or_404(Group.objects.visible_to(request.user), pk=group.pk)

    things = [[thing], *(parts_of(thing) if isinstance(thing, Group) else [])]
    page = page_of_sittings(log.of_any(*things), request, per_page=100)
    context = {
        "thing": thing,
        "page": page,
        "happenings": log.readable(page, names=names_of(things) if group == thing else None),
        "trail": trail_of(thing, group),
    }
    return TemplateResponse(request, "partnership/history.html", context)


def trail_of(thing: Any, group: Group | None) -> Trail:
    """The way to what the history is about; a notice has no page of its own."""
    if group:
        return group_trail(group)
    return [] if isinstance(thing, Notice) else [(str(thing), thing.get_absolute_url())]


def group_of(thing: models.Model) -> Group | None:
    """The group that a thing belongs to, if it belongs to one."""
    if isinstance(thing, Group):
        return thing
    return getattr(getattr(thing, "seat", thing), "group", None)


def parts_of(group: Group) -> list[Iterable[models.Model]]:
    """What makes up a group and has a history of its own."""
    return [
        group.memberships.select_related("person", "group"),
        group.office_terms.select_related("person", "group"),
        group.seats.select_related("group"),
        SeatHolding.objects.in_group(group).select_related("person", "seat__group"),
        group.officer_supports.select_related("user", "group"),
    ]


def names_of(things: Iterable[Iterable[models.Model]]) -> dict[tuple[int, int], str]:
    """What each thing is called, by what the log knows of it."""
    return {
        (ContentType.objects.get_for_model(thing).pk, thing.pk): str(thing)
        for part in things
        for thing in part
    }
