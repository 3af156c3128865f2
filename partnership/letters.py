"""A notice as the mail that tells it: composed whole before the mail server hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from core import mail
from partnership import digests, enclosures, stopping
from partnership.models import Notice


@dataclass(frozen=True)
class Letter:
    """One notice, its message, and for a digest what that tells."""

    notice: Notice
    message: EmailMultiAlternatives
    chapters: Sequence[digests.Chapter] = ()

    def mark_sent(self) -> None:
        """The mail server has it."""
        if self.notice.what == "digest":
            digests.mark_told(self.notice, self.chapters, subject=str(self.message.subject))
            return
        Notice.objects.filter(pk=self.notice.pk).update(
            state=Notice.State.SENT, sent_at=timezone.now(), subject=self.message.subject, problem=""
        )


def compose(notice: Notice) -> Letter | None:
    """The letter for this notice, in the words of now; None for a digest that has nothing left to tell."""
    context = {"notice": notice, "about": notice.about, "to": notice.to}
    chapters: Sequence[digests.Chapter] = ()
    if notice.what == "digest":
        chapters = digests.chapters_of(notice)
        if not chapters:
            digests.mark_told(notice, [])
            return None
        context |= digests.context_of(notice, chapters)
    message = mail.compose(
        f"notices/{notice.what}",
        to=notice.address or (notice.to.email if notice.to else ""),
        context=context,
        message_id=f"notice-{notice.pk}",
        stop_url=stopping.link_for(notice),
        **enclosures.enclosed_with(notice),
    )
    return Letter(notice, message, chapters)
