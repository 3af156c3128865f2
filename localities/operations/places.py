"""Putting places on the record."""

from django.db import transaction

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from localities.models import Locality
from partnership.models import Group, User

# Words that stand at the same place of an address as that of a locality.
TAKEN = {"coverage", "plans", "boundaries", "parish-councils"}


@transaction.atomic
def add_locality(*, by: User | None, name: str, position: int = 0, group: Group | None = None) -> Locality:
    """Put a place on the record."""
    slug = free_slug(Locality, name)
    locality = Locality(name=name, slug=f"{slug}-locality" if slug in TAKEN else slug, position=position)
    locality.group = _fit_to_be_its_partnership(group)
    history.add(locality, by=by)
    return locality


@transaction.atomic
def edit_locality(locality: Locality, *, by: User | None, **values) -> Locality:
    """Correct the name of a place, where it stands in lists, which group its partnership is. Its address stays."""
    locality = Locality.objects.select_for_update().get(pk=locality.pk)

    _fit_to_be_its_partnership(values.get("group"))

    history.edit(locality, by=by, **values)
    return locality


def _fit_to_be_its_partnership(group: Group | None) -> Group | None:
    if group is not None and group.kind != Group.Kind.LOCALITY:
        raise Refused(f"The {group} is no locality partnership. Say so on its own page first.")
    return group
