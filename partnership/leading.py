"""Where a reader is led who opens a notice: to what it is about, unless its kind has a better place for this reader."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from partnership.models import Notice

Place = Callable[[Any, Any], str]

_PLACES: dict[str, Place] = {}


def leads_to(what: str, place: Place) -> None:
    """Let a kind of notice lead elsewhere: `place(about, to)` is an address. An app says so in its `ready()`."""
    _PLACES[what] = place


def leads_elsewhere(what: str) -> bool:
    """Whether its reader reads another page than that of the thing it is about, and need not see that one."""
    return what in _PLACES


def place_of(notice: Notice) -> str:
    """The address for the reader of a notice; nothing where what it was about is gone."""
    about: Any = notice.about
    if about is None:
        return ""
    if place := _PLACES.get(notice.what):
        return place(about, notice.to)
    # An invitation is about the reader's own login, whose page only administrators open.
    return settings.LOGIN_REDIRECT_URL if about == notice.to else about.get_absolute_url()
