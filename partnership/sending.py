"""How a notice gets from its row to the mail server, whatever dies in between.

Three short transactions: claim it, write down that it is being handed over, mark it sent. A worker that dies after the
claim has told nobody, so the notice is simply taken up again. A worker that dies while handing over may or may not have
told somebody: it is handed over once more, which is logged, and after that left to an administrator.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import mail
from partnership.models import Notice
from partnership.models.notices import CLAIM_LASTS

log = logging.getLogger(__name__)

MOST_FAILURES = 8
AMBIGUOUS = (TimeoutError, smtplib.SMTPServerDisconnected)
MOST_HANDOVERS = 2


def send(notice_id: int) -> bool:
    """Tell it now, if it is due and nobody else is at it. True if the mail server took it."""
    notice = _claim(notice_id)
    if notice is None or not _begin_handing_over(notice):
        return False
    try:
        mail.send(
            f"notices/{notice.what}",
            to=notice.to.email,
            context={"notice": notice, "about": notice.about, "to": notice.to},
            message_id=f"notice-{notice.pk}",
        )
    except Exception as error:  # whatever the mail server or a template says, the notice is kept and tried again
        _put_back(notice, error)
        return False
    _mark_sent(notice)
    return True


def _claim(notice_id: int) -> Notice | None:
    """Take the notice for this worker; None if it is gone, sent, not due or in other hands."""
    now = timezone.now()
    with transaction.atomic():
        notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id).first()
        if notice is None or notice.not_before > now:
            return None
        abandoned = notice.claimed_at is not None and notice.claimed_at <= now - CLAIM_LASTS
        held = notice.state in (Notice.State.CLAIMED, Notice.State.HANDING)
        if notice.state != Notice.State.WAITING and not (held and abandoned):
            return None
        notice.state = Notice.State.CLAIMED
        notice.claimed_at = now
        notice.save(update_fields=["state", "claimed_at"])
    return notice


def _begin_handing_over(notice: Notice) -> bool:
    """Write down, before the mail server hears of it, that it is about to. False when that was done twice already."""
    with transaction.atomic():
        mine = notice.claimed_at
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        if notice.state != Notice.State.CLAIMED or notice.claimed_at != mine:
            return False  # this worker was so slow that another took the notice over
        if notice.handovers >= MOST_HANDOVERS:
            notice.state = Notice.State.UNCERTAIN
            notice.problem = "Two workers died while handing this to the mail server. It may have gone out twice."
            notice.save(update_fields=["state", "problem"])
            log.error("notice %s: given up after two handovers without an answer", notice.pk)
            return False
        if notice.handovers:
            log.warning("notice %s: handed over again, it may reach %s twice", notice.pk, notice.to_id)
        notice.handovers += 1
        notice.state = Notice.State.HANDING
        notice.save(update_fields=["handovers", "state"])
    return True


def _mark_sent(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, sent_at=timezone.now(), problem="")


def _put_back(notice: Notice, error: Exception) -> None:
    """It was not taken. Try again later, ever less often, and say so in the end.

    A time-out leaves open whether the mail server took it, so it still counts as handed over; a refusal does not.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        notice.failures += 1
        if not isinstance(error, AMBIGUOUS):
            notice.handovers -= 1
        notice.problem = f"{type(error).__name__}: {error}"[:500]
        given_up = notice.failures >= MOST_FAILURES
        notice.state = Notice.State.FAILED if given_up else Notice.State.WAITING
        notice.not_before = timezone.now() + timedelta(seconds=settings.NOTICE_RETRY_SECONDS * 2**notice.failures)
        notice.save(update_fields=["failures", "handovers", "problem", "state", "not_before"])
    log.warning("notice %s: %s", notice.pk, notice.problem)
