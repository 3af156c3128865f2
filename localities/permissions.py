"""Who may do what about localities. Roles are facts: lead, place in the team, support of the partnership's group."""

from localities.models import Lead, Locality, TeamMember
from partnership.models import OfficerSupport
from partnership.permissions import Anyone, is_administrator, is_officer


def can_keep_localities(user: Anyone) -> bool:
    """Keep places, boundaries, parishes, leads and teams."""
    return is_administrator(user)


def works_in(user: Anyone, locality: Locality) -> bool:
    """Leads the locality, is in its team, or supports its partnership as an officer, today."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        Lead.objects.current().filter(locality=locality, person__user=user).exists()
        or TeamMember.objects.current().filter(locality=locality, person__user=user).exists()
        or OfficerSupport.objects.current().filter(user=user, group__locality=locality).exists()
    )


def can_record_in(user: Anyone, locality: Locality) -> bool:
    """Record what is known of a locality: figures, needs, objectives, what works, plans."""
    return is_administrator(user) or works_in(user, locality)


def can_read_history_of_locality(user: Anyone) -> bool:
    """Read who changed what about a locality."""
    return is_administrator(user) or is_officer(user)
