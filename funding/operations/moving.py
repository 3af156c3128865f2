"""Moving money from one place to another, whatever kind of movement that is."""

from decimal import Decimal
from typing import Unpack

from django.db import transaction

from core.refusals import Refused
from funding.models import Cell, LedgerEntry
from funding.operations import ledger
from funding.operations.ledger import Ground, Kind
from partnership.models import User

# What a proposal can ask for.
PROPOSED = (Kind.PROFILE, Kind.REPROFILE, Kind.VIREMENT)


def kind_between(source: Cell, to: Cell) -> str:
    """What the ledger calls a movement between these two places. Raises Refused when there is none."""
    inside = (Cell.Kind.AVAILABLE, Cell.Kind.PROFILE)
    if source.kind == Cell.Kind.FUNDER and to.kind == Cell.Kind.AVAILABLE:
        return Kind.AWARD
    if source.kind == Cell.Kind.AVAILABLE and to.kind == Cell.Kind.FUNDER:
        return Kind.AWARD_CHANGE
    if source.kind in inside and to.kind == Cell.Kind.RETURNED:
        return Kind.RETURN
    if source.kind in inside and to.kind in inside:
        return _kind_inside(source, to)
    raise Refused("Money does not move from there to there.")


def _kind_inside(source: Cell, to: Cell) -> str:
    if source.year != to.year:
        if source.stream_id == to.stream_id and to.year == (source.year or 0) + 1:
            return Kind.CARRY_OUT
        raise Refused("Money goes from one year into the next only, and within its stream.")
    if source.stream_id != to.stream_id:
        return Kind.VIREMENT
    return Kind.PROFILE if source.kind == Cell.Kind.AVAILABLE else Kind.REPROFILE


@transaction.atomic
def move_between(
    source: Cell,
    *,
    to: Cell,
    amount: Decimal,
    by: User,
    external_reference: str = "",
    **ground: Unpack[Ground],
) -> LedgerEntry:
    """Move money, in pounds, from one place to another. The two places say which kind of movement it is."""
    kind = kind_between(source, to)
    if kind in PROPOSED and ground["authority"].limit_each is not None:
        raise Refused(
            "What officers may move without the group is asked for by one and adopted by another: propose it."
        )
    if kind != Kind.CARRY_OUT:
        return ledger.move(source, to=to, kind=kind, amount=amount, by=by, **ground)
    if to.kind != Cell.Kind.AVAILABLE:
        raise Refused("Money carried forward arrives in the next year before it is planned there.")
    came_by = LedgerEntry.objects.that_brought_money_into(source.stream, source.year).first()
    if came_by is None:
        raise Refused("Nothing brought money into that year that could be carried forward.")
    out, _ = ledger.carry_forward(
        source, came_by=came_by, amount=amount, external_reference=external_reference, by=by, **ground
    )
    return out
