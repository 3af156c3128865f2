"""Who wants to hear that somebody no longer comes from an organisation.

Partnership does not know of the teams of localities. An app above that keeps something which ends with a person's place
in their organisation says so at the start, so that no import points up:

    class LocalitiesConfig(AppConfig):
        def ready(self):
            leaving.hears_of_leaving(end_places_with)

A listener takes the person, the organisation they left, the first day without them (`on`), who recorded it (`by`) and
why. It runs in the transaction of its cause.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from core.listeners import Listeners
from partnership.models import Organisation, Person, User

Listener = Callable[..., Any]
_listeners: Listeners[Listener] = Listeners()


def hears_of_leaving(listener: Listener) -> Listener:
    """Tell this one, too, whenever somebody leaves an organisation."""
    return _listeners.add(listener)


def has_left(person: Person, organisation: Organisation, *, on: date, by: User | None, reason: str) -> None:
    """Tell everyone who wants to hear of it."""
    for listener in _listeners:
        listener(person, organisation, on=on, by=by, reason=reason)
