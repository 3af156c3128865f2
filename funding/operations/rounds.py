"""Asking, a few times a year, what was spent and what is expected."""

from datetime import date
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Period, Pot, Return, Round
from funding.returning import units_of
from partnership.models import User


@transaction.atomic
def open_round(
    pot: Pot,
    *,
    year: int,
    name: str,
    opens_on: date,
    due_on: date,
    by: User,
    actuals_to: Period | None = None,
) -> Round:
    """Ask every project of a pot, and every stream with money of its own, for a return on a year.

    `actuals_to` is the last period that counts as spent; what comes after it is forecast.
    """
    pot = Pot.objects.select_for_update().get(pk=pot.pk)

    if not Period.objects.of_year(pot, year).exists():
        raise Refused("That year is not open yet.")

    round_ = Round(pot=pot, year=year, name=name, actuals_to=actuals_to, opens_on=opens_on, due_on=due_on)
    history.add(round_, by=by, verb="opened")
    Return.objects.bulk_create(
        Return(round=round_, stream=stream, project=project) for stream, project in units_of(round_)
    )
    return round_


@transaction.atomic
def edit_round(round_: Round, *, by: User, **values: Any) -> Round:
    """Give a round another name, or other days."""
    round_ = Round.objects.select_for_update().get(pk=round_.pk)

    history.edit(round_, by=by, **values)
    return round_
