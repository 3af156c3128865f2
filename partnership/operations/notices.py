"""Keeping the notices moving."""

from django.db import transaction
from django.utils import timezone

from partnership.models import Notice, User
from partnership.tasks import send_notice


def sweep_notices(*, by: User | None) -> int:
    """Queue again what a dead worker or a lost queue left behind. Returns how many."""
    stranded = list(Notice.objects.stranded().order_by("pk").values_list("pk", flat=True)[:500])
    for notice_id in stranded:
        send_notice.delay(notice_id)
    return len(stranded)


@transaction.atomic
def mark_notices_read(*, by: User) -> int:
    """Note that a person has looked at their notices. Returns how many were new."""
    return Notice.objects.filter(to=by, read_at=None).update(read_at=timezone.now())
