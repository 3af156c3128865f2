"""Gathering what waits for a digest."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from core.mail import subject_of
from partnership import notices
from partnership.digests import last_daily, last_weekly
from partnership.models import Notice, NoticeWishes, Pace, User
from partnership.operations.choices import tell_as_chosen
from partnership.quiet import end_of_quiet

# How many logins are gathered for in one transaction.
AT_ONCE = 200


def gather_digests(*, by: User | None) -> int:
    """Write one digest for each login for which one is due, and put what it tells into it. Returns how many.

    One mail a day at most for each login: on the day of the weekly digest it tells the daily news as well. A login
    whose hours are quiet is left for a later run, and so is one at which another gatherer is at work.
    """
    now = timezone.now()
    written, last = 0, 0
    while chunk := _next_logins(now, after=last):
        last = chunk[-1]
        written += _gather(chunk, now)
    return written


def _due(now: datetime) -> QuerySet[Notice]:
    """Held, and told before the morning at which its digest is made."""
    daily = Q(pace=Pace.DAILY, created_at__lt=last_daily(now))
    weekly = Q(pace=Pace.WEEKLY, created_at__lt=last_weekly(now))
    return Notice.objects.held().filter(daily | weekly)


def _next_logins(now: datetime, *, after: int) -> list[int]:
    due = _due(now).filter(to__gt=after, to__is_active=True)
    return list(due.order_by("to").values_list("to", flat=True).distinct()[:AT_ONCE])


@transaction.atomic
def _gather(logins: Sequence[int], now: datetime) -> int:
    # Whoever holds the login gathers for it: two who shared its notices would leave half of them for tomorrow.
    rows = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=logins)
    held = sorted(rows.values_list("pk", flat=True))
    wishes = NoticeWishes.objects.in_bulk(held)
    for wish in wishes.values():
        # Told in the moment in which its reader stopped the digest.
        if wish.digests_stopped_at:
            tell_as_chosen(wish.user, wish)
    due = _due(now).filter(to__in=[pk for pk in held if end_of_quiet(wishes.get(pk), now) <= now])
    found = list(due.select_for_update().order_by("pk").values_list("pk", "to"))
    readers = sorted({to for _, to in found})
    if not readers:
        return 0

    kind, occasion = ContentType.objects.get_for_model(User), last_daily(now).date().isoformat()
    subject = subject_of("notices/digest", {"day": last_daily(now).date(), "site_name": settings.SITE_NAME})
    # For a login that has had its digest of the day nothing new is written: what is left waits for the next.
    digests = notices.write_once(
        [
            Notice(
                what="digest",
                content_type=kind,
                object_id=pk,
                to_id=pk,
                occasion=occasion,
                subject=subject,
                created_at=now,
                not_before=now,
            )
            for pk in readers
        ]
    )

    ids = [digest.pk for digest in digests]
    own = Notice.objects.filter(pk__in=ids, to=OuterRef("to"))
    to_those = [digest.to_id for digest in digests]
    Notice.objects.filter(pk__in=[pk for pk, _ in found], to__in=to_those).update(
        digest=Subquery(own.values("pk")[:1])
    )

    notices.wake_sender(ids)
    return len(digests)
