"""Interests and elections in templates: in the words of the minutes."""

from collections.abc import Iterable, Mapping

from django import template
from django.template.context import RequestContext

from meetings import declared
from meetings.models import Meeting
from meetings.terms import knowing_decisions, run_out_at
from partnership.offices import OfficeInGroup

register = template.Library()


@register.filter
def after_the_name(interest: Mapping[str, str]) -> str:
    """What follows the name of whoever declared it: ", personal interest: trustee of the fund. Left the room."."""
    return declared.sentence_of(interest).removeprefix(interest["person"])


@register.simple_tag(takes_context=True)
def know_decisions(context: RequestContext, offices: Iterable[OfficeInGroup]) -> str:
    """Tell every term in these offices which decisions began and ended it."""
    knowing_decisions([term for office in offices for term in office.terms], context["request"].user)
    return ""


@register.inclusion_tag("meetings/_run_out.html")
def run_out(meeting: Meeting) -> dict[str, object]:
    """Offices and mandates that had run out on the day of the meeting."""
    return {"run_out": run_out_at(meeting)}
