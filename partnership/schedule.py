"""What the clock starts."""

from core.clock import on_the_clock
from partnership import operations


@on_the_clock
def sweep_notices() -> int:
    """Take up notices that a dead worker or a lost queue left behind."""
    return operations.sweep_notices(by=None)


@on_the_clock
def remind_of_interests() -> int:
    """Ask members to go through their register of interests once a year."""
    return operations.remind_of_interests(by=None)


@on_the_clock
def warn_of_ending_terms() -> int:
    """Tell the officers of a group that an office or a mandate is about to end."""
    return operations.warn_of_ending_terms(by=None)


@on_the_clock
def remind_of_reviews() -> int:
    """Tell the officers of a group that the day on which it is reviewed is near."""
    return operations.remind_of_reviews(by=None)


@on_the_clock
def gather_digests() -> int:
    """Put what waits for a daily or weekly digest into one mail for each login."""
    return operations.gather_digests(by=None)
