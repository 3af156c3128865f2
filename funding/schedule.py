"""What the clock starts."""

from celery import shared_task

from funding import operations


@shared_task
def remind_of_returns() -> int:
    """Tell who is asked for a return that it is due soon, due today, or late."""
    return operations.remind_of_returns(by=None)


@shared_task
def check_sums() -> dict[str, int]:
    """Compare the sums that pages look up with the ledger."""
    return operations.check_sums(by=None)
