"""Circulating, approving, signing and publishing minutes."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.models import sealed
from core.refusals import Refused
from meetings import snapshot
from meetings.models import (
    ActionItem,
    AgendaItem,
    Correction,
    Decision,
    Meeting,
    Minutes,
    MinutesRelease,
    MinutesVersion,
    Passage,
    PlannedPublication,
)
from meetings.operations.actions import tell_owner
from meetings.operations.corrections import give_out_with, settle_at_approval
from meetings.operations.decisions import log_decision
from meetings.operations.followers_told import tell_followers_of_open_minutes
from meetings.operations.places_told import tell_followers_of_minutes
from meetings.operations.publication_plans import end_plans
from meetings.operations.reopening import replace_lifted_approval
from partnership import notices
from partnership.models import Group, OfficeTerm, Person, User

Act = PlannedPublication.Act


@transaction.atomic
def circulate_minutes(
    minutes: Minutes, *, by: User, reason: str = "", corrections_until: date | None = None
) -> MinutesVersion:
    """Give the draft to the members, as the next version. They, and the owners of actions, are told.

    They may propose corrections until a last day: the one given, or as many days on as the group's rules say.
    """
    minutes = _locked(minutes)

    _refuse_move(minutes, Minutes.Status.CIRCULATED)
    if minutes.meeting.status != Meeting.Status.CLOSED:
        raise Refused("Close the meeting first.")
    reason = with_corrections(reason, minutes)
    if minutes.meeting.minutes_versions.exists() and not reason:
        raise Refused("The members have a draft already. Say what has changed since.")
    if corrections_until is not None and corrections_until < timezone.localdate():
        raise Refused("The last day for corrections has passed already. Give one that is still to come.")

    version = _new_version(minutes, MinutesVersion.Stage.DRAFT, reason=reason, by=by)
    _release(version, MinutesRelease.Audience.MEMBERS, by=by)
    give_out_with(version)
    verb = "circulated" if version.number == 1 else "circulated again"
    values = {
        "status": Minutes.Status.CIRCULATED,
        "corrections_close_on": corrections_until or last_day_for_corrections(minutes),
    }
    if not history.edit(minutes, by=by, verb=verb, reason=reason, **values):
        history.record(minutes, verb, by=by, reason=reason)

    readers = User.objects.members_of(minutes.meeting.group)
    notices.tell(readers, "minutes_circulated", about=minutes, occasion=f"version {version.number}")
    for action in ActionItem.objects.filter(item__meeting=minutes.meeting).select_related("owner__user"):
        tell_owner(action)
    return version


@transaction.atomic
def publish_draft_minutes(minutes: Minutes, *, by: User) -> MinutesRelease:
    """Let everyone read the draft that the members have, marked as a draft, where the group's rules allow it."""
    minutes = _locked(minutes)

    if minutes.meeting.group.draft_minutes != Group.DraftMinutes.AS_DRAFT:
        raise Refused(
            f"The rules of the {minutes.meeting.group} publish minutes only when they are approved."
        )
    if minutes.status != Minutes.Status.CIRCULATED:
        raise Refused("Only a draft that the members have can be published.")
    _refuse_unpublished_decisions(minutes)

    version = minutes.meeting.minutes_versions.latest_first().first()
    release = _release(version, MinutesRelease.Audience.PUBLIC, by=by)

    history.record(minutes, "published as draft", by=by)
    end_plans(minutes.meeting, [Act.DRAFT_MINUTES], outcome="The draft was published by hand.", by=by)

    told = tell_followers_of_minutes(minutes, number=version.number, by=by)
    tell_followers_of_open_minutes(minutes, number=version.number, by=by, told=told)
    return release


@transaction.atomic
def approve_minutes(item: AgendaItem, *, by: User, corrections: str = "") -> Decision:
    """Record that the later meeting approved the minutes it was offered under `item`; returns its decision.

    Minutes with corrections are approved as corrected: those that were accepted are known, `corrections` notes others.
    """
    meeting = item.offers_minutes_of
    if meeting is None:
        raise Refused("No minutes are offered for approval under this item.")
    minutes = _locked(meeting.minutes)

    if item.meeting.group_id != meeting.group_id:
        raise Refused("Only the group itself can approve its minutes.")
    _refuse_move(minutes, Minutes.Status.APPROVED)
    if minutes.meeting.status != Meeting.Status.CLOSED:
        raise Refused("The meeting is reopened. Close it again before its minutes are approved.")
    settle_at_approval(minutes, item.meeting, by=by)

    is_corrected = bool(corrections.strip()) or Correction.objects.of_meeting(meeting).accepted().exists()
    outcome = Decision.Outcome.AGREED_AS_AMENDED if is_corrected else Decision.Outcome.AGREED
    day = f"{meeting.held_on.day} {meeting.held_on:%B %Y}"
    as_corrected = ", as corrected" if is_corrected else ""
    text = f"The minutes of the meeting of {day} are approved as a correct record{as_corrected}."
    decision = log_decision(item, text=text, outcome=outcome, by=by)
    replace_lifted_approval(meeting, decision, by=by)

    reason = with_corrections(corrections, minutes) or f"Approved by {decision}."
    history.edit(
        minutes,
        by=by,
        verb="approved",
        reason=reason,
        status=Minutes.Status.APPROVED,
        approved_by=decision,
        corrections=corrections.strip(),
    )
    version = _new_version(minutes, MinutesVersion.Stage.APPROVED, reason=reason, by=by)
    _release(version, MinutesRelease.Audience.MEMBERS, by=by)
    give_out_with(version)
    return decision


