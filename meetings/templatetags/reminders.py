"""What the emails of reminders look up when they are written, so that they say what is so then."""

from django import template

from meetings import actions_told
from meetings.actions_told import ActionsTold
from meetings.models import Meeting
from meetings.papers_due import PapersDue, papers_due
from partnership.models import Group, User

register = template.Library()


@register.simple_tag
def actions_to_do(user: User) -> ActionsTold:
    """What presses of a reader's actions."""
    return actions_told.to_do(user)


@register.simple_tag
def actions_long_overdue(group: Group, user: User) -> ActionsTold:
    """What is long overdue in a group."""
    return actions_told.long_overdue(group, user)


@register.simple_tag
def papers_of(meeting: Meeting) -> PapersDue:
    """What of a meeting's agenda and papers is still to be published, and by when."""
    return papers_due(meeting)
