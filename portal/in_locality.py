"""What is happening in a locality: meetings, what is on agendas, decisions, consultations, money."""

from typing import Any

from engagement.models import Consultation
from funding.models import ParticipatoryRound, Pot
from localities.models import Locality
from meetings.models import AgendaItem, Decision, Meeting
from partnership.models import User

SHOWN = 5


def what_happens(locality: Locality, user: User) -> dict[str, Any]:
    """The newest of each kind, as far as the reader may see it, and how much there is."""
    meetings = Meeting.objects.visible_to(user).of_group(locality.group).with_group()
    items = AgendaItem.objects.visible_to(user).in_locality(locality)
    decisions = Decision.objects.visible_to(user).in_locality(locality)
    pots = Pot.objects.visible_to(user)
    rounds = ParticipatoryRound.objects.visible_to(user).under_way().filter(pot__locality=locality)
    consultations = Consultation.objects.visible_to(user).not_called_off().in_locality(locality)
    has_group = locality.group_id is not None
    return {
        "coming": meetings.upcoming()[:SHOWN] if has_group else [],
        "past": meetings.past()[:SHOWN] if has_group else [],
        "items": items.select_related("meeting__group").order_by("-meeting__held_on", "position")[:SHOWN],
        "decisions": decisions.with_meeting().newest_first()[:SHOWN],
        "decisions_count": decisions.count(),
        "consultations": consultations.with_bodies().newest_first()[:SHOWN],
        "pots": pots.of_group(locality.group).exclude(locality=locality)[:SHOWN] if has_group else [],
        "devolved": pots.devolved_to(locality)[:SHOWN],
        "participatory_rounds": rounds.with_pot().newest_first()[:SHOWN],
    }
