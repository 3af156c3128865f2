"""What a meeting has to know of offices and seats: what began and ended a term, and whose has run out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from meetings.models import Election, Meeting
from partnership.models import OfficeTerm, SeatHolding

PRESIDING = [OfficeTerm.Office.CHAIR, OfficeTerm.Office.VICE_CHAIR]


def knowing_decisions(terms: Iterable[OfficeTerm], user) -> list[Any]:
    """Each with the decision that began it and the one that ended it, as far as this reader sees them. One query."""
    known: list[Any] = list(terms)
    elections = Election.objects.visible_to(user).declared().of_terms(known).select_related("decision")
    found = list(elections) if known else []
    began = {each.began_term_id: each.decision for each in found}
    ended = {each.ended_term_id: each.decision for each in found}
    for term in known:
        term.begun_by_decision, term.ended_by_decision = began.get(term.pk), ended.get(term.pk)
    return known


@dataclass
class RunOut:
    """Offices and mandates that had run out on the day of a meeting, though nobody has taken over."""

    terms: list[OfficeTerm] = field(default_factory=list)
    holdings: list[SeatHolding] = field(default_factory=list)


def run_out_at(meeting: Meeting) -> RunOut:
    """Whoever presides past the planned end of their term, or sits on a mandate that has lapsed. Two queries."""
    day = meeting.held_on
    terms = meeting.group.office_terms.on(day).filter(office__in=PRESIDING, due_to_end_on__lte=day)
    holdings = SeatHolding.objects.on(day).filter(seat__group=meeting.group, mandate_ends_on__lte=day)
    return RunOut(
        list(terms.select_related("person").order_by("office")),
        list(holdings.select_related("person", "seat__nominated_by").order_by("person__name")),
    )
