"""Telling people, once. Shared by every app above; see docs/decisions/notices.md for what is promised."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from core.mail import subject_of
from partnership.models import Notice, User
from partnership.tasks import send_notice


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


def forget(kind: type[models.Model], ids: Iterable[int]) -> int:
    """Erase everything that was told about these things, to logins and addresses alike. How many."""
    gone, _ = Notice.objects.filter(
        content_type=ContentType.objects.get_for_model(kind), object_id__in=list(ids)
    ).delete()
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
