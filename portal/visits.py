"""When somebody was here last, as far as their session and their last sign-in can tell."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from partnership.adapters import SIGNED_IN_BEFORE

# After so long without looking at the home page or at what waits, it is another visit.
PAUSE = timedelta(minutes=30)
# A page looked at again within so short a time does not write to the session.
BRIEF = timedelta(minutes=2)
SINCE, SEEN = "visit_since", "visit_seen"


def last_visit(request: HttpRequest) -> datetime | None:
    """The end of the visit before this one; None for somebody new. Looking keeps this visit going."""
    if not request.user.is_authenticated:
        return None
    session, now = request.session, timezone.now()
    seen = _moment(session.get(SEEN))
    if seen is None:
        session[SINCE] = session.get(SIGNED_IN_BEFORE, "")
    elif now - seen > PAUSE:
        session[SINCE] = seen.isoformat()
    if seen is None or now - seen > BRIEF:
        session[SEEN] = now.isoformat()
    return _moment(session.get(SINCE))


def _moment(kept: str | None) -> datetime | None:
    return parse_datetime(kept) if kept else None
