"""What operations queue."""

from celery import shared_task

from partnership import sending


@shared_task(acks_late=True, reject_on_worker_lost=True)
def send_notice(notice_id: int) -> None:
    """Send one notice, unless somebody has already."""
    sending.send(notice_id)
