"""What the clock starts."""

from core.clock import on_the_clock
from funding import operations


@on_the_clock
def remind_of_returns() -> int:
    """Tell who is asked for a return that it is due soon, due today, or late."""
    return operations.remind_of_returns(by=None)


@on_the_clock
def check_sums() -> dict[str, int]:
    """Compare the sums that pages look up with the ledger."""
    return operations.check_sums(by=None)
