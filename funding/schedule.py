"""What the clock starts."""

from celery import shared_task

from funding import operations


@shared_task
def remind_of_returns() -> int:
    """Tell who is asked for a return that it is due soon, due today, or late."""
    return operations.remind_of_returns(by=None)
