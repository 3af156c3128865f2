"""Closing periods, and opening them again."""

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Period, PeriodEvent
from partnership.models import User


@transaction.atomic
def close_period(period: Period, *, by: User) -> PeriodEvent:
    """Keep the profile and the spending of a period as they are from now on: it takes only corrections."""
    event = PeriodEvent(period=period, what=PeriodEvent.What.CLOSED, by=by)
    history.add(event, by=by)
    return event


@transaction.atomic
def reopen_period(period: Period, *, reason: str, by: User) -> PeriodEvent:
    """Open a closed period again, with the reason, which stays with it."""
    if not reason.strip():
        raise Refused("Say why the period is opened again.")

    event = PeriodEvent(period=period, what=PeriodEvent.What.REOPENED, reason=reason, by=by)
    history.add(event, by=by)
    return event
