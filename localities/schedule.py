"""What the clock starts."""

from django.utils import timezone

from core.clock import on_the_clock
from localities import operations


@on_the_clock
def remind_of_plan_reviews() -> int:
    """Tell who works in a locality that a plan is to be reviewed."""
    return operations.remind_of_plan_reviews(on=timezone.localdate(), by=None)


@on_the_clock
def remind_of_stale_mechanisms() -> int:
    """Tell once a month which ways of reaching people nobody has looked at for a year."""
    return operations.remind_of_stale_mechanisms(on=timezone.localdate(), by=None)
