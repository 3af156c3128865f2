"""Groups and the officers who support them."""

from datetime import date

from django.db import transaction

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from partnership.models import Group, OfficerSupport, User


@transaction.atomic
def add_group(*, by: User | None, name: str, prefix: str, kind: str, **values) -> Group:
    """Found a body that meets."""
    group = Group(name=name, prefix=prefix, kind=kind, slug=free_slug(Group, name), **values)
    history.add(group, by=by)
    return group


@transaction.atomic
def edit_group(group: Group, *, by: User | None, reason: str = "", **values) -> Group:
    """Change what a group is or the rules it works by. Its address and its decisions' prefix stay."""
    group = Group.objects.select_for_update().get(pk=group.pk)

    if values.get("prefix", group.prefix) != group.prefix:
        raise Refused("The prefix stands in the numbers of decisions and cannot change.")

    history.edit(group, by=by, reason=reason, **values)
    return group


@transaction.atomic
def close_group(group: Group, *, on: date, by: User | None, reason: str) -> Group:
    """End a group; its record stays. Memberships, offices and support that still run end on the same day."""
    group = Group.objects.select_for_update().get(pk=group.pk)

    if group.closed_on is not None:
        raise Refused(f"The {group} is closed already.")

    history.edit(group, by=by, verb="closed", reason=reason, closed_on=on)
    for terms in (group.memberships, group.office_terms, group.officer_supports):
        for term in terms.filter(ends_on=None, starts_on__lt=on):
            history.edit(term, by=by, verb="ended", reason=f"The {group} was closed.", ends_on=on)
    return group


@transaction.atomic
def support_group(group: Group, *, user: User, starts_on: date, by: User | None) -> OfficerSupport:
    """Make a login the officer of a group from a day on."""
    support = OfficerSupport(group=group, user=user, starts_on=starts_on)
    history.add(support, by=by)
    return support


@transaction.atomic
def stop_supporting_group(support: OfficerSupport, *, on: date, by: User | None) -> OfficerSupport:
    """End a login's support of a group; `on` is the first day without it."""
    support = OfficerSupport.objects.select_for_update().get(pk=support.pk)

    if support.ends_on is not None:
        raise Refused("This support has ended already.")

    history.edit(support, by=by, verb="ended", ends_on=on)
    return support
