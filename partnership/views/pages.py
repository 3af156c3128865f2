"""What the partnership's pages share: what was typed, and where the reader is."""

from typing import Any, cast

from django.db import models
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.refusals import require
from partnership.models import Group, User
from partnership.permissions import Anyone, can_edit_memberships, can_manage_groups, can_read_history

Trail = list[tuple[str, str]]


def typed(request: HttpRequest) -> QueryDict | None:
    """The answers that were sent; None while the form is only being looked at."""
    return request.POST if request.method == "POST" else None


def signed_in(request: HttpRequest) -> User:
    """Who sent the request, on a page that lets nobody in without a sign-in."""
    return cast(User, request.user)


def manage_trail(*more: tuple[str, str]) -> Trail:
    """Breadcrumbs of an administrator's page."""
    return [("Manage", reverse("partnership:manage")), *more]


def group_trail(group: Group, *more: tuple[str, str]) -> Trail:
    """Breadcrumbs of a page about one group; `more` pairs a title with a name in our addresses."""
    steps = [(title, reverse(f"partnership:{name}", args=[group.slug])) for title, name in more]
    return [("Groups", reverse("portal:groups")), (group.name, group.get_absolute_url()), *steps]


def group_pages(group: Group, user: Anyone) -> Trail:
    """The pages about one group that this reader may open, for the sub-navigation."""
    names = [("Members", "group_members"), ("Offices", "group_offices"), ("Seats", "group_seats")]
    if group.keeps_register:
        names.append(("Interests", "group_interests"))
    if can_manage_groups(user):
        names += [("Officers", "group_officers"), ("Rules", "edit_rules")]
    pages = [(title, reverse(f"partnership:{name}", args=[group.slug])) for title, name in names]
    if can_read_history(user):
        pages.append(("History", reverse("partnership:history", args=["partnership", "group", group.pk])))
    return [("About the group", group.get_absolute_url()), *pages]


def group_for_editing(request: HttpRequest, slug: str) -> Group:
    """The group, if this reader may say who is in it: 404 if it is not theirs to see, 403 if not theirs to edit."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_edit_memberships, request.user, group)
    return group


def term_for_editing(request: HttpRequest, terms: models.QuerySet, pk: int, group: str = "group") -> Any:
    """Something that runs in a group (`group` is the way to it), under the same rule as the group itself."""
    seen = Group.objects.visible_to(request.user).values("pk")
    term = get_object_or_404(terms.filter(**{f"{group}__in": seen}), pk=pk)
    require(can_edit_memberships, request.user, term.seat.group if group == "seat__group" else term.group)
    return term
