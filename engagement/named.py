"""What meetings named and the record of listening keeps, as the page of the meeting tells it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from engagement.models import Mention, Programme
from meetings.led_to import LedTo
from meetings.models import Meeting


def consultations_named_at(meeting: Meeting, reader: Any) -> dict[str, LedTo]:
    """The consultations that were named under its items, each with its entry in the register."""
    named = Mention.objects.visible_to(reader).of_meeting(meeting).with_item().order_by("pk")
    return _by_item("In the register of consultations", ((each.item.number, each) for each in named))


def programmes_told_at(meeting: Meeting, reader: Any) -> dict[str, LedTo]:
    """The programmes that its items told of."""
    told = Programme.objects.visible_to(reader).told_at(meeting).select_related("item").order_by("pk")
    return _by_item("Among the programmes", ((each.item.number, each) for each in told if each.item))


def _by_item(kept_in: str, things: Iterable[tuple[str, Any]]) -> dict[str, LedTo]:
    found = defaultdict(list)
    for number, thing in things:
        found[number].append((str(thing), thing.get_absolute_url()))
    return {number: LedTo(kept_in, links) for number, links in found.items()}
