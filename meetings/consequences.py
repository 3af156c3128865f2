"""What followed from a decision in the apps above, told on the decision's own page.

An app above adds its teller at the start, so that no import points up:

    class FundingConfig(AppConfig):
        def ready(self):
            consequences.tells_what_followed(moved_by)

A teller takes a decision and the reader, and answers with what there is to tell, or with None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.listeners import Listeners
from meetings.models import Decision


@dataclass(frozen=True)
class Consequence:
    """A part of the page: a template, which takes `told`."""

    template: str
    told: Any


Teller = Callable[[Decision, Any], Consequence | None]
_tellers: Listeners[Teller] = Listeners()


def tells_what_followed(teller: Teller) -> Teller:
    """Ask this one, too, whenever a decision is shown."""
    return _tellers.add(teller)


def of_decision(decision: Decision, reader: Any) -> list[Consequence]:
    """Everything that followed, as far as this reader may know of it."""
    return [told for teller in _tellers if (told := teller(decision, reader))]
