"""Corrections to the circulated draft: proposed by members, answered by officers, or agreed at the meeting itself."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history, markdown
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings import snapshot
from meetings.models import AgendaItem, Correction, Meeting, Minutes, MinutesRelease, MinutesVersion
from meetings.operations.minuting import write_minute
from meetings.replacing import places, replaced
from partnership import notices
from partnership.models import Person, User


@transaction.atomic
def propose_correction(
    minutes: Minutes,
    *,
    item: AgendaItem | None,
    old_text: str,
    new_text: str,
    why: str,
    by: User,
    on_behalf_of: Person | None = None,
    late_reason: str = "",
) -> Correction:
    """Say what is wrong in the circulated draft and what should stand there. The group's officers are told.

    After the last day it needs a reason why it is taken all the same.
    """
    minutes = _locked_minutes(minutes)

    _refuse_unless_circulated(minutes)
    if not minutes.takes_corrections and not late_reason.strip():
        raise Refused(_why_too_late(minutes.corrections_close_on))
    correction = _new(minutes, item, old_text, new_text, why, by=by)
    _refuse_words_of_elsewhere(correction)
    if Correction.objects.of_meeting(minutes.meeting).unanswered().filter(**_same(correction)).exists():
        raise Refused("This correction is proposed already.")

    correction.on_behalf_of, correction.late_reason = on_behalf_of, late_reason.strip()
    history.add(correction, by=by, verb="proposed", reason=correction.late_reason)

    officers = User.objects.officers_of(minutes.meeting.group).exclude(pk=by.pk)
    notices.tell(officers, "correction_proposed", about=correction)
    return correction


@transaction.atomic
def accept_correction(
    correction: Correction,
    *,
    by: User,
    old_text: str | None = None,
    new_text: str | None = None,
    answer: str = "",
    revision: int | None = None,
    by_hand: bool = False,
) -> Correction:
    """Write a correction into the minutes, as it was proposed or in other words, and tell who proposed it.

    `revision` is that of the text the officer has looked at: when another was saved since, nothing is written.
    `by_hand`: it stands there already, or where no words are replaced (the attendance, a decision, an action).
    """
    correction = _locked(correction)
    old = correction.old_text if old_text is None else old_text.strip()
    new = correction.new_text if new_text is None else new_text.strip()
    to = (
        Correction.Status.ACCEPTED
        if by_hand or new.split() == correction.new_text.split()
        else Correction.Status.REWORDED
    )

    _refuse_move(correction, to)
    if correction.item is None and not by_hand:
        raise Refused("Mend the attendance or the meeting first, then say that it is done.")
    if not by_hand:
        assert correction.item is not None
        _write(correction.item, old, new, revision=revision, by=by)

    written = {} if by_hand else {"written_old": old, "written_new": new}
    return _answer(correction, to, by=by, answer=answer, **written)


@transaction.atomic
def decline_correction(correction: Correction, *, answer: str, by: User) -> Correction:
    """Leave the minutes as they are, say why, and tell who proposed it."""
    correction = _locked(correction)

    _refuse_move(correction, Correction.Status.DECLINED)
    if not answer.strip():
        raise Refused("Say why the minutes stay as they are.")

    return _answer(correction, Correction.Status.DECLINED, by=by, answer=answer)


@transaction.atomic
def take_correction_to_meeting(correction: Correction, *, by: User, answer: str = "") -> Correction:
    """Leave it to the meeting that approves the minutes, and tell who proposed it."""
    correction = _locked(correction)

    _refuse_move(correction, Correction.Status.TAKEN)

    history.edit(
        correction,
        by=by,
        verb="taken to the meeting",
        status=Correction.Status.TAKEN,
        taken_to=meeting_that_approves(correction.minutes),
        answer=answer.strip(),
    )

    _tell_proposer(correction, but=by)
    return correction


@transaction.atomic
def withdraw_correction(correction: Correction, *, by: User, answer: str = "") -> Correction:
    """Take back what one has proposed."""
    correction = _locked(correction)

    _refuse_move(correction, Correction.Status.WITHDRAWN)

    return _answer(correction, Correction.Status.WITHDRAWN, by=by, answer=answer)


@transaction.atomic
def write_agreed_correction(
    offer: AgendaItem, *, item: AgendaItem, old_text: str, new_text: str, by: User, why: str = ""
) -> Correction:
    """Write into the earlier minutes what the meeting agreed, under `offer`, should stand there instead."""
    if offer.offers_minutes_of is None:
        raise Refused("No minutes are offered for approval under this item.")
    minutes = _locked_minutes(offer.offers_minutes_of.minutes)

    _refuse_unless_circulated(minutes)
    if offer.meeting.status not in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        raise Refused("The meeting has not started yet.")
    agreed = f"Agreed at the meeting of {british_date(offer.meeting.held_on)}."
    correction = _new(minutes, item, old_text, new_text, why.strip() or agreed, by=by)
    correction.late_reason, correction.taken_to = agreed, offer.meeting
    correction.status = Correction.Status.TAKEN
    _write(item, correction.old_text, correction.new_text, revision=None, by=by)

    history.add(correction, by=by, verb="agreed at the meeting", reason=agreed)
    return _answer(
        correction,
        Correction.Status.ACCEPTED,
        by=by,
        written_old=correction.old_text,
        written_new=correction.new_text,
    )


def settle_at_approval(minutes: Minutes, meeting: Meeting, *, by: User) -> None:
    """Before minutes are approved every proposal has its answer: what the meeting did not agree is declined by it."""
    waiting = Correction.objects.of_meeting(minutes.meeting).unanswered().with_names()
    if waiting:
        named = "; ".join(f"{each.place} ({each.proposer})" for each in waiting)
        raise Refused(
            f"These corrections wait for an answer: {named}. Answer them, or take them to the meeting."
        )
    for correction in Correction.objects.of_meeting(minutes.meeting).taken_to_meeting().with_names():
        correction.taken_to = meeting
        sentence = f"The meeting of {british_date(meeting.held_on)} did not agree it."
        _answer(correction, Correction.Status.DECLINED, by=by, answer=sentence, taken_to=meeting)


def give_out_with(version: MinutesVersion) -> None:
    """Note which corrections reach the members with this version for the first time."""
    Correction.objects.of_meeting(version.meeting).not_given_out().update(in_version=version)


def meeting_that_approves(minutes: Minutes) -> Meeting | None:
    """The last meeting on whose agenda the minutes are offered for approval, called off ones left out."""
    called_off = [Meeting.Status.CANCELLED, Meeting.Status.POSTPONED]
    offers = AgendaItem.objects.filter(offers_minutes_of=minutes.meeting)
    offer = (
        offers.exclude(meeting__status__in=called_off)
        .select_related("meeting")
        .order_by("-meeting__held_on")
        .first()
    )
    return offer.meeting if offer else None


def _new(minutes: Minutes, item: AgendaItem | None, old: str, new: str, why: str, *, by: User) -> Correction:
    if item is not None and item.meeting_id != minutes.meeting_id:
        raise Refused("Choose an item of this meeting.")
    if not old.strip() and not new.strip():
        raise Refused("Say which words are wrong, or which are missing.")
    given_out = minutes.meeting.minutes_versions.filter(releases__audience=MinutesRelease.Audience.MEMBERS)
    return Correction(
        minutes=minutes,
        version=given_out.latest_first().first(),
        item=item,
        old_text=old.strip(),
        new_text=new.strip(),
        why=why.strip(),
        proposed_by=by,
    )


def _refuse_words_of_elsewhere(correction: Correction) -> None:
    """What is to give way stands under the item, in the draft that the members have."""
    if correction.item is None or not correction.old_text:
        return
    items = {item["id"]: item for item in correction.version.content["items"]}
    item = items.get(correction.item.pk)
    words = snapshot.words_of(item) if item else ""
    if not places(words, correction.old_text) and not places(markdown.plain(words), correction.old_text):
        number = correction.item.number
        raise Refused(f"These words are not under item {number} in the draft. Copy them from there.")


def _same(correction: Correction) -> dict:
    names = ("item", "old_text", "new_text", "proposed_by")
    return {name: getattr(correction, name) for name in names}


def _write(item: AgendaItem, old: str, new: str, *, revision: int | None, by: User) -> None:
    """Put the new words in place of the old ones, in the text as it is now and was shown."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if revision is not None and revision != item.revision:
        raise Refused(
            f"Item {item.number} was changed while you looked at it. Its text below is the new one: look at it again."
        )
    text = replaced(item.minute, old, new, where=f"item {item.number}")
    write_minute(item, text=text, revision=item.revision, by=by)


