"""What the clock starts."""

from core.clock import on_the_clock
from meetings import operations


@on_the_clock
def sweep_papers() -> int:
    """Take up papers whose reading a dead worker or a lost queue left behind."""
    return operations.sweep_papers(by=None)


@on_the_clock
def forget_old_packs() -> int:
    """Throw away the packs that nobody asks for any more."""
    return operations.forget_old_packs(by=None)


@on_the_clock
def remind_of_clearances() -> int:
    """Tell who is to give advice on a report that it is due, or late."""
    return operations.remind_of_clearances(by=None)


@on_the_clock
def publish_what_is_due() -> int:
    """Publish what officers have set for an hour that has come."""
    return operations.publish_what_is_due(by=None)


@on_the_clock
def invite_new_members() -> int:
    """Invite whoever joined a group after its meeting was called."""
    return operations.invite_new_members(by=None)
