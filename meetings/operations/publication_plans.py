"""Plans of publication that come to an end without the clock: done by hand, or called off."""

from collections.abc import Iterable

from django.utils import timezone

from core import history
from meetings.models import Meeting, PlannedPublication
from partnership.models import User


def end_plans(meeting: Meeting, acts: Iterable[str], *, outcome: str, by: User | None) -> None:
    """What was to be published at a later hour needs the clock no more.

    A plan that the clock has in its hands at this moment is left to it.
    """
    status = PlannedPublication.Status
    plans = PlannedPublication.objects.of_meeting(meeting).filter(act__in=list(acts))
    for plan in plans.filter(status__in=[status.WAITING, status.REFUSED]).select_for_update(skip_locked=True):
        # What was refused at its hour is settled too, and still says why.
        end(plan, status.CANCELLED, outcome=f"{plan.outcome} {outcome}".strip(), by=by)


def end(plan: PlannedPublication, status: str, *, outcome: str, by: User | None) -> None:
    """Say what became of a plan."""
    history.edit(plan, by=by, verb=status, status=status, ended_at=timezone.now(), outcome=outcome)
