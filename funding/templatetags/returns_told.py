"""What the emails about returns look up when they are written."""

from django import template
from django.db.models import QuerySet

from funding import returns_asked
from funding.models import Return, Round
from partnership.models import User

register = template.Library()


@register.simple_tag
def returns_to_send(round_: Round, user: User) -> "QuerySet[Return]":
    """What is still to be sent of a round, as far as it concerns the reader."""
    return returns_asked.to_send(round_, user)


@register.simple_tag
def place_of_returns(round_: Round, user: User) -> str:
    """The page that the reader may see: the round or, of a pot that is not published, their own returns."""
    return returns_asked.place_for(round_, user)


@register.simple_tag
def returns_that_are_late(round_: Round) -> int:
    """How many have not come."""
    return returns_asked.count_late(round_)
