"""Keeping a year's profile for the next."""

from typing import Unpack

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Cell, LedgerEntry, Period, Pot
from funding.operations.ledger import Ground, Kind, move
from funding.places import available, planned
from partnership.models import User


@transaction.atomic
def roll_forward(pot: Pot, *, year: int, by: User, **ground: Unpack[Ground]) -> list[LedgerEntry]:
    """Plan the year after `year` as that year is planned: the same sums in the same periods and projects.

    The following year must be open and its money awarded. Raises Refused, and changes nothing, when that year has a
    profile already, or when a stream has less than its plan asks for.
    """
    pot = Pot.objects.select_for_update().get(pk=pot.pk)
    periods = {period.number: period for period in Period.objects.of_year(pot, year + 1)}
    plans = list(_plans_of(pot, year))

    if not periods:
        raise Refused("The year after it is not open yet.")
    if not plans:
        raise Refused("Nothing is planned for that year, so there is nothing to keep.")
    if any(True for _ in _plans_of(pot, year + 1)):
        raise Refused("The year after it has a profile already.")

    entries = [
        move(
            available(cell.stream, year + 1),
            to=planned(cell.stream, periods[cell.period.number], cell.project),
            kind=Kind.PROFILE,
            amount=cell.balance,
            by=by,
            **ground,
        )
        for cell in plans
    ]
    history.record(pot, "profile rolled forward", by=by, reason=ground["reason"])
    return entries


def _plans_of(pot: Pot, year: int):
    """The planned cells of a year that have money in them."""
    cells = Cell.objects.of_pot(pot).of_year(year).plans().with_balance().in_grid_order()
    return (cell for cell in cells.select_related("stream", "project", "period", "pot") if cell.balance)
