"""When somebody was here last, on whichever device: the login remembers it."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from partnership.adapters import SIGNED_IN_BEFORE
from partnership.models import User

# After so long without looking at the home page, at what waits or at what is new, it is another visit.
PAUSE = timedelta(minutes=30)
# A page looked at again within so short a time writes nothing.
BRIEF = timedelta(minutes=2)


def last_visit(request: HttpRequest) -> datetime | None:
    """The end of the visit before this one; None for somebody new. Looking keeps this visit going."""
    user = request.user
    if not isinstance(user, User):
        return None
    seen, now = user.seen_at, timezone.now()
    if seen is not None and now - seen <= BRIEF:
        return user.new_since
    new_since = user.new_since
    if seen is None:
        # Nobody remembered visits yet: the time before at which they signed in is the best that is known.
        new_since = parse_datetime(request.session.get(SIGNED_IN_BEFORE) or "")
    elif now - seen > PAUSE:
        new_since = seen
    # Of two looks at the same instant one counts; the other would take the visit that it begins for the one before.
    User.objects.filter(pk=user.pk, seen_at=seen).update(seen_at=now, new_since=new_since)
    user.seen_at, user.new_since = now, new_since
    return new_since
