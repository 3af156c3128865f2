"""Deciding a participatory round: what the votes reached gets its money in one go, and the rest is told why."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import pounds
from funding.models import Authority, Idea, LedgerEntry, PaperTally, ParticipatoryRound, Period, Pot, Project
from funding.operations import ledger
from funding.operations.participation import locked_round
from funding.operations.pots import add_project
from funding.participation import Outcome
from funding.places import planned
from funding.votes import Votes, outcome_of, votes_of
from meetings.models import Decision
from partnership import notices
from partnership.models import User


@transaction.atomic
def settle_tie(
    round_: ParticipatoryRound, *, places: Mapping[Idea, int], decision: Decision, by: User
) -> ParticipatoryRound:
    """Write down in which order a decision puts ideas with equal votes of which only some can be paid."""
    round_ = locked_round(round_)

    tied = set(outcome_of(round_, votes_of(round_)).tied)
    if round_.status != ParticipatoryRound.Status.COUNTING or not tied:
        raise Refused("No ideas are tied.")
    if {idea.number for idea in places} != tied:
        raise Refused("Give every tied idea its place.")
    if sorted(places.values()) != list(range(1, len(tied) + 1)):
        raise Refused(f"Give the tied ideas the places 1 to {len(tied)}, each once.")
    if PaperTally.objects.of_round(round_).to_check().exists():
        raise Refused("The papers are counted, and nobody else has checked them yet.")
    if not Decision.objects.in_force().of_group(round_.pot.group).filter(pk=decision.pk).exists():
        raise Refused("A tie is settled by a decision that the group of the pot agreed.")

    for idea, place in places.items():
        idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
        history.edit(idea, by=by, verb="tie settled", tie_place=place, tie_decision=decision)
    return round_


@transaction.atomic
def decide_participatory_round(
    round_: ParticipatoryRound, *, authority: Authority, period: Period, effective_on: date, by: User
) -> ParticipatoryRound:
    """Give the money to the ideas with most votes, on the word of the group: each becomes a project with its plan.

    All of it happens or nothing does; whoever entered an idea is told what came of it, and why.
    """
    # The pot first, then the round: so do all who move money, and none waits for another in a circle.
    Pot.objects.select_for_update().get(pk=round_.pot_id)
    round_ = locked_round(round_)

    if round_.status != ParticipatoryRound.Status.COUNTING:
        raise Refused("A round is decided once, after the voting has ended.")
    if PaperTally.objects.of_round(round_).to_check().exists():
        raise Refused("The papers are counted, and nobody else has checked them yet.")
    if authority.limit_each is not None:
        raise Refused("The group decides on a round: what officers may move alone does not cover it.")
    if authority.pot_id != round_.pot_id:
        raise Refused("The decision does not allow anything of this pot.")
    if period.pot_id != round_.pot_id or period.year != round_.year:
        raise Refused("The period must be of the year of the round.")
    votes = votes_of(round_)
    outcome = outcome_of(round_, votes)
    if outcome.tied:
        raise Refused("Ideas are tied and cannot all be paid: settle their order by a decision first.")

    for each in votes:
        _answer(round_, each, outcome, authority=authority, period=period, effective_on=effective_on, by=by)
    for idea in Idea.objects.of_round(round_).filter(feasibility=Idea.Feasibility.NOT_FEASIBLE):
        reason = f"It was not put to the vote: {idea.feasibility_reason}"[:500]
        history.edit(idea, by=by, verb="answered", result=Idea.Result.NOT_SELECTED, result_reason=reason)
    history.edit(
        round_,
        by=by,
        verb="decided",
        status=ParticipatoryRound.Status.DECIDED,
        authority=authority,
        decided_by=by,
        decided_at=timezone.now(),
    )

    for idea in Idea.objects.of_round(round_).with_names():
        notices.tell([idea.entered_by], "idea_answered", about=idea)
    return round_


def _answer(
    round_: ParticipatoryRound,
    votes: Votes,
    outcome: Outcome,
    *,
    authority: Authority,
    period: Period,
    effective_on: date,
    by: User,
) -> None:
    """Selected, with the movement that plans its money; or not, with the reason."""
    idea, entry = votes.idea, None
    had = f"It had {votes.all} vote{'' if votes.all == 1 else 's'}"
    if idea.number in outcome.selected:
        entry = _plan(round_, idea, authority=authority, period=period, effective_on=effective_on, by=by)
        result, reason = Idea.Result.SELECTED, f"{had}, and the money reached it."
    elif idea.number in outcome.passed_over:
        left = pounds(outcome.passed_over[idea.number])
        result = Idea.Result.NOT_SELECTED
        reason = (
            f"{had}. When its turn came {left} was left, less than the {pounds(idea.amount)} it asks for."
        )
    else:
        result, reason = Idea.Result.NOT_SELECTED, "Nobody voted for it."
    history.edit(
        idea, by=by, verb="answered", result=result, result_reason=reason, votes=votes.all, entry=entry
    )


def _plan(
    round_: ParticipatoryRound,
    idea: Idea,
    *,
    authority: Authority,
    period: Period,
    effective_on: date,
    by: User,
) -> LedgerEntry:
    """The idea as a project of the stream, and its amount planned for it."""
    is_taken = Project.objects.filter(stream=round_.stream, name=idea.title).exists()
    name = f"{idea.title} (idea {idea.number}, round {round_.pk})" if is_taken else idea.title
    project = add_project(round_.stream, name=name, by=by)
    return ledger.profile(
        planned(round_.stream, period, project),
        amount=idea.amount,
        authority=authority,
        reason=f"{round_.title}: selected by votes",
        effective_on=effective_on,
        by=by,
    )
