"""Two connections at the same moment: no pound is promised or given twice, and a code votes once."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused, sentence_of
from funding import operations
from funding.models import Ballot, Idea, LedgerEntry
from funding.places import available, planned
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
    an_idea,
    codes,
    counting,
    feasible,
    opened,
    vote,
    voting,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def authority():
    decision = a_decision()
    return an_authority(a_pot(decision), decision)


@pytest.fixture
def stream(authority):
    """A thousand pounds that nobody has planned yet."""
    stream = a_stream(authority.pot)
    operations.award(stream, year=YEAR, amount=Decimal(1000), **ground(authority))
    return stream


def at_once(do, do_other):
    """Two steps in two transactions at once: whether the second waited, and what it was told."""
    said, begun = [], Event()

    def the_other():
        try:
            begun.set()
            do_other()
            said.append("done")
        except Refused as refusal:
            said.append(str(refusal))
        except IntegrityError as error:
            said.append(sentence_of(error))
        finally:
            connection.close()

    other = Thread(target=the_other)
    with transaction.atomic():
        do()
        other.start()
        begun.wait(5)
        # Who does not wait is done long before this; who waits is still at it.
        other.join(2)
        waited = other.is_alive()
    other.join(10)
    return waited, said


def with_votes(stream, amount, asked):
    """A round whose one idea has a vote."""
    round_ = opened(a_participatory_round(stream, amount=Decimal(amount)))
    idea = feasible(an_idea(round_, asked))
    round_ = voting(round_)
    vote(round_, idea)
    return counting(round_)


def decide(round_, authority):
    by = officer_of(round_.pot.group)
    period = quarter(round_.pot, 4)
    return operations.decide_participatory_round(
        round_, authority=authority, period=period, effective_on=DAY, by=by
    )


def given_away():
    return LedgerEntry.objects.filter(destination__project__isnull=False).total()


def test_two_rounds_never_give_more_than_the_pot_has(stream, authority):
    first, second = with_votes(stream, 500, 300), with_votes(stream, 500, 300)
    operations.profile(plan(stream, 1), amount=Decimal(500), **ground(authority))

    told = at_once(lambda: decide(first, authority), lambda: decide(second, authority))

    assert told == (True, ["Only £200.00 is there, which is less than £300.00."])
    assert given_away() == 300
    assert balance(available(stream, YEAR)) == 200


def test_a_round_is_decided_once(stream, authority):
    round_ = with_votes(stream, 500, 300)

    told = at_once(lambda: decide(round_, authority), lambda: decide(round_, authority))

    assert told == (True, ["A round is decided once, after the voting has ended."])
    assert given_away() == 300


def test_two_rounds_never_offer_the_same_pounds(stream):
    first, second = (a_participatory_round(stream, amount=Decimal(600)) for _ in range(2))

    waited, said = at_once(lambda: opened(first), lambda: opened(second))

    assert waited
    assert "open rounds offer £600.00 of it already" in said[0]


def test_ideas_selected_by_sql_never_exceed_what_is_on_offer(stream, authority):
    round_ = opened(a_participatory_round(stream, amount=Decimal(500)))
    one, other = feasible(an_idea(round_, 300)), feasible(an_idea(round_, 300))
    round_ = voting(round_)
    vote(round_, one, other)
    round_ = counting(round_)

    def select(idea):
        project = operations.add_project(stream, name=idea.title, by=officer_of(stream.pot.group))
        where = planned(stream, quarter(stream.pot, 4), project)
        entry = operations.profile(where, amount=idea.amount, **ground(authority))
        by_sql = Idea.objects.filter(pk=idea.pk)
        by_sql.update(result="selected", result_reason="Because.", entry=entry)

    told = at_once(lambda: select(one), lambda: select(other))

    assert told == (True, ["The round has £500.00 in all and £300.00 is given already."])
    assert Idea.objects.selected().count() == 1


def test_a_code_votes_once(stream):
    round_ = opened(a_participatory_round(stream))
    one, other = feasible(an_idea(round_)), feasible(an_idea(round_))
    round_ = voting(round_)
    [code] = codes(round_, 1)

    told = at_once(
        lambda: operations.cast_ballot(round_, code=code, ideas=[one], by=None),
        lambda: operations.cast_ballot(round_, code=code, ideas=[other], by=None),
    )

    assert told == (True, [f"The code {code} has voted already. A code votes once."])
    assert Ballot.objects.votes() == {one.pk: 1}


def test_no_vote_slips_in_behind_the_end_of_the_voting(stream):
    round_ = opened(a_participatory_round(stream))
    idea = feasible(an_idea(round_))
    round_ = voting(round_)
    [code] = codes(round_, 1)

    told = at_once(
        lambda: counting(round_),
        lambda: operations.cast_ballot(round_, code=code, ideas=[idea], by=None),
    )

    assert told == (True, ["Votes are cast while the voting is open."])
    assert not Ballot.objects.exists()


def test_one_count_is_checked_once(stream):
    round_ = opened(a_participatory_round(stream))
    feasible(an_idea(round_))
    round_ = counting(voting(round_))
    group, nothing = stream.pot.group, {"papers": 0, "figures": {"1": 0}}
    tally = operations.count_papers(round_, **nothing, by=officer_of(group))
    other = another_officer_of(group)

    told = at_once(
        lambda: operations.check_papers(tally, **nothing, by=other),
        lambda: operations.check_papers(tally, **nothing, by=other),
    )

    assert told == (True, ["This count was checked already."])
