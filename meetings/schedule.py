"""What the clock starts."""

from celery import shared_task

from meetings import operations


@shared_task
def sweep_papers() -> int:
    """Take up papers whose reading a dead worker or a lost queue left behind."""
    return operations.sweep_papers(by=None)


@shared_task
def forget_old_packs() -> int:
    """Throw away the packs that nobody asks for any more."""
    return operations.forget_old_packs(by=None)


@shared_task
def remind_of_clearances() -> int:
    """Tell who is to give advice on a report that it is due, or late."""
    return operations.remind_of_clearances(by=None)


@shared_task
def publish_what_is_due() -> int:
    """Publish what officers have set for an hour that has come."""
    return operations.publish_what_is_due(by=None)


@shared_task
def invite_new_members() -> int:
    """Invite whoever joined a group after its meeting was called."""
    return operations.invite_new_members(by=None)