def _answer(
    correction: Correction, to: Correction.Status, *, by: User, answer: str = "", **values
) -> Correction:
    history.edit(
        correction,
        by=by,
        verb=to.label.lower(),
        reason=answer.strip(),
        status=to,
        answer=answer.strip(),
        answered_at=timezone.now(),
        answered_by=by,
        **values,
    )
    _tell_proposer(correction, but=by)
    return correction


def _tell_proposer(correction: Correction, *, but: User) -> None:
    """Whoever proposed it hears of the answer, unless they gave it themselves."""
    behalf = correction.on_behalf_of
    proposer = behalf.user if behalf else correction.proposed_by
    if proposer and proposer.pk != but.pk:
        notices.tell([proposer], "correction_answered", about=correction, occasion=correction.status)


def _locked_minutes(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group").get(pk=minutes.pk)


def _locked(correction: Correction) -> Correction:
    """The proposal as it is now. The minutes come first, as for the approval, so that one waits for the other."""
    minutes = _locked_minutes(correction.minutes)
    _refuse_unless_circulated(minutes)
    correction = Correction.objects.select_for_update(of=("self",)).with_names().get(pk=correction.pk)
    correction.minutes = minutes
    return correction


def _refuse_unless_circulated(minutes: Minutes) -> None:
    if minutes.status == Minutes.Status.APPROVED:
        raise Refused("The minutes are approved and stay as they are.")
    if minutes.status != Minutes.Status.CIRCULATED:
        raise Refused("The members have no draft yet that could be corrected.")


def _refuse_move(correction: Correction, to: Correction.Status) -> None:
    if not correction.may_become(to):
        raise Refused(
            f"A correction that is {correction.get_status_display().lower()} cannot be {to.label.lower()}."
        )


def _why_too_late(last_day: date | None) -> str:
    if last_day is None:
        return "The rules of the group set no days for corrections: raise it at the meeting that approves the minutes."
    return (
        f"Corrections could be proposed until {british_date(last_day)}. "
        "Ask an officer of the group to take a late one, or "
        "raise it at the meeting that approves the minutes."
    )
