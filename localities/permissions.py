"""Who may do what about localities. Roles are facts: lead, place in the team, support of the partnership's group."""

from localities.models import Locality
from localities.models.places import LocalityQuerySet
from partnership.permissions import Anyone, is_administrator, is_officer


def can_keep_localities(user: Anyone) -> bool:
    """Keep places, boundaries, parishes, leads and teams."""
    return is_administrator(user)


def can_record_in(user: Anyone, locality: Locality) -> bool:
    """Record what is known of a locality: figures, needs, objectives, what works, plans."""
    return recorded_by(user).filter(pk=locality.pk).exists()


def recorded_by(user: Anyone) -> LocalityQuerySet:
    """The localities of which somebody records what is known: an administrator of all, others where they work."""
    return Locality.objects.all() if is_administrator(user) else Locality.objects.worked_in_by(user)


def can_read_history_of_locality(user: Anyone) -> bool:
    """Read who changed what about a locality."""
    return is_administrator(user) or is_officer(user)
