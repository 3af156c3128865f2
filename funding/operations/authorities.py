"""Writing down what a decision allows."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Authority, LedgerEntry, Pot
from meetings.models import Decision
from partnership.models import User


@transaction.atomic
def authorise(
    pot: Pot,
    *,
    decision: Decision,
    kinds: Iterable[str],
    ceiling: Decimal,
    by: User,
    **values,
) -> Authority:
    """Say what a decision allows to be done with a pot: which kinds of movement, and up to how much in all.

    `values` may name confirmed_by_decision, limit_each (pounds an officer may move at once),
    limit_year (pounds an officer may move in a financial year), lifts_ring_fence and
    exception_reason. Raises Refused when the decision is not the pot's group's, or was not agreed.
    """
    pot = Pot.objects.select_for_update().get(pk=pot.pk)
    named = list(kinds)

    if decision.group_id != pot.group_id:
        raise Refused(f"{decision} is not a decision of the {pot.group}, which decides on this pot.")
    if not decision.is_in_force:
        raise Refused(f"{decision} was not agreed, so it allows no money to move.")
    if unknown := set(named) - (set(LedgerEntry.Kind.values) - set(LedgerEntry.NEEDS_NO_NAMING)):
        raise Refused(f"A decision cannot allow this kind of movement: {', '.join(sorted(unknown))}.")

    authority = Authority(pot=pot, decision=decision, kinds=named, ceiling=ceiling, by=by, **values)
    history.add(authority, by=by)
    return authority
