"""Whether what is to be told is still so at the hour at which it goes out.

A reminder may wait: for a mail server, for a worker that was away. What it reminds of may be done by then. Each app
says in its `ready()` how it is known of its own reminders, so that no import points up. A kind of notice that nobody
spoke for tells of something that has happened, and that stays true.
"""

from collections.abc import Callable
from typing import Any

from partnership.models import Notice

# What it is about, and the login it goes to (none where it goes to an address).
Check = Callable[[Any, Any], bool]

_CHECKS: dict[str, Check] = {}

NO_LONGER = "No longer true when it was to go out."
SAID_LATER = "A later notice says the same as it stands now."


def still_true(what: str, check: Check) -> None:
    """Let a kind of notice be asked, before it is sent, whether it still holds: `check(about, to)`."""
    _CHECKS[what] = check


def is_reminder(what: str) -> bool:
    """Whether notices of this kind are asked."""
    return what in _CHECKS


def why_dropped(notice: Notice) -> str:
    """Why it is not told any more, in a sentence; nothing for one that is to be told."""
    check = _CHECKS.get(notice.what)
    if check is None:
        return ""
    if notice.about is None or not check(notice.about, notice.to):
        return NO_LONGER
    # After a week without a worker three reminders of one thing may wait; their reader gets the last.
    return SAID_LATER if Notice.objects.said_again(notice).exists() else ""
