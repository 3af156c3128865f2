"""Keeping the notices moving."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership import notices, reachability
from partnership.models import Notice, User
from partnership.models.notices import QUEUE_LASTS
from partnership.tasks import send_notice

# How many the sweeper queues at once: the rest stay in the table and are next.
SWEPT_AT_ONCE = 500


def sweep_notices(*, by: User | None) -> int:
    """Queue again what a dead worker or a lost queue left behind. Returns how many.

    What no worker takes up before the next sweep is dropped from the queue again, so that it never fills with copies.
    """
    stranded = list(Notice.objects.stranded().order_by("pk").values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for notice_id in stranded:
        send_notice.apply_async([notice_id], expires=QUEUE_LASTS.total_seconds())
    return len(stranded)


@transaction.atomic
def retry_notice(notice: Notice, *, by: User | None) -> Notice:
    """Try once more what could not be sent, or what may or may not have arrived."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)

    if notice.state not in (Notice.State.FAILED, Notice.State.UNCERTAIN):
        raise Refused("This notice is not one that failed.")

    notice.state = Notice.State.WAITING
    notice.failures = notice.handovers = 0
    notice.not_before = timezone.now()
    notice.save(update_fields=["state", "failures", "handovers", "not_before"])
    if notice.to:
        reachability.try_again(notice.to)

    history.record(notice, "tried again", by=by)

    notices.wake_sender([notice.pk])
    return notice


@transaction.atomic
def mark_notices_read(*, by: User, only: Notice | None = None) -> int:
    """Note that a person has looked at all their notices, or at one of them. Returns how many were new."""
    new = Notice.objects.filter(to=by, read_at=None)
    return (new.filter(pk=only.pk) if only else new).update(read_at=timezone.now())
