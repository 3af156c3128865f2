"""What comes of a consultation: what people said is published, considered, answered; decisions cite it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement.models import Answer, Citation, Consultation, Redaction, Respondent, Theme
from engagement.operations.consultations import followed, followers, locked, move
from meetings.models import Decision
from partnership import notices
from partnership.models import User

Stage = Consultation.Stage


@transaction.atomic
def publish_responses(consultation: Consultation, *, by: User) -> Consultation:
    """Let everyone read what people said, as far as each allowed it. Only after the close."""
    consultation = locked(consultation)

    _has_closed(consultation, "Responses are published after the close, not before.")
    if consultation.responses_published_at:
        raise Refused("The responses are published already.")

    history.edit(
        consultation,
        by=by,
        verb="responses published",
        responses_published_at=timezone.now(),
        responses_published_by=by,
    )
    return consultation


@transaction.atomic
def redact_answer(answer: Answer, *, text: str, reason: str, by: User) -> Redaction:
    """Publish other words, or none, in place of an answer. The original stays with the officers."""
    if not reason.strip():
        raise Refused("Say why the words are taken out.")
    if text.strip() == answer.text.strip():
        raise Refused("Those are the words as they arrived. Take out what nobody is to read.")

    redaction = Redaction(answer=answer, text=text.strip(), reason=reason, by=by, at=timezone.now())
    history.add(redaction, by=by, verb="redacted", reason=reason)
    return redaction


@transaction.atomic
def conclude_consultation(
    consultation: Consultation, *, we_asked: str, you_said: str, we_did: str, by: User
) -> Consultation:
    """Say what was asked, said and done, and tell it once to whoever took part.

    Raises Refused while a theme that people spoke of has no reply.
    """
    consultation = locked(consultation)

    _has_closed(consultation, "It is concluded after the close, not before.")
    waiting = list(Theme.objects.of_consultation(consultation).without_reply().spoken_of())
    if waiting:
        raise Refused(f"Reply first to every theme. Still without a reply: {'; '.join(map(str, waiting))}.")
    if not all(words.strip() for words in (we_asked, you_said, we_did)):
        raise Refused("Say what was asked, what was said and what was done.")

    values = {"we_asked": we_asked, "you_said": you_said, "we_did": we_did}
    move(consultation, Stage.CONCLUDED, by=by, concluded_at=timezone.now(), concluded_by=by, **values)

    told = list(took_part(consultation))
    notices.tell(told, "consultation_concluded", about=consultation, followed=followed(consultation))
    logins = {user.email.lower() for user in told}
    notices.tell_addresses(
        (address for address in _addresses(consultation) if address.lower() not in logins),
        "consultation_concluded",
        about=consultation,
    )
    return consultation


@transaction.atomic
def cite_consultation(
    consultation: Consultation, *, decision: Decision, considered: str, by: User
) -> Citation:
    """Record that a decision was taken with what people had said, and how that was considered."""
    consultation = locked(consultation)

    if not considered.strip():
        raise Refused("Say how the responses were considered.")
    if not consultation.launched_at or consultation.stage == Stage.WITHDRAWN:
        raise Refused("Nobody was asked, so no decision can rest on it.")
    if decision.item.meeting.held_on <= consultation.closes_on:
        raise Refused("A decision can only cite a consultation that had closed before it was taken.")

    citation = Citation(
        consultation=consultation, decision=decision, considered=considered, by=by, at=timezone.now()
    )
    history.add(citation, by=by, verb="cited")
    history.record(consultation, "cited by a decision", by=by, changes={"decision": [None, str(decision)]})
    return citation


def took_part(consultation: Consultation) -> Iterable[User]:
    """Logins to tell: who follows it, who responded signed in, and those of the bodies that were asked by name."""
    found = {user.pk: user for user in followers(consultation)}
    senders = Respondent.objects.of_consultation(consultation).filter(login__isnull=False, email="")
    for user in User.objects.active().filter(pk__in=senders.values("login")):
        found[user.pk] = user
    for consultee in consultation.consultees.select_related("group", "organisation"):
        if consultee.group:
            found |= {user.pk: user for user in User.objects.members_of(consultee.group)}
        if consultee.organisation:
            found |= {user.pk: user for user in User.objects.of_organisation(consultee.organisation)}
    return found.values()


def _addresses(consultation: Consultation) -> Iterable[str]:
    left = Respondent.objects.of_consultation(consultation).exclude(email="")
    return left.values_list("email", flat=True).distinct()


def _has_closed(consultation: Consultation, sentence: str) -> None:
    if consultation.stage != Stage.LAUNCHED and not consultation.has_closed:
        raise Refused(f"It is {consultation.get_stage_display().lower()}, so this cannot be done.")
    if not consultation.has_closed:
        raise Refused(sentence)
