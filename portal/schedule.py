"""What the clock starts."""

from django.utils import timezone

from core.clock import on_the_clock
from portal import operations


@on_the_clock
def make_due_reports() -> int:
    """Have the reports made whose time is over: the month, the quarter, the year."""
    return operations.ask_for_due_reports(on=timezone.localdate(), by=None)


@on_the_clock
def make_due_digests() -> int:
    """Gather for each representative what concerns the sector, once a week."""
    return operations.ask_for_due_digests(on=timezone.localdate(), by=None)
