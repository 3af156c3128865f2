"""What the emails about a consultation that is about to close look up when they are written."""

from django import template
from django.db.models import QuerySet

from engagement.models import Consultation, Consultee

register = template.Library()


@register.simple_tag
def still_to_reply(consultation: Consultation) -> "QuerySet[Consultee]":
    """The bodies asked by name that have not replied."""
    return Consultee.objects.of_consultation(consultation).without_reply()
