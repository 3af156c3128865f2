"""Parishes, wards, parts of localities, and parish councils."""

from django.db import transaction

from core import history
from core.slugs import free_slug
from localities.models import Area, ParishCouncil
from partnership.models import User


@transaction.atomic
def add_area(*, kind: str, name: str, by: User | None, **values) -> Area:
    """Put a parish, a ward or a part of a locality on the record. A set of boundaries says where it belongs."""
    area = Area(kind=kind, name=name, **values)
    history.add(area, by=by)
    return area


@transaction.atomic
def edit_area(area: Area, *, by: User | None, **values) -> Area:
    """Correct what is known of an area. What kind it is stays."""
    area = Area.objects.select_for_update().get(pk=area.pk)
    history.edit(area, by=by, **values)
    return area


@transaction.atomic
def add_parish_council(*, name: str, parishes: list[Area], by: User | None, **values) -> ParishCouncil:
    """Put a parish council on the record, with the parishes that it serves."""
    council = ParishCouncil(name=name, slug=free_slug(ParishCouncil, name), **values)
    history.add(council, by=by)
    _serve(council, parishes, by)
    return council


@transaction.atomic
def edit_parish_council(
    council: ParishCouncil, *, parishes: list[Area], by: User | None, **values
) -> ParishCouncil:
    """Correct what is known of a parish council: its name, its parishes, when it signed the charter."""
    council = ParishCouncil.objects.select_for_update().get(pk=council.pk)
    history.edit(council, by=by, **values)
    _serve(council, parishes, by)
    return council


def _serve(council: ParishCouncil, parishes: list[Area], by: User | None) -> None:
    """A parish has one council: one that is given to this council leaves another."""
    wanted = {parish.pk for parish in parishes}
    for parish in Area.objects.select_for_update().filter(council=council).exclude(pk__in=wanted):
        history.edit(parish, by=by, council=None)
    for parish in (
        Area.objects.select_for_update(of=("self",)).filter(pk__in=wanted).select_related("council")
    ):
        history.edit(parish, by=by, council=council)
