"""What the items of a meeting led to in the apps above, told under the items on the meeting's own page.

An app above adds its teller at the start, so that no import points up:

    class EngagementConfig(AppConfig):
        def ready(self):
            led_to.tells_what_items_led_to(kept_of_items)

A teller takes a meeting and the reader, and answers once for all of its items.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.listeners import Listeners
from meetings.models import Meeting


@dataclass(frozen=True)
class LedTo:
    """Things that are kept elsewhere because of an item: where they are kept, and each with its address."""

    kept_in: str
    things: list[tuple[str, str]]


# By the number of the item.
Told = Mapping[str, list[LedTo]]
Teller = Callable[[Meeting, Any], Told]
_tellers: Listeners[Teller] = Listeners()


def tells_what_items_led_to(teller: Teller) -> Teller:
    """Ask this one, too, whenever a meeting is shown."""
    return _tellers.add(teller)


def from_items_of(meeting: Meeting, reader: Any) -> dict[str, list[LedTo]]:
    """Everything that came of the items, as far as this reader may know of it."""
    found: defaultdict[str, list[LedTo]] = defaultdict(list)
    for teller in _tellers:
        for number, led_to in teller(meeting, reader).items():
            found[number] += led_to
    return dict(found)
