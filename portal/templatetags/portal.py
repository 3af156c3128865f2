"""The colours that go with states on pages across the record, always beside the state in words."""

from django import template

from core import markdown
from meetings.models import Decision, Meeting
from meetings.wording import OUTCOME_COLOURS, STATUS_COLOURS

register = template.Library()


@register.filter
def meeting_colour(meeting: Meeting) -> str:
    """The colour of a meeting's state."""
    return STATUS_COLOURS[Meeting.Status(meeting.status)]


@register.filter
def decision_colour(decision: Decision) -> str:
    """The colour of a decision's outcome."""
    return OUTCOME_COLOURS[decision.get_outcome_display()]


@register.filter
def plain(text: str) -> str:
    """What somebody wrote in Markdown, as words alone: for a line of a list."""
    return markdown.plain(text)
