"""The consultations and programmes that the Chief Executives Group heard of on 2 February 2007, under item 7.

The record gives their names and nothing else: not when they opened or closed, what was asked, or what came of it.
"""

from engagement import operations as engagement
from meetings.models import AgendaItem, Meeting
from partnership.models import User

ITEM = "Consultations and policy development"
NOTE = "The group was given a brief update. The record says no more of it."
NAMED = [
    "West Midlands Economic Strategy",
    "South Wye forward strategy",
    "Regional Capacity Building programme",
    "The Compact",
    "European Union funding opportunities",
]


def load(meeting: Meeting, *, by: User) -> None:
    """Put them into the register as they are known."""
    item = AgendaItem.objects.of_meeting(meeting).get(title=ITEM)
    for title in NAMED:
        engagement.note_mention(item, title=title, note=NOTE, by=by)
