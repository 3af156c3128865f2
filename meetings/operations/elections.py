"""Electing people to the offices of a group."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings.models import AgendaItem, Decision, Election, Nomination
from meetings.operations.counting import refuse_count
from meetings.operations.decisions import log_decision, withdraw_decision
from meetings.operations.minuting import refuse_unless_in_progress
from partnership import operations as partnership
from partnership.models import Group, Person, User


@transaction.atomic
def nominate(
    item: AgendaItem,
    *,
    office: str,
    person: Person,
    by: User,
    proposer: Person | None = None,
    seconder: Person | None = None,
) -> Nomination:
    """Somebody is proposed for an office of the group. Whoever had withdrawn stands again."""
    Group.objects.select_for_update(no_key=True).get(pk=item.meeting.group_id)

    refuse_unless_in_progress(item.meeting)
    if Election.objects.declared().filter(item__meeting=item.meeting, office=office).exists():
        raise Refused("This meeting has elected somebody to that office already. Undo that election first.")

    election = Election.objects.filter(item=item, office=office).first()
    if election is None:
        election = Election(item=item, office=office)
        history.add(election, by=by, verb="opened")
    supporters: dict[str, Any] = {"proposer": proposer, "seconder": seconder}
    known = Nomination.objects.filter(election=election, person=person, is_withdrawn=True).first()
    if known is not None:
        history.edit(known, by=by, verb="nominated again", is_withdrawn=False, **supporters)
        return known
    nomination = Nomination(election=election, person=person, **supporters)
    history.add(nomination, by=by, verb="nominated")
    return nomination


@transaction.atomic
def withdraw_nomination(nomination: Nomination, *, by: User) -> Nomination:
    """Somebody who was proposed does not stand."""
    election = _locked(nomination.election)
    nomination = Nomination.objects.select_for_update().get(pk=nomination.pk)

    _refuse_when_declared(election)
    if nomination.is_withdrawn:
        raise Refused(f"{nomination.person} has withdrawn already.")

    history.edit(nomination, by=by, verb="withdrawn", is_withdrawn=True, votes=None)
    return nomination


@transaction.atomic
def declare_election(
    election: Election,
    *,
    winner: Nomination,
    method: str,
    by: User,
    is_unanimous: bool = False,
    votes: Mapping[Nomination, int] | None = None,
    abstentions: int | None = None,
    tie_broken_by: str = "",
    casting_vote_by: Person | None = None,
    takes_office_on: date | None = None,
    due_to_end_on: date | None = None,
) -> Election:
    """Say who is elected: the decision is logged, whoever held the office stands down, the winner takes it over.

    They take office on the day of the meeting unless another day was decided.
    """
    election = _locked(election)
    group, meeting = election.item.meeting.group, election.item.meeting
    on = takes_office_on or meeting.held_on

    _refuse_when_declared(election)
    _refuse_winner(election, winner)
    refuse_count(
        election,
        winner=winner,
        method=method,
        is_unanimous=is_unanimous,
        votes=votes or {},
        abstentions=abstentions,
        tie_broken_by=tie_broken_by,
        casting_vote_by=casting_vote_by,
    )
    if on < meeting.held_on:
        raise Refused("Nobody takes office before the meeting that elected them.")

    later = on != meeting.held_on
    decision = log_decision(
        election.item,
        text=f"{winner.person} is elected {election.get_office_display()} of the group"
        + (f" from {british_date(on)}." if later else "."),
        outcome=Decision.Outcome.ELECTED,
        voting=_voting(method, is_unanimous),
        effective_on=on if later else None,
        by=by,
    )
    began, ended, ended_before = partnership.hand_over_office(
        group,
        election.office,
        to=winner.person,
        on=on,
        due_to_end_on=due_to_end_on,
        reason=f"Elected by {decision}.",
        by=by,
    )
    for nomination, count in (votes or {}).items():
        history.edit(nomination, by=by, verb="votes counted", votes=count)
    history.edit(
        election,
        by=by,
        verb="declared",
        winner=winner,
        method=method,
        is_unanimous=is_unanimous,
        abstentions=abstentions,
        tie_broken_by=tie_broken_by,
        casting_vote_by=casting_vote_by,
        takes_office_on=on,
        decision=decision,
        began_term=began,
        ended_term=ended,
        would_have_ended_on=ended_before,
    )
    return election


@transaction.atomic
def undo_election(election: Election, *, reason: str, by: User) -> Election:
    """The election was entered by mistake: its decision is withdrawn, and the terms are as they were before."""
    election = _locked(election)
    decision, began, ended = election.decision, election.began_term, election.ended_term

    if decision is None or began is None:
        raise Refused("This election has not been declared.")
    if not reason.strip():
        raise Refused("Say why the election is undone.")
    if decision.is_published:
        raise Refused(f"{decision} is published and never changes. A later election can take its place.")

    ended_before = election.would_have_ended_on
    for nomination in election.nominations.exclude(votes=None):
        history.edit(nomination, by=by, verb="count undone", votes=None)
    history.edit(
        election,
        by=by,
        verb="undone",
        reason=reason,
        winner=None,
        method="",
        is_unanimous=False,
        abstentions=None,
        tie_broken_by="",
        casting_vote_by=None,
        takes_office_on=None,
        decision=None,
        began_term=None,
        ended_term=None,
        would_have_ended_on=None,
    )
    withdraw_decision(decision, reason=reason, by=by)
    partnership.take_back_office(began, ended=ended, ended_before=ended_before, reason=reason, by=by)
    return election


def _locked(election: Election) -> Election:
    """The election, behind the queue of its group, if the record of its meeting can be written now."""
    group = Group.objects.filter(meetings__items__elections=election.pk)
    Group.objects.select_for_update(no_key=True).get(pk__in=group.values("pk"))
    election = (
        Election.objects.select_for_update(of=("self",))
        .select_related("item__meeting__group", "decision", "began_term", "ended_term")
        .get(pk=election.pk)
    )
    refuse_unless_in_progress(election.item.meeting)
    return election


def _refuse_when_declared(election: Election) -> None:
    if election.is_declared:
        raise Refused(f"{election.decision} declares the result of this election already.")


def _refuse_winner(election: Election, winner: Nomination) -> None:
    standing = [each for each in election.nominations.all() if not each.is_withdrawn]
    if not standing:
        raise Refused("Nobody is nominated.")
    if winner.election_id != election.pk:
        raise Refused(f"{winner.person} is not nominated for this office.")
    if winner not in standing:
        raise Refused(f"{winner.person} has withdrawn and cannot be elected.")


def _voting(method: str, is_unanimous: bool) -> str:
    """How the decision says that it was reached; the election itself keeps the count of each."""
    if is_unanimous:
        return Decision.Voting.UNANIMOUS
    by_vote = method in (Election.Method.SHOW_OF_HANDS, Election.Method.SECRET_BALLOT)
    return Decision.Voting.CARRIED if by_vote else Decision.Voting.CONSENSUS
