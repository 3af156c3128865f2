"""What the emails about localities look up when they are written."""

from django import template
from django.db.models import QuerySet

from localities import keepers
from localities.models import Locality, Mechanism
from partnership.models import User

register = template.Library()


@register.simple_tag
def stale_mechanisms(locality: Locality, user: User) -> "QuerySet[Mechanism]":
    """The ways of reaching people that a reader is asked to look at."""
    return keepers.stale_for(locality, user)
