"""Telling people, once. Shared by every app above; see docs/decisions/notices.md for what is promised."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models

from partnership.models import Notice, User
from partnership.tasks import send_notice


def tell(users: Iterable[User], what: str, *, about: models.Model, occasion: str = "") -> list[Notice]:
    """Write one Notice for each login, once per occasion, and wake the sender after the commit.

    Must run in the transaction of its cause: either both are kept or neither. Telling the same again does nothing.
    """
    kind = ContentType.objects.get_for_model(about)
    written = []
    for user in {user.pk: user for user in users if user.is_active}.values():
        notice, is_new = Notice.objects.get_or_create(
            what=what, content_type=kind, object_id=about.pk, to=user, occasion=occasion
        )
        if is_new:
            written.append(notice)
            send_notice.delay_on_commit(notice.pk)
    return written
