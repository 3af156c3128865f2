"""Moving money. Whether it may move the database says (funding/models/guards.py), in a sentence."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Authority, Cell, LedgerEntry, Stream
from funding.places import available, carried, funder_of, returned
from partnership.models import User

Kind = LedgerEntry.Kind


class Ground(TypedDict):
    """On whose word money moves, why, and from which day on."""

    authority: Authority
    reason: str
    effective_on: date


@transaction.atomic
def award(stream: Stream, *, year: int, amount: Decimal, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    """Money comes from the funder into a stream for a financial year, in pounds."""
    there = available(stream, year)
    return move(funder_of(stream.pot), to=there, kind=Kind.AWARD, amount=amount, by=by, **ground)


@transaction.atomic
def change_award(
    stream: Stream, *, year: int, change: Decimal, by: User, **ground: Unpack[Ground]
) -> LedgerEntry:
    """The funder gives more for a year (above zero), or takes some of it back (below)."""
    outside, inside = funder_of(stream.pot), available(stream, year)
    source, to = (outside, inside) if change > 0 else (inside, outside)
    return move(source, to=to, kind=Kind.AWARD_CHANGE, amount=abs(change), by=by, **ground)


@transaction.atomic
def profile(cell: Cell, *, amount: Decimal, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    """Plan awarded money for a period, and perhaps a project, of its stream."""
    source = available(_stream_of(cell), cell.year)
    return move(source, to=cell, kind=Kind.PROFILE, amount=amount, by=by, **ground)


@transaction.atomic
def reprofile(source: Cell, *, to: Cell, amount: Decimal, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    """Plan money for another period or project of the same stream and year: the stream keeps its total."""
    return move(source, to=to, kind=Kind.REPROFILE, amount=amount, by=by, **ground)


@transaction.atomic
def vire(source: Cell, *, to: Cell, amount: Decimal, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    """Move money from one stream to another in the same year."""
    return move(source, to=to, kind=Kind.VIREMENT, amount=amount, by=by, **ground)


@transaction.atomic
def return_to_funder(source: Cell, *, amount: Decimal, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    """Give money of a stream back."""
    back = returned(_stream_of(source), source.year)
    return move(source, to=back, kind=Kind.RETURN, amount=amount, by=by, **ground)


@transaction.atomic
def carry_forward(
    source: Cell,
    *,
    came_by: LedgerEntry,
    amount: Decimal,
    by: User,
    external_reference: str = "",
    **ground: Unpack[Ground],
) -> tuple[LedgerEntry, LedgerEntry]:
    """Take unspent money into the next financial year: the movement out of the one and the movement into the other.

    `came_by` is what brought the money into the year. Above the stream's cap the funder's approval must be named.
    """
    stream = _stream_of(source)
    between = carried(stream, source.year)
    out = move(
        source,
        to=between,
        kind=Kind.CARRY_OUT,
        amount=amount,
        came_by=came_by,
        external_reference=external_reference,
        by=by,
        **ground,
    )
    following = available(stream, (source.year or 0) + 1)
    arrived = move(between, to=following, kind=Kind.CARRY_IN, amount=amount, pair=out, by=by, **ground)
    return out, arrived


@transaction.atomic
def reverse(entry: LedgerEntry, *, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    """Take back exactly what an entry moved. Both stay in the ledger.

    Of money carried forward both halves are taken back: the reversal of the half that was asked for is returned.
    """
    halves = [entry]
    if entry.kind == Kind.CARRY_OUT:
        halves = [entry.arrived_by, entry]
    elif entry.kind == Kind.CARRY_IN and entry.pair is not None:
        halves = [entry, entry.pair]
    made = {each.pk: _taken_back(each, by=by, **ground) for each in halves}
    return made[entry.pk]


def move(
    source: Cell, *, to: Cell, kind: str, amount: Decimal, by: User, authority: Authority, **values
) -> LedgerEntry:
    """Write one movement into the ledger. Raises Refused with the sentence of the guard that said no."""
    entry = LedgerEntry(
        pot=source.pot,
        kind=kind,
        source=source,
        destination=to,
        amount=amount,
        decision=authority.decision,
        authority=authority,
        by=by,
        **values,
    )
    history.add(entry, by=by, verb="moved")
    return entry


def _taken_back(entry: LedgerEntry, *, by: User, **ground: Unpack[Ground]) -> LedgerEntry:
    if LedgerEntry.objects.filter(reverses=entry).exists():
        raise Refused("The entry is reversed already.")
    return move(
        entry.destination,
        to=entry.source,
        kind=Kind.REVERSAL,
        amount=entry.amount,
        reverses=entry,
        by=by,
        **ground,
    )


def _stream_of(cell: Cell) -> Stream:
    if cell.stream is None:
        raise Refused("Money at the funder belongs to no stream yet.")
    return cell.stream