@transaction.atomic
def sign_minutes(minutes: Minutes, *, signed_by: Person, on: date, by: User) -> Minutes:
    """Record that the chair signed the approved minutes on a day."""
    minutes = _locked(minutes)

    if minutes.status != Minutes.Status.APPROVED or minutes.approved_by is None:
        raise Refused("Only approved minutes are signed.")
    if minutes.signed_on is not None:
        raise Refused(f"{minutes.signed_by} has signed them already.")
    assert minutes.approved_by is not None  # the database keeps it so
    if on < minutes.approved_by.item.meeting.held_on:
        raise Refused("They cannot be signed before the meeting that approved them.")
    presiding = [OfficeTerm.Office.CHAIR, OfficeTerm.Office.VICE_CHAIR]
    if not minutes.meeting.group.office_terms.on(on).filter(person=signed_by, office__in=presiding).exists():
        raise Refused(f"{signed_by} did not hold the chair of the {minutes.meeting.group} on that day.")

    history.edit(minutes, by=by, verb="signed", signed_by=signed_by, signed_on=on)
    return minutes


@transaction.atomic
def publish_minutes(minutes: Minutes, *, by: User) -> MinutesRelease:
    """Put approved minutes on the public site and tell the group."""
    minutes = _locked(minutes)

    if minutes.status != Minutes.Status.APPROVED:
        raise Refused("Only approved minutes can be published.")
    _refuse_unpublished_decisions(minutes)

    version = minutes.meeting.minutes_versions.latest_first().first()
    release = _release(version, MinutesRelease.Audience.PUBLIC, by=by)

    history.record(minutes, "published", by=by)
    end_plans(minutes.meeting, [Act.MINUTES], outcome="The minutes were published by hand.", by=by)

    readers = User.objects.members_of(minutes.meeting.group)
    told = notices.tell(readers, "minutes_published", about=minutes, occasion=f"version {version.number}")
    told += tell_followers_of_minutes(minutes, number=version.number, by=by)
    tell_followers_of_open_minutes(minutes, number=version.number, by=by, told=told)
    return release


def last_day_for_corrections(minutes: Minutes) -> date | None:
    """Until when members may propose corrections if nobody says otherwise: a day that is still to come stays."""
    today, days = timezone.localdate(), minutes.meeting.group.corrections_days
    if minutes.corrections_close_on is not None and minutes.corrections_close_on >= today:
        return minutes.corrections_close_on
    return today + timedelta(days=days) if days else None


def with_corrections(reason: str, minutes: Minutes) -> str:
    """Why there is a new version, with the corrections it brings. Only their number: anyone may read a reason."""
    count = Correction.objects.of_meeting(minutes.meeting).not_given_out().count()
    counted = (
        f"With {count} correction{'' if count == 1 else 's'} that {'was' if count == 1 else 'were'} agreed."
    )
    return " ".join(part for part in (reason.strip(), counted if count else "") if part)


def _locked(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group").get(pk=minutes.pk)


def _refuse_move(minutes: Minutes, to: Minutes.Status) -> None:
    if not minutes.may_become(to):
        now = minutes.get_status_display().lower()
        raise Refused(f"The minutes are {now}, so they cannot be {to.label.split(',')[0].lower()} now.")


def _refuse_unpublished_decisions(minutes: Minutes) -> None:
    waiting = Decision.objects.of_meeting(minutes.meeting).unpublished()
    if waiting:
        raise Refused(f"Publish the decisions first: {', '.join(decision.ref for decision in waiting)}.")


def _new_version(minutes: Minutes, stage: str, *, reason: str, by: User) -> MinutesVersion:
    """Seal the minutes as they stand under the next number, with the passages that search finds."""
    meeting = minutes.meeting
    content = snapshot.of(meeting)
    last = meeting.minutes_versions.aggregate(last=Max("number"))["last"] or 0
    version = MinutesVersion(
        meeting=meeting,
        number=last + 1,
        stage=stage,
        reason=reason,
        at=timezone.now(),
        by=by,
        **sealed(content),
    )
    version.save()
    Passage.objects.bulk_create(
        Passage(
            version=version,
            item_id=item["id"],
            title=item["title"],
            text=snapshot.words_of(item),
            access=item["access"],
        )
        for item in content["items"]
    )
    return version


def _release(version: MinutesVersion, audience: str, *, by: User) -> MinutesRelease:
    """Give a version to an audience, and with it the actions and decisions that stand in it, and no later ones."""
    if version.releases.filter(audience=audience).exists():
        raise Refused("This version has been published already.")
    release = MinutesRelease(version=version, audience=audience, by=by)
    release.save()

    actions = ActionItem.objects.filter(item__meeting=version.meeting)
    if audience == MinutesRelease.Audience.MEMBERS:
        actions.filter(given_out_at=None).update(given_out_at=release.at)
        decisions = Decision.objects.of_meeting(version.meeting)
        decisions.filter(given_out_at=None).update(given_out_at=release.at)
    else:
        # What was added since the members got this version waits for the next.
        actions.filter(given_out_at__isnull=False, published_at=None).update(published_at=release.at)
    return release
