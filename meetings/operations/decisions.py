"""Logging and publishing what was decided."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings.models import AgendaItem, Decision, Election, Meeting, Minutes, NamedVote, PlannedPublication
from meetings.operations.carrying import bring_left_over
from meetings.operations.followers_told import tell_followers_of_decisions
from meetings.operations.forward_plan import take_decision
from meetings.operations.minuting import refuse_unless_in_progress
from meetings.operations.publication_plans import end_plans
from meetings.operations.quorum import count_for_decision
from partnership.models import Group, Person, User

# What the terms of office follow where a decision declares an election.
DECLARED = ["outcome", "effective_on"]


@transaction.atomic
def log_decision(
    item: AgendaItem,
    *,
    text: str,
    outcome: str,
    by: User,
    named_votes: Mapping[Person, str] | None = None,
    **values,
) -> Decision:
    """Give the group's decision on an item the next number of its year. The number is never used again."""
    # The group's row is the queue: whoever holds it takes the next number, so there are no gaps and no doubles.
    group = Group.objects.select_for_update(no_key=True).get(pk=item.meeting.group_id)

    refuse_unless_in_progress(item.meeting)
    _refuse_casting_vote(group, values)
    quorum = count_for_decision(item)

    year = item.meeting.held_on.year
    last = Decision.objects.of_group(group).in_year(year).aggregate(last=Max("number"))["last"] or 0
    decision = Decision(
        item=item,
        group=group,
        year=year,
        number=last + 1,
        ref=f"{group.prefix}-{year}-{last + 1}",
        text=text,
        outcome=outcome,
        **quorum,
        **values,
    )
    history.add(decision, by=by, verb="logged")
    _take_names(decision, named_votes or {})
    if item.outcome != AgendaItem.Outcome.DECIDED:
        history.edit(item, by=by, verb="outcome set", outcome=AgendaItem.Outcome.DECIDED)
    take_decision(item, decision, by=by)
    if item.meeting.status == Meeting.Status.CLOSED:
        bring_left_over(group, by=by)
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision, *, by: User, named_votes: Mapping[Person, str] | None = None, **values
) -> Decision:
    """Correct a decision that is not published yet."""
    decision = _locked(decision)

    _refuse_when_published(decision)
    _refuse_casting_vote(decision.group, values)
    changed = any(values.get(name, getattr(decision, name)) != getattr(decision, name) for name in DECLARED)
    if changed and Election.objects.filter(decision=decision).exists():
        raise Refused(
            f"{decision} declares an election: its outcome and its day stay. Undo the election instead."
        )

    history.edit(decision, by=by, **values)
    if named_votes is not None:
        before = _names_in_words(decision)
        decision.named_votes.all().delete()
        _take_names(decision, named_votes)
        after = _names_in_words(decision)
        if before != after:
            history.record(decision, "edited", by=by, changes={"named votes": [before, after]})
    return decision


@transaction.atomic
def withdraw_decision(decision: Decision, *, reason: str, by: User) -> Decision:
    """Mark a decision that was logged in error. Its number stays with it."""
    decision = _locked(decision)

    _refuse_when_published(decision)
    if Minutes.objects.filter(approved_by=decision).exists() or decision.lifted_by.exists():
        raise Refused(f"{decision} approved minutes, which stay approved. It cannot be withdrawn.")
    if Election.objects.filter(decision=decision).exists():
        raise Refused(
            f"{decision} declares an election. Undo the election, and its decision is withdrawn too."
        )
    if decision.outcome == Decision.Outcome.WITHDRAWN:
        raise Refused(f"{decision} is withdrawn already.")

    history.edit(decision, by=by, verb="withdrawn", reason=reason, outcome=Decision.Outcome.WITHDRAWN)
    return decision


@transaction.atomic
def publish_decision(decision: Decision, *, by: User) -> Decision:
    """Put a decision into the register, for good: the public reads it if its item is open."""
    decision = _publish(decision, by=by)

    tell_followers_of_decisions(decision.item.meeting, [decision], by=by)
    return decision


@transaction.atomic
def publish_decisions(meeting: Meeting, *, by: User) -> list[Decision]:
    """Put every decision of a meeting that is not in the register yet into it."""
    waiting = Decision.objects.of_meeting(meeting).unpublished().order_by("year", "number")

    if not waiting:
        raise Refused("Every decision of this meeting is published already.")

    published = [_publish(decision, by=by) for decision in waiting]
    by_hand = "The decisions were published by hand."
    end_plans(meeting, [PlannedPublication.Act.DECISIONS], outcome=by_hand, by=by)

    tell_followers_of_decisions(meeting, published, by=by)
    return published


def _publish(decision: Decision, *, by: User) -> Decision:
    decision = _locked(decision)

    _refuse_when_published(decision)

    history.edit(decision, by=by, verb="published", published_at=timezone.now(), published_by=by)
    return decision


@transaction.atomic
def supersede_decision(decision: Decision, *, successor: Decision, by: User) -> Decision:
    """Say that a later decision of the same group takes the place of this one."""
    decision = _locked(decision)

    if successor.group_id != decision.group_id:
        raise Refused("Only a decision of the same group can take its place.")
    if (successor.year, successor.number) <= (decision.year, decision.number):
        raise Refused("Only a later decision can take its place.")
    if decision.superseded_by_id:
        raise Refused(f"{decision.superseded_by} has taken its place already.")

    history.edit(decision, by=by, verb="superseded", superseded_by=successor)
    return decision


def _locked(decision: Decision) -> Decision:
    return Decision.objects.select_for_update(of=("self",)).select_related("group").get(pk=decision.pk)


def _refuse_when_published(decision: Decision) -> None:
    if decision.is_published:
        raise Refused(f"{decision} is published and never changes. A later decision can take its place.")


def _refuse_casting_vote(group: Group, values: Mapping) -> None:
    if values.get("casting_vote_by") and not group.chair_has_casting_vote:
        raise Refused(f"The rules of the {group} give the chair no casting vote.")


def _names_in_words(decision: Decision) -> str:
    return ", ".join(str(vote) for vote in decision.named_votes.select_related("person"))


def _take_names(decision: Decision, named_votes: Mapping[Person, str]) -> None:
    counts = {choice: list(named_votes.values()).count(choice) for choice in NamedVote.Choice}
    stated = {
        NamedVote.Choice.FOR: decision.votes_for,
        NamedVote.Choice.AGAINST: decision.votes_against,
        NamedVote.Choice.ABSTAINED: decision.abstentions,
    }
    for choice, count in counts.items():
        counted = stated[choice]
        if named_votes and counted is not None and count > counted:
            raise Refused(f"More people are named as “{choice.label}” than were counted.")
    NamedVote.objects.bulk_create(
        NamedVote(decision=decision, person=person, choice=choice) for person, choice in named_votes.items()
    )
