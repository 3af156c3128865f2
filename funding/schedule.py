"""What the clock starts."""

from celery import shared_task

from funding import operations


@shared_task
def check_sums() -> dict[str, int]:
    """Compare the sums that pages look up with the ledger."""
    return operations.check_sums(by=None)
