"""A participatory round: from the money on offer to the projects in the ledger, and everybody told why."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import history
from core.refusals import Refused
from funding import operations
from funding.models import Idea, LedgerEntry, ParticipatoryRound, Project
from funding.places import available
from funding.tests.proposing import refusal, told
from funding.votes import votes_of
from tests.factories.funding import (
    DAY,
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    another_officer_of,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of
from tests.factories.participation import (
    a_participatory_round,
    after,
    an_idea,
    codes,
    counted_alike,
    counting,
    feasible,
    given_up,
    not_feasible,
    opened,
    vote,
    voting,
)
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db
Status = ParticipatoryRound.Status


def decide(round_, authority, **values):
    given = {"period": quarter(round_.pot, 4), "effective_on": DAY, "by": officer_of(round_.pot.group)}
    return operations.decide_participatory_round(round_, authority=authority, **given | values)


# what is on offer


def test_no_more_is_offered_than_the_stream_has_and_does_not_plan(young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal(700), **ground(authority))
    round_ = a_participatory_round(young, amount=Decimal("300.01"))

    assert refusal(opened, round_) == (
        "The stream has £300.00 that is not planned, and open rounds offer £0.00 of it already: £300.01 is too much."
    )


def test_two_open_rounds_do_not_offer_the_same_pounds(young, round_):
    second = a_participatory_round(young, amount=Decimal(600))

    assert "open rounds offer £500.00 of it already" in refusal(opened, second)


def test_a_round_called_off_gives_its_offer_free(young, round_):
    operations.call_off_participatory_round(round_, why_called_off="No time.", by=officer_of(young.pot.group))

    assert opened(a_participatory_round(young, amount=Decimal(1000))).status == Status.OPEN


def test_what_an_open_round_promises_stays(round_):
    by = officer_of(round_.pot.group)

    assert "stays" in refusal(operations.edit_participatory_round, round_, amount=Decimal(1), by=by)


def test_a_draft_can_be_corrected(young, award):
    round_ = a_participatory_round(young)
    operations.edit_participatory_round(round_, title="Another title", by=officer_of(young.pot.group))

    round_.refresh_from_db()
    assert round_.title == "Another title"
    assert "edited" in [entry.verb for entry in history.of(round_)]


def test_a_round_is_of_a_year_that_is_open_and_a_stream_of_its_pot(young, decision):
    other = a_stream(a_pot(decision))

    assert "year is not open" in refusal(a_participatory_round, young, year=1999)
    with pytest.raises(Refused, match="must be one of the pot"):
        operations.draft_participatory_round(
            young.pot,
            stream=other,
            year=YEAR,
            title="A round",
            amount=Decimal(1),
            ideas_until=timezone.localdate(),
            voting_until=timezone.localdate() + timedelta(days=1),
            by=officer_of(young.pot.group),
        )


# ideas


def test_ideas_come_while_the_round_is_open_for_them(round_):
    an_idea(round_)
    with after(round_.ideas_until):
        assert "Ideas could be brought until" in refusal(an_idea, round_)
    with after(round_.ideas_until):
        closed = operations.close_ideas(round_, by=officer_of(round_.pot.group))

    assert refusal(an_idea, closed) == "Ideas are brought while the round is open for them."


def test_an_idea_asks_for_no_more_than_is_on_offer(round_):
    assert refusal(an_idea, round_, 501) == "The round has £500.00 in all, and the idea asks for more."


def test_people_have_the_days_that_they_were_told(round_):
    by = officer_of(round_.pot.group)
    feasible(an_idea(round_))

    assert "bring ideas until" in refusal(operations.close_ideas, round_, by=by)
    assert "vote until 31 January 2090" in refusal(operations.close_voting, voting(round_), by=by)


def test_whoever_is_told_no_is_told_why(round_, resident):
    idea = an_idea(round_, by=resident)

    assert refusal(not_feasible, idea, "  ") == "Say why the idea is not feasible."
    assert not_feasible(idea).checked_by == officer_of(round_.pot.group)
    assert told("idea_not_feasible") == [resident]


def test_every_idea_is_checked_before_the_voting(round_):
    idea = an_idea(round_)

    assert refusal(voting, round_) == "Every idea is checked before the voting begins."
    not_feasible(idea)
    assert refusal(voting, round_) == "No idea is feasible, so there is nothing to vote on."


def test_an_idea_not_checked_is_seen_by_officers_and_whoever_entered_it(round_, resident):
    idea = an_idea(round_, by=resident)
    seen = [officer_of(round_.pot.group), resident]
    operations.publish_pot(round_.pot, by=seen[0])

    assert [Idea.objects.visible_to(user).exists() for user in [*seen, UserFactory()]] == [True, True, False]
    feasible(idea)
    assert Idea.objects.visible_to(UserFactory()).exists()


# votes


def test_a_code_votes_once(ideas, round_):
    round_ = voting(round_)
    [code] = codes(round_, 1)
    typed = code.lower().replace("-", " ")
    operations.cast_ballot(round_, code=typed, ideas=ideas[:2], by=None)

    assert "has voted already" in refusal(operations.cast_ballot, round_, code=code, ideas=ideas[:1], by=None)
    assert [each.all for each in votes_of(round_)] == [1, 1, 0]


def test_a_code_given_up_for_a_paper_does_not_vote_as_well(ideas, round_):
    round_ = voting(round_)
    made = codes(round_, 2)
    by = officer_of(round_.pot.group)
    operations.take_codes_for_papers(round_, codes=made[:1], by=by)

    assert "has voted already" in refusal(
        operations.cast_ballot, round_, code=made[0], ideas=ideas[:1], by=None
    )
    assert "has voted already" in refusal(operations.take_codes_for_papers, round_, codes=made, by=by)
    operations.cast_ballot(round_, code=made[1], ideas=ideas[:1], by=None)


def test_only_hashes_of_codes_are_kept(ideas, round_):
    made = codes(voting(round_), 20)
    kept = set(round_.codes.values_list("digest", flat=True))

    assert len(set(made)) == len(kept) == 20
    assert not any(code in digest for code in made for digest in kept)
    assert not history.of(round_).filter(changes__icontains=made[0]).exists()


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (slice(0, 0), "Choose at least one idea."),
        (slice(0, 3), "You have 2 votes and chose 3 ideas."),
        (slice(3, 4), "Choose at least one idea, and no more than the round allows."),
    ],
)
def test_choices_that_cannot_be_cast(chosen, sentence, ideas, round_):
    round_ = voting(round_)
    [code] = codes(round_, 1)

    assert refusal(operations.cast_ballot, round_, code=code, ideas=ideas[chosen], by=None) == sentence


def test_a_code_of_another_round_is_none_of_this(ideas, round_, safer, authority):
    operations.award(safer, year=YEAR, amount=Decimal(1000), **ground(authority))
    other = opened(a_participatory_round(safer))
    feasible(an_idea(other))
    [code] = codes(voting(other), 1)

    assert "is not a code of this round" in refusal(
        operations.cast_ballot, voting(round_), code=code, ideas=ideas[:1], by=None
    )


# papers


def test_a_tally_needs_two_people(ideas, round_):
    round_ = voting(round_)
    given_up(round_, 3)
    round_ = counting(round_)
    one = officer_of(round_.pot.group)
    figures = {"1": 2, "2": 1, "3": 0}
    tally = operations.count_papers(round_, papers=3, figures=figures, by=one)

    assert refusal(operations.check_papers, tally, papers=3, figures=figures, by=one) == (
        "Whoever counted does not check: another officer has to."
    )
    assert [each.paper for each in votes_of(round_)] == [0, 0, 0]
    operations.check_papers(tally, papers=3, figures=figures, by=another_officer_of(round_.pot.group))
    assert [each.paper for each in votes_of(round_)] == [2, 1, 0]


def test_counts_that_differ_count_for_nothing_and_are_made_again(ideas, round_, authority):
    round_ = voting(round_)
    given_up(round_, 3)
    round_ = counting(round_)
    one, other = officer_of(round_.pot.group), another_officer_of(round_.pot.group)
    tally = operations.count_papers(round_, papers=3, figures={"1": 2, "2": 1, "3": 0}, by=one)
    tally = operations.check_papers(tally, papers=3, figures={"1": 1, "2": 2, "3": 0}, by=other)

    assert tally.agrees is False
    assert {each.paper for each in votes_of(round_)} == {0}
    assert "not yet checked by somebody else with the same figures" in refusal(decide, round_, authority)
    assert counted_alike(round_, 3, {"1": 1, "2": 2, "3": 0}).agrees


@pytest.mark.parametrize(
    ("papers", "figures", "sentence"),
    [
        (3, {"1": 1}, "Give a figure for every idea"),
        (3, {"1": 4, "2": 0, "3": 0}, "No idea can have more votes than there are papers."),
        (3, {"1": 3, "2": 3, "3": 3}, "There are more votes than 3 papers"),
        (3, {"1": -1, "2": 0, "3": 0}, "No figure is less than nothing."),
        (4, {"1": 4, "2": 0, "3": 0}, "more papers than codes that were given up"),
    ],
)
def test_figures_that_cannot_be(papers, figures, sentence, ideas, round_):
    round_ = voting(round_)
    given_up(round_, 3)
    round_ = counting(round_)
    by = officer_of(round_.pot.group)

    assert sentence in refusal(operations.count_papers, round_, papers=papers, figures=figures, by=by)


def test_papers_that_are_counted_open_a_settled_tie_again(ideas, round_, authority):
    round_ = voting(round_)
    vote(round_, ideas[0], ideas[1])
    given_up(round_, 1)
    round_ = counting(round_)
    by = officer_of(round_.pot.group)
    settled = {"places": {ideas[0]: 2, ideas[1]: 1}, "decision": authority.decision, "by": by}
    operations.settle_tie(round_, **settled)
    counted_alike(round_, 1, {"1": 0, "2": 0, "3": 1})

    assert "settle their order by a decision" in refusal(decide, round_, authority)


def test_the_other_officers_are_told_what_waits_for_them(round_, resident):
    one, other = officer_of(round_.pot.group), another_officer_of(round_.pot.group)
    feasible(an_idea(round_, by=resident))
    round_ = voting(round_)
    given_up(round_, 1)
    round_ = counting(round_)
    operations.count_papers(round_, papers=1, figures={"1": 1}, by=one)

    assert told("idea_brought") == [one, other]
    assert told("papers_counted") == [other]


def test_a_round_waits_for_its_officers_when_the_days_are_over(ideas, round_):
    officer = officer_of(round_.pot.group)

    def waits(user=officer):
        return ParticipatoryRound.objects.waiting_for(user).exists()

    assert not waits()
    with after(round_.ideas_until):
        assert waits()
        assert not waits(UserFactory())
    round_ = voting(round_)
    assert not waits()
    counting(round_)
    assert waits()


# the result


def test_the_money_goes_by_the_votes_and_everybody_is_told_why(ideas, round_, authority, resident):
    round_ = voting(round_)
    vote(round_, ideas[0], times=3)
    vote(round_, ideas[1], ideas[2], times=1)
    given_up(round_, 2)
    round_ = counting(round_)
    counted_alike(round_, 2, {"1": 0, "2": 2, "3": 1})
    # One more vote for the second: three and three would be a tie.
    assert [each.all for each in votes_of(round_)] == [3, 3, 2]
    assert "settle their order by a decision" in refusal(decide, round_, authority)

    places = {ideas[0]: 1, ideas[1]: 2}
    by = officer_of(round_.pot.group)
    operations.settle_tie(round_, places=places, decision=authority.decision, by=by)
    round_ = decide(round_, authority)

    result = {idea.number: (idea.result, idea.result_reason) for idea in round_.ideas.all()}
    assert result == {
        1: ("selected", "It had 3 votes, and the money reached it."),
        2: (
            "not_selected",
            "It had 3 votes. When its turn came £200 was left, less than the £400 it asks for.",
        ),
        3: ("selected", "It had 2 votes, and the money reached it."),
        4: ("not_selected", "It was not put to the vote: It needs a permission that cannot be had."),
    }
    moved = LedgerEntry.objects.of_kind("profile")
    assert [(entry.destination.project.name, entry.amount) for entry in moved] == [
        ("Idea 1", 300),
        ("Idea 3", 200),
    ]
    assert balance(available(round_.stream, YEAR)) == 500
    assert round_.authority == authority
    assert told("idea_answered") == [resident] * 4


def test_nothing_happens_when_the_ledger_says_no(ideas, round_, decision):
    small = an_authority(round_.pot, decision, ceiling=Decimal(350))
    round_ = voting(round_)
    vote(round_, ideas[0], ideas[2])
    round_ = counting(round_)

    assert "allows £350.00 in all" in refusal(decide, round_, small)
    round_.refresh_from_db()
    assert round_.status == Status.COUNTING
    assert not Project.objects.exists()
    assert not round_.ideas.exclude(result="").exists()


def test_what_an_officer_may_move_alone_does_not_decide_a_round(ideas, round_, decision):
    alone = an_authority(round_.pot, decision, limit_each=Decimal(1000))
    round_ = voting(round_)
    vote(round_, ideas[0])

    assert "The group decides" in refusal(decide, counting(round_), alone)


def test_money_that_was_planned_elsewhere_meanwhile_is_not_given(ideas, round_, authority):
    round_ = voting(round_)
    vote(round_, ideas[0])
    round_ = counting(round_)
    operations.profile(plan(round_.stream, 1), amount=Decimal(800), **ground(authority))

    assert refusal(decide, round_, authority) == "Only £200.00 is there, which is less than £300.00."


def test_a_round_is_decided_once(ideas, round_, authority):
    round_ = voting(round_)
    vote(round_, ideas[0])
    round_ = decide(counting(round_), authority)

    assert "decided once" in refusal(decide, round_, authority)


def test_a_tie_is_settled_wholly_and_by_the_group_of_the_pot(ideas, round_, authority):
    round_ = voting(round_)
    vote(round_, ideas[0], ideas[1])
    round_ = counting(round_)
    by = officer_of(round_.pot.group)

    for places, decision, sentence in [
        ({ideas[0]: 1}, authority.decision, "Give every tied idea its place."),
        ({ideas[0]: 1, ideas[1]: 1}, authority.decision, "the places 1 to 2, each once"),
        ({ideas[0]: 1, ideas[1]: 2}, a_decision(), "the group of the pot agreed"),
    ]:
        assert sentence in refusal(operations.settle_tie, round_, places=places, decision=decision, by=by)


# steps

STEPS = {
    Status.OPEN: opened,
    Status.CHECKING: lambda round_: operations.close_ideas(round_, by=officer_of(round_.pot.group)),
    Status.VOTING: lambda round_: operations.open_voting(round_, by=officer_of(round_.pot.group)),
    Status.COUNTING: lambda round_: operations.close_voting(round_, by=officer_of(round_.pot.group)),
}


@pytest.mark.parametrize("to", STEPS)
def test_a_round_that_is_over_takes_no_step(to, round_):
    over = operations.call_off_participatory_round(
        round_, why_called_off="No time.", by=officer_of(round_.pot.group)
    )

    assert "stands at “called off”" in refusal(STEPS[to], over)


@pytest.mark.parametrize("to", [Status.VOTING, Status.COUNTING])
def test_no_step_is_left_out(to, round_):
    assert "stands at “open for ideas”" in refusal(STEPS[to], round_)


def test_whoever_brought_an_idea_is_told_that_the_round_is_called_off(ideas, round_, resident):
    by = officer_of(round_.pot.group)

    assert refusal(operations.call_off_participatory_round, round_, why_called_off=" ", by=by) == (
        "Say why it is called off."
    )
    operations.call_off_participatory_round(round_, why_called_off="The hall burnt down.", by=by)
    assert told("participatory_round_called_off") == [resident]
