"""How a notice gets from its row to the mail server, whatever dies in between.

Three short transactions: claim it, write down that it is being handed over, mark it sent. A worker that dies after the
claim has told nobody, so the notice is simply taken up again. A worker that dies while handing over may or may not have
told somebody: it is handed over once more, which is logged, and after that left to an administrator.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from core import mail
from partnership import digests, letters, reachability, still_true
from partnership.letters import Letter
from partnership.models import Notice
from partnership.models.notices import CLAIM_LASTS
from partnership.quiet import may_be_told

log = logging.getLogger(__name__)

# Each try waits twice as long as the one before; the last comes about three days after the first.
MOST_FAILURES = 12
MOST_HANDOVERS = 2
# Answers after which nobody can say whether the mail server took the message.
AMBIGUOUS = (TimeoutError, ConnectionError, smtplib.SMTPServerDisconnected)
# What goes out so long after it was told is looked at once more: may its reader still see it?
LATE = timedelta(hours=1)


def send(notice_id: int) -> bool:
    """Tell it now, if it is due and nobody else is at it. True if the mail server took it."""
    notice = _claim(notice_id)
    if notice is None:
        return False
    try:
        if reason := still_true.why_dropped(notice):
            return _drop(notice, reason)
        # Composed first: whatever its words, their things or the database say no to, nobody has been told yet.
        letter = letters.compose(notice)
        if letter is None:
            return False
        post = get_connection()
        post.open()
    except (
        Exception
    ) as error:  # nor has a mail server that cannot be reached told anybody: the notice is kept
        _put_back(notice, error)
        return False
    try:
        return _begin_handing_over(notice) and _hand_over(letter, post)
    finally:
        _hang_up(post)


def _claim(notice_id: int) -> Notice | None:
    """Take the notice for this worker; None if it is gone, sent, not due or in other hands."""
    now = timezone.now()
    with transaction.atomic():
        rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
        notice = rows.select_related("to__notice_wishes").filter(pk=notice_id).first()
        if notice is None or notice.not_before > now:
            return None
        abandoned = notice.claimed_at is not None and notice.claimed_at <= now - CLAIM_LASTS
        held = notice.state in (Notice.State.CLAIMED, Notice.State.HANDING)
        if notice.state != Notice.State.WAITING and not (held and abandoned):
            return None
        if _waits_or_is_dropped(notice, now):
            return None
        notice.state = Notice.State.CLAIMED
        notice.claimed_at = now
        notice.save(update_fields=["state", "claimed_at"])
    return notice


def _waits_or_is_dropped(notice: Notice, now: datetime) -> bool:
    """It is not to go out now: the hour is quiet, the address fails, or there is nothing left to tell."""
    if notice.to is None:
        return False
    wishes = getattr(notice.to, "notice_wishes", None)
    when = may_be_told(wishes, notice.what, notice.about, at=now) if wishes else now
    if when > now:
        notice.state, notice.not_before = Notice.State.WAITING, when
    elif reachability.is_paused(notice, now):
        notice.state = Notice.State.FAILED
        notice.problem = "Not tried: mail to this address came back several times. It is tried once a day."
    elif notice.created_at <= now - LATE and not digests.still_seen([notice], notice.to):
        notice.state, notice.problem = Notice.State.DROPPED, "Its reader could not see it any more."
    else:
        return False
    notice.save(update_fields=["state", "not_before", "problem"])
    return True


def _drop(claimed: Notice, reason: str) -> bool:
    """It is no longer true, so nobody is told. False, because no mail server took it."""
    with transaction.atomic():
        notice = _still_ours(claimed, Notice.State.CLAIMED)
        if notice is not None:
            notice.state, notice.problem = Notice.State.DROPPED, reason
            notice.save(update_fields=["state", "problem"])
            log.info("notice %s: dropped: %s", notice.pk, reason)
    return False


def _begin_handing_over(claimed: Notice) -> bool:
    """Write down, before the mail server hears of it, that it is about to. False when that was done twice already."""
    with transaction.atomic():
        notice = _still_ours(claimed, Notice.State.CLAIMED)
        if notice is None:
            return False
        if notice.handovers >= MOST_HANDOVERS:
            notice.state = Notice.State.UNCERTAIN
            notice.problem = "Handed over twice without an answer: it may have gone out twice, or not at all."
            notice.save(update_fields=["state", "problem"])
            log.error("notice %s: given up after two handovers without an answer", notice.pk)
            return False
        if notice.handovers:
            log.warning("notice %s: handed over again, it may reach its reader twice", notice.pk)
        notice.handovers += 1
        notice.state = Notice.State.HANDING
        notice.save(update_fields=["handovers", "state"])
    return True


def _hand_over(letter: Letter, post: BaseEmailBackend) -> bool:
    try:
        mail.hand_over(letter.message, post)
    except Exception as error:  # whatever the mail server says, the notice is kept and tried again
        _put_back(letter.notice, error, handed_over=True)
        return False
    letter.mark_sent()
    reachability.note_success(letter.notice)
    return True


def _put_back(claimed: Notice, error: Exception, *, handed_over: bool = False) -> None:
    """It was not taken. Try again later, ever less often, and say so in the end.

    A broken connection leaves open whether the mail server took it, so it still counts as handed over; a refusal does
    not.
    """
    with transaction.atomic():
        notice = _still_ours(claimed, Notice.State.HANDING if handed_over else Notice.State.CLAIMED)
        if notice is None:
            return
        notice.failures += 1
        if handed_over and not isinstance(error, AMBIGUOUS):
            notice.handovers -= 1
        notice.problem = f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
        refused = handed_over and reachability.is_refused_for_good(error)
        if refused:
            reachability.note_refusal(notice)
        given_up = refused or notice.failures >= MOST_FAILURES
        notice.state = Notice.State.FAILED if given_up else Notice.State.WAITING
        notice.not_before = timezone.now() + timedelta(
            seconds=settings.NOTICE_RETRY_SECONDS * 2**notice.failures
        )
        notice.save(update_fields=["failures", "handovers", "problem", "state", "not_before"])
    log.warning("notice %s: %s", notice.pk, notice.problem)


def _still_ours(claimed: Notice, state: Notice.State) -> Notice | None:
    """The row, locked; None if this worker was so slow that another took the notice over."""
    notice = Notice.objects.select_for_update().get(pk=claimed.pk)
    return notice if notice.state == state and notice.claimed_at == claimed.claimed_at else None


def _hang_up(post: BaseEmailBackend) -> None:
    """Close the line. The mail server has answered by now, so trouble with its goodbye changes nothing."""
    try:
        post.close()
    except Exception:
        log.warning("the mail server did not take leave properly", exc_info=True)
