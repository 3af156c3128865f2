"""Taking in a table of parishes, all of it or nothing."""

from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from localities import parish_files
from localities.models import Area, BoundarySet, Locality, ParishCouncil
from localities.operations.boundaries import place_area
from partnership.models import User


@transaction.atomic
def import_parishes(boundary_set: BoundarySet, *, file: Any, by: User | None) -> int:
    """Put the parishes of a table on the record, with their councils, and into the localities of a draft.

    Returns how many parishes the table has. Everything that is wrong with it is said at once, and nothing changes then.
    """
    boundary_set = BoundarySet.objects.select_for_update().get(pk=boundary_set.pk)

    if boundary_set.is_published:
        raise Refused("A published set of boundaries stays as it is. Make a new one.")
    rows = parish_files.read(file.read())

    known = {area.code: area for area in Area.objects.select_for_update().filter(kind=Area.Kind.PARISH)}
    councils = {council.name: council for council in ParishCouncil.objects.all()}
    places: dict[Locality, list[Area]] = {}
    for row in rows:
        council = _council(row.council, councils, by)
        if parish := known.get(row.code):
            if council:
                history.edit(parish, by=by, council=council)
        else:
            parish = Area(kind=Area.Kind.PARISH, code=row.code, name=row.name, council=council)
            history.add(parish, by=by)
        if row.locality:
            places.setdefault(row.locality, []).append(parish)
    for locality, parishes in places.items():
        place_area(boundary_set, areas=parishes, locality=locality, by=by)
    return len(rows)


def _council(name: str, councils: dict[str, ParishCouncil], by: User | None) -> ParishCouncil | None:
    if not name:
        return None
    if name not in councils:
        councils[name] = ParishCouncil(name=name, slug=free_slug(ParishCouncil, name))
        history.add(councils[name], by=by)
    return councils[name]
