"""Reopening the record of a closed meeting: two people, a reason, and nothing that leans on it."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings.leaning import reasons_against_reopening
from meetings.models import Decision, Meeting, Minutes, Reopening
from meetings.operations.decisions import supersede_decision
from partnership import notices
from partnership.models import User

WAY_ON = "A later meeting can put it right by a decision of its own."


@transaction.atomic
def ask_reopening(meeting: Meeting, *, reason: str, by: User) -> Reopening:
    """Ask that the closed record be taken back. Those who may agree are told: it takes a second person."""
    meeting = _locked(meeting)

    _refuse_to_reopen(meeting)
    if not reason.strip():
        raise Refused("Say why the record has to be reopened.")

    reopening = Reopening(meeting=meeting, reason=reason.strip(), asked_by=by)
    history.add(reopening, by=by, verb="asked for", reason=reason.strip())
    history.record(meeting, "reopening asked for", by=by, reason=reason.strip())

    notices.tell(who_may_agree(meeting, but=by), "reopening_asked", about=reopening)
    return reopening


@transaction.atomic
def agree_to_reopening(reopening: Reopening, *, by: User) -> Reopening:
    """Take the record back: the meeting is under way again and approved minutes are approved no more.

    The versions that were given out stay as they are. The members are told.
    """
    meeting, reopening = _locked_with(reopening)
    minutes = Minutes.objects.select_for_update(of=("self",)).get(meeting=meeting)

    _refuse_move(reopening, Reopening.Status.AGREED, by=by)
    _refuse_to_reopen(meeting)

    now = timezone.now()
    was_signed = f"{minutes.signed_by}, {british_date(minutes.signed_on)}" if minutes.signed_by else ""
    history.edit(
        reopening,
        by=by,
        verb="agreed",
        status=Reopening.Status.AGREED,
        answered_at=now,
        answered_by=by,
        lifts=minutes.approved_by,
        was_signed=was_signed,
    )
    reason = reopening.reason
    history.edit(
        meeting, by=by, verb="reopened", reason=reason, status=Meeting.Status.UNDER_WAY, reopened_at=now
    )
    if minutes.status == Minutes.Status.APPROVED:
        lifted = {"approved_by": None, "corrections": "", "signed_by": None, "signed_on": None}
        history.edit(minutes, by=by, verb="reopened", reason=reason, status=Minutes.Status.REOPENED, **lifted)

    members, officers = User.objects.members_of(meeting.group), User.objects.officers_of(meeting.group)
    notices.tell([*members, *officers], "meeting_reopened", about=reopening)
    return reopening


@transaction.atomic
def refuse_reopening(reopening: Reopening, *, answer: str, by: User) -> Reopening:
    """Leave the record closed, and say why."""
    _, reopening = _locked_with(reopening)

    _refuse_move(reopening, Reopening.Status.REFUSED, by=by)
    if not answer.strip():
        raise Refused("Say why the record stays closed.")

    _close_question(reopening, Reopening.Status.REFUSED, answer=answer.strip(), by=by)

    notices.tell([reopening.asked_by], "reopening_refused", about=reopening)
    return reopening


@transaction.atomic
def withdraw_reopening(reopening: Reopening, *, by: User) -> Reopening:
    """Ask no longer."""
    _, reopening = _locked_with(reopening)

    _refuse_move(reopening, Reopening.Status.WITHDRAWN, by=by)

    return _close_question(reopening, Reopening.Status.WITHDRAWN, by=by)


def end_reopening(meeting: Meeting, *, by: User) -> None:
    """Note that a reopened meeting is closed again."""
    for reopening in Reopening.objects.of_meeting(meeting).in_force():
        history.edit(reopening, by=by, verb="closed again", closed_again_at=timezone.now())


def replace_lifted_approval(meeting: Meeting, decision: Decision, *, by: User) -> None:
    """Minutes that are approved again: the new approval takes the place of the one that was lifted."""
    lifted = Decision.objects.filter(lifted_by__meeting=meeting, superseded_by=None).distinct()
    for old in lifted:
        supersede_decision(old, successor=decision, by=by)


def who_may_agree(meeting: Meeting, *, but: User) -> list[User]:
    """Whoever presides over the group, its other officers, and administrators where everyone may know of it."""
    group = meeting.group
    people = [*User.objects.presiding_over(group), *User.objects.officers_of(group)]
    if group.is_public:
        people += User.objects.administrators()
    return [user for user in dict.fromkeys(people) if user != but]


def _refuse_to_reopen(meeting: Meeting) -> None:
    if meeting.status != Meeting.Status.CLOSED:
        raise Refused(
            f"Only a closed meeting can be reopened; this one is {meeting.get_status_display().lower()}."
        )
    reasons = reasons_against_reopening(meeting)
    if reasons:
        raise Refused(f"The record cannot be reopened. {' '.join(reasons)} {WAY_ON}")


def _refuse_move(reopening: Reopening, to: Reopening.Status, *, by: User) -> None:
    if not reopening.may_become(to):
        now = reopening.get_status_display().lower()
        raise Refused(f"A reopening that is {now} cannot be {to.label.lower()}.")
    if to != Reopening.Status.WITHDRAWN and by.pk == reopening.asked_by_id:
        raise Refused("Somebody else has to answer it: a reopening takes two people.")


def _close_question(reopening: Reopening, to: Reopening.Status, *, by: User, answer: str = "") -> Reopening:
    values = {"status": to, "answer": answer, "answered_at": timezone.now(), "answered_by": by}
    history.edit(reopening, by=by, verb=to.label.lower(), reason=answer, **values)
    history.record(reopening.meeting, f"reopening {to.label.lower()}", by=by, reason=answer)
    return reopening


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)


def _locked_with(reopening: Reopening) -> tuple[Meeting, Reopening]:
    meeting = _locked(reopening.meeting)
    reopening = Reopening.objects.select_for_update(of=("self",)).with_names().get(pk=reopening.pk)
    reopening.meeting = meeting
    return meeting, reopening
