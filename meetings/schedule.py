"""What the clock starts."""

from django.utils import timezone

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


@on_the_clock
def take_back_invitations() -> int:
    """Take coming meetings out of the calendars of whoever has left the group."""
    return operations.take_back_invitations(by=None)


@on_the_clock
def remind_of_actions() -> int:
    """Tell owners of actions that they are due soon, due or overdue."""
    return operations.remind_of_actions(on=timezone.localdate(), by=None)


@on_the_clock
def tell_of_long_overdue_actions() -> int:
    """Tell the chair and the officers of each group, once a week, what is long overdue."""
    return operations.tell_of_long_overdue_actions(on=timezone.localdate(), by=None)


@on_the_clock
def remind_of_papers() -> int:
    """Tell officers and authors that agenda and papers are to be out."""
    return operations.remind_of_papers(on=timezone.localdate(), by=None)


@on_the_clock
def remind_of_minutes() -> int:
    """Tell officers, and then the chair, that members have no draft of the minutes."""
    return operations.remind_of_minutes(on=timezone.localdate(), by=None)


@on_the_clock
def remind_of_corrections() -> int:
    """Tell members that the last day for corrections is near."""
    return operations.remind_of_corrections(on=timezone.localdate(), by=None)
