"""Telling people, once. Shared by every app above; see docs/decisions/notices.md for what is promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone

from core.mail import subject_of
from partnership.models import Everywhere, Group, Notice, User
from partnership.pacing import Terms, terms_for
from partnership.stopping import not_stopped
from partnership.tasks import send_notice

# So many notices are written in one go.
AT_ONCE = 1000


def tell(
    users: Iterable[User],
    what: str,
    *,
    about: models.Model,
    occasion: str = "",
    address: str = "",
    followed: Iterable[Any | Everywhere] = (),
) -> list[Notice]:
    """Write one Notice for each login, once per occasion, and wake the sender after the commit.

    Must run in the transaction of its cause: either both are kept or neither. Telling the same again does nothing.
    `followed` is what those who follow would have to follow to be told: each is then told as often as they asked to be
    for that, and can end just that; everyone else as they chose for this kind of notice.
    With `address` it goes there, whatever the address of the login is.
    """
    # In one order, so that two who tell the same people at once wait for each other and never in a circle.
    readers = sorted({user.pk: user for user in users if user.is_active}.values(), key=lambda user: user.pk)
    if not readers:
        return []
    now = timezone.now()
    terms = terms_for(readers, what, about=about, followed=followed, now=now)
    common = _common(what, about, occasion) | {"address": address, "created_at": now}
    return _write([Notice(to=user, **_as_wished(terms[user.pk]), **common) for user in readers])


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
    Not for mails about a meeting, of which it depends on the meeting whether they may wait for the end of quiet hours.
    """
    told = 0
    # Always in one order, so that two that tell the same at once wait for each other and do not block each other.
    active = [each for each in tellings if each.to.is_active]
    in_order = sorted(active, key=lambda each: (each.about.pk, each.to.pk, each.occasion))
    for start in range(0, len(in_order), AT_ONCE):
        told += _tell_batch(what, in_order[start : start + AT_ONCE], subject)
    return told


def _tell_batch(what: str, tellings: Sequence[Telling], subject: str) -> int:
    now = timezone.now()
    readers = list({each.to.pk: each.to for each in tellings}.values())
    terms = terms_for(readers, what, about=None, followed=(), now=now)
    rows = []
    for each in tellings:
        common = _common(what, each.about, each.occasion, to=each.to, subject=subject)
        rows.append(Notice(to=each.to, created_at=now, **_as_wished(terms[each.to.pk]), **common))
    return len(_write(rows))


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
    tidy = sorted({address.strip().lower() for address in addresses if address.strip()})
    wanted = not_stopped(tidy, about=about)
    if not wanted:
        return []
    common = _common(what, about, occasion)
    return _write([Notice(to=None, address=address, **common) for address in wanted])


def forget_addresses(about: models.Model) -> int:
    """Erase what was told to addresses without a login about something: the promised day has come. How many."""
    kind = ContentType.objects.get_for_model(about)
    gone, _ = Notice.objects.filter(to=None, content_type=kind, object_id=about.pk).delete()
    return gone


def forget(kind: type[models.Model], ids: Iterable[int]) -> int:
    """Erase everything that was told about these things, to logins and addresses alike. How many."""
    gone, _ = Notice.objects.filter(
        content_type=ContentType.objects.get_for_model(kind), object_id__in=list(ids)
    ).delete()
    return gone


def _common(
    what: str, about: models.Model, occasion: str, *, to: User | None = None, subject: str = ""
) -> dict[str, Any]:
    """What does not depend on the reader's wishes. The subject is kept as it was when told: a list need not ask."""
    context = {"about": about, "to": to, "site_name": settings.SITE_NAME}
    return {
        "what": what,
        "content_type": ContentType.objects.get_for_model(about),
        "object_id": about.pk,
        "occasion": occasion,
        "subject": subject or subject_of(f"notices/{what}", context)[:200],
    }


def _as_wished(terms: Terms) -> dict[str, Any]:
    return {
        "state": terms.state,
        "pace": terms.pace,
        "because": terms.because,
        "not_before": terms.not_before,
    }


def _write(notices: Sequence[Notice]) -> list[Notice]:
    """Those that were not written before. Somebody who writes the same at the same moment gets the rest."""
    new = write_once(notices)
    now = timezone.now()
    due = [notice.pk for notice in new if notice.state == Notice.State.WAITING and notice.not_before <= now]
    wake_sender(due)
    return new


def write_once(notices: Sequence[Notice]) -> list[Notice]:
    """Write the rows whose keys are not there yet, and say which those were: their numbers are drawn beforehand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Notice._meta.db_table, len(notices)],
        )
        for notice, (number,) in zip(notices, cursor.fetchall(), strict=True):
            notice.pk = number
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    numbers = [notice.pk for notice in notices]
    written = set(Notice.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [notice for notice in notices if notice.pk in written]


def wake_sender(notice_ids: Sequence[int]) -> None:
    """Put the notices into the queue after the commit.

    A queue that is down must not fail what has been done already: the error is logged, the rest is left to the clock.
    """
    if not notice_ids:
        return

    def queue() -> None:
        for notice_id in notice_ids:
            send_notice.delay(notice_id)

    # Not a functools.partial: Django wants the name of what failed for its log, and a partial has none.
    transaction.on_commit(queue, robust=True)
