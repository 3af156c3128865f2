"""Putting places on the record."""

from django.db import transaction

from core import history
from core.slugs import free_slug
from localities.models import Locality
from partnership.models import User

__all__ = ["add_locality", "edit_locality"]


@transaction.atomic
def add_locality(*, by: User | None, name: str, position: int = 0) -> Locality:
    """Put a place on the record."""
    locality = Locality(name=name, slug=free_slug(Locality, name), position=position)
    history.add(locality, by=by)
    return locality


@transaction.atomic
def edit_locality(locality: Locality, *, by: User | None, **values) -> Locality:
    """Correct the name of a place, or where it stands in lists. Its address stays."""
    locality = Locality.objects.select_for_update().get(pk=locality.pk)
    history.edit(locality, by=by, **values)
    return locality
