"""Asking for money of one stream to go to another."""

from decimal import Decimal

from django.db import transaction

from core.refusals import Refused
from core.templatetags.house import pounds
from funding.models import Actual, Period, Pot, Project, Proposal, Stream
from funding.operations.proposals import draft_proposal, submit_proposal
from funding.proposed import NOTHING, Place, Wanted, standing
from partnership.models import User

End = tuple[Stream, Project | None, Period | None]


@transaction.atomic
def request_virement(
    pot: Pot, *, year: int, source: End, to: End, amount: Decimal, title: str, reason: str, by: User
) -> Proposal:
    """Ask for pounds to go from one stream to another: one movement, once an other officer adopts it.

    Each end is a stream, a project or none, and a period; without a period it is what the stream does not plan.
    """
    pot = Pot.objects.select_for_update().get(pk=pot.pk)
    places = [_place(end) for end in (source, to)]
    unplanned = [Place(end[0].pk, None, None) for end in (source, to)]
    now = standing(pot, year, [*places, *unplanned])
    there, spent = now.get(places[0], NOTHING), _spent(source)

    if source[0] == to[0]:
        raise Refused("A virement goes to another stream. Within a stream, propose another profile.")
    if amount > there:
        raise Refused(f"Only {pounds(there)} is there, which is less than {pounds(amount)}.")
    if there - amount < spent:
        raise Refused(
            f"{pounds(spent)} of it is spent already, so only {pounds(max(there - spent, NOTHING))} can move."
        )

    wanted = {
        places[0]: Wanted(*source, there - amount),
        places[1]: Wanted(*to, now.get(places[1], NOTHING) + amount),
    }
    # That no unplanned money of either stream is meant makes it a movement between the two.
    for place, (stream, _, _) in zip(unplanned, (source, to), strict=True):
        wanted.setdefault(place, Wanted(stream, None, None, now.get(place, NOTHING)))
    proposal = draft_proposal(pot, year=year, title=title, reason=reason, lines=wanted.values(), by=by)
    return submit_proposal(proposal, by=by)


def _place(end: End) -> Place:
    stream, project, period = end
    return Place(stream.pk, project.pk if project else None, period.pk if period else None)


def _spent(end: End) -> Decimal:
    stream, project, period = end
    if period is None:
        return NOTHING
    return Actual.objects.under_plan(stream, project, period).total()
