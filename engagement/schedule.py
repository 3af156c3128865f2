"""What the clock starts."""

from django.utils import timezone

from core.clock import on_the_clock
from engagement import operations


@on_the_clock
def erase_respondents() -> int:
    """Erase names and addresses where the promised day has come."""
    return operations.erase_respondents(on=timezone.localdate(), by=None)


@on_the_clock
def erase_applicants() -> int:
    """Erase who applied for places, where the promised day has come."""
    return operations.erase_applicants(on=timezone.localdate(), by=None)


@on_the_clock
def remind_of_promised_feedback() -> int:
    """Tell officers that people wait to hear what came of a consultation."""
    return operations.remind_of_promised_feedback(on=timezone.localdate(), by=None)


@on_the_clock
def tell_of_closed_consultations() -> int:
    """Tell whoever follows a consultation that it has closed."""
    return operations.tell_of_closed_consultations(by=None)


@on_the_clock
def remind_of_closing_consultations() -> int:
    """Tell bodies asked by name, followers and officers that a consultation is about to close."""
    return operations.remind_of_closing_consultations(on=timezone.localdate(), by=None)
