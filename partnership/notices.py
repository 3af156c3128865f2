"""Telling people, once. Shared by every app above; see docs/decisions/notices.md for what is promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from core.mail import subject_of
from partnership.models import Group, Notice, User
from partnership.tasks import send_notice

# So many notices are written in one go.
AT_ONCE = 1000


def tell(
    users: Iterable[User], what: str, *, about: models.Model, occasion: str = "", address: str = ""
) -> list[Notice]:
    """Write one Notice for each login, once per occasion, and wake the sender after the commit.

    Must run in the transaction of its cause: either both are kept or neither. Telling the same again does nothing.
    With `address` it goes there, whatever the address of the login is.
    """
    kind = ContentType.objects.get_for_model(about)
    written = []
    for user in {user.pk: user for user in users if user.is_active}.values():
        # The subject is kept as it was when told, so that a list of notices need not ask what each was about.
        context = {"about": about, "to": user, "site_name": settings.SITE_NAME}
        notice, is_new = Notice.objects.get_or_create(
            what=what,
            content_type=kind,
            object_id=about.pk,
            to=user,
            occasion=occasion,
            defaults={"address": address, "subject": subject_of(f"notices/{what}", context)[:200]},
        )
        if is_new:
            written.append(notice)
    wake_sender([notice.pk for notice in written])
    return written


@dataclass(frozen=True)
class Telling:
    """One thing to be told to one login, on one occasion."""

    to: User
    about: models.Model
    occasion: str


def tell_many(what: str, tellings: Iterable[Telling], *, subject: str = "") -> int:
    """The same for thousands at once: what the clock gathers in a morning. Returns how many were told.

    With a `subject` they are called this in lists until they are sent: nothing is looked up for each of them now.
    As with `tell`, what was told already is left as it is, also where somebody else tells it at this very moment.
    """
    told = 0
    # Always in one order, so that two that tell the same at once wait for each other and do not block each other.
    active = [each for each in tellings if each.to.is_active]
    in_order = sorted(active, key=lambda each: (each.about.pk, each.to.pk, each.occasion))
    for start in range(0, len(in_order), AT_ONCE):
        told += _tell_batch(what, in_order[start : start + AT_ONCE], subject)
    return told


def _tell_batch(what: str, tellings: Sequence[Telling], subject: str) -> int:
    rows = []
    for each in tellings:
        kind = ContentType.objects.get_for_model(each.about)
        context = {"about": each.about, "to": each.to, "site_name": settings.SITE_NAME}
        words = subject or subject_of(f"notices/{what}", context)[:200]
        key = {"content_type": kind, "object_id": each.about.pk, "to": each.to, "occasion": each.occasion}
        rows.append(Notice(what=what, subject=words, **key))
    # Numbered before they are written: a row that was there already keeps its own number, and so we know which are new.
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [Notice._meta.db_table, len(rows)])
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    written = (
        Notice.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("pk", flat=True)
    )
    wake_sender(list(written))
    return len(written)


def those_who_see(users: Iterable[User], thing: Any) -> list[User]:
    """Of these logins, those who may see the thing: nobody is reminded of what is kept from them."""
    seen = type(thing).objects.filter(pk=thing.pk)
    return [user for user in users if seen.visible_to(user).exists()]


def officers_and_chair(group: Group, about: Any, *, chair: bool) -> list[User]:
    """The officers of a group; with the `chair`, also whoever presides over it and sees what it is about."""
    officers = list(User.objects.officers_of(group))
    return officers + those_who_see(User.objects.presiding_over(group), about) if chair else officers


def tell_addresses(
    addresses: Iterable[str], what: str, *, about: models.Model, occasion: str = ""
) -> list[Notice]:
    """The same for people without a login, who left an address to be told at. Each address once per occasion."""
    kind = ContentType.objects.get_for_model(about)
    written = []
    for address in sorted({address.strip().lower() for address in addresses if address.strip()}):
        context = {"about": about, "to": None, "site_name": settings.SITE_NAME}
        notice, is_new = Notice.objects.get_or_create(
            what=what,
            content_type=kind,
            object_id=about.pk,
            to=None,
            address=address,
            occasion=occasion,
            defaults={"subject": subject_of(f"notices/{what}", context)[:200]},
        )
        if is_new:
            written.append(notice)
    wake_sender([notice.pk for notice in written])
    return written


def forget_addresses(about: models.Model) -> int:
    """Erase what was told to addresses without a login about something: the promised day has come. How many."""
    kind = ContentType.objects.get_for_model(about)
    gone, _ = Notice.objects.filter(to=None, content_type=kind, object_id=about.pk).delete()
    return gone


def wake_sender(notice_ids: Sequence[int]) -> None:
    """Put the notices into the queue after the commit.

    A queue that is down must not fail what has been done already: the error is logged, the rest is left to the clock.
    """

    def queue() -> None:
        for notice_id in notice_ids:
            send_notice.delay(notice_id)

    # Not a functools.partial: Django wants the name of what failed for its log, and a partial has none.
    transaction.on_commit(queue, robust=True)
