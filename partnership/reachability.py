"""Addresses that the mail server refuses for good.

One such answer may be a mistake; three in a row without a message that was taken make the address one that fails. Its
notices are then tried once a day at most, the rest given up without trying: a mail server that is asked again and again
for somebody who is gone takes the whole portal for a nuisance. They stand on the portal, for their reader and for
administrators, and the first message that is taken, or another address, ends it.
"""

import smtplib
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from core import history
from partnership.models import Notice, User
from partnership.models.users import MOST_REFUSALS

PAUSE = timedelta(days=1)
FOR_GOOD = range(500, 600)


def is_refused_for_good(error: Exception) -> bool:
    """The mail server knows no such reader, and will not tomorrow."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return bool(error.recipients) and all(code in FOR_GOOD for code, _ in error.recipients.values())


def goes_to_login(notice: Notice) -> bool:
    """It goes to the present address of a login, and not to a former one or to nobody's."""
    user = notice.to
    return user is not None and notice.address.lower() in ("", user.email.lower())


def note_refusal(notice: Notice) -> None:
    """Count it against the login, if it was its present address."""
    if not goes_to_login(notice):
        return
    user = User.objects.select_for_update(no_key=True).get(pk=notice.to_id)
    again = user.refused_address == user.email.lower()
    was = user.is_unreachable
    user.refused_address, user.refused_at = user.email.lower(), timezone.now()
    user.refusals = min(user.refusals + 1, 1000) if again else 1
    user.save(update_fields=["refused_address", "refusals", "refused_at"])
    if user.is_unreachable and not was:
        history.record(user, "mail refused for good", by=None, reason=f"{MOST_REFUSALS} times in a row")


def note_success(notice: Notice) -> None:
    """A message was taken: what was refused before is forgotten."""
    user = notice.to
    if user is None or not user.refusals or not goes_to_login(notice):
        return
    if user.is_unreachable:
        history.record(user, "can be reached again", by=None)
    User.objects.filter(pk=user.pk).update(refused_address="", refusals=0, refused_at=None)


def is_paused(notice: Notice, now: datetime) -> bool:
    """Mail to its address came back again and again, and has been tried today."""
    user = notice.to
    if user is None or not goes_to_login(notice) or not user.is_unreachable or user.refused_at is None:
        return False
    return user.refused_at > now - PAUSE


def try_again(user: User) -> None:
    """An administrator knows better: the next notice is tried, whenever the last was."""
    User.objects.filter(Q(pk=user.pk), ~Q(refused_at=None)).update(refused_at=F("refused_at") - PAUSE)
