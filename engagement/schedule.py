"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from engagement import operations


@shared_task
def erase_respondents() -> int:
    """Erase names and addresses where the promised day has come."""
    return operations.erase_respondents(on=timezone.localdate(), by=None)


@shared_task
def remind_of_promised_feedback() -> int:
    """Tell officers that people wait to hear what came of a consultation."""
    return operations.remind_of_promised_feedback(on=timezone.localdate(), by=None)


@shared_task
def remind_of_closing_consultations() -> int:
    """Tell bodies asked by name, followers and officers that a consultation is about to close."""
    return operations.remind_of_closing_consultations(on=timezone.localdate(), by=None)
