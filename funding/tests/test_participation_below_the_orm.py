"""What the database itself refuses in a participatory round, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from core.refusals import Refused, sentence_of
from funding import operations
from funding.models import Ballot, VotingCode
from tests.factories.meetings import officer_of
from tests.factories.participation import codes, counting, given_up, vote, voting

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(ideas, round_):
    """Three people voted with a code and three gave theirs up for a paper, which one officer counted."""
    round_ = voting(round_)
    vote(round_, ideas[0], times=3)
    given_up(round_, 3)
    round_ = counting(round_)
    by = officer_of(round_.pot.group)
    operations.count_papers(round_, papers=3, figures={"1": 3, "2": 0, "3": 0}, by=by)
    return round_


def sql(words):
    """Why the database refuses these words."""
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)
    return str(refused.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("UPDATE funding_participatoryround SET status = 'open'", "one step after the other"),
        ("UPDATE funding_participatoryround SET amount = 900", "What an open round offers"),
        ("DELETE FROM funding_participatoryround", "Cannot delete"),
        ("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE funding_participatoryround CASCADE", "rows are kept"),
        ("UPDATE funding_participatoryround SET status = 'decided'", "not yet checked by somebody else"),
        ("UPDATE funding_idea SET amount = 1", "Cannot update"),
        ("DELETE FROM funding_idea", "Cannot delete"),
        (
            "UPDATE funding_idea SET feasibility = 'not_feasible', feasibility_reason = 'No.'",
            "before the voting",
        ),
        ("UPDATE funding_idea SET result = 'selected', result_reason = 'Yes.'", "has its project"),
        ("UPDATE funding_idea SET tie_place = 1", "idea_tie_is_settled_by_a_decision"),
        ("UPDATE funding_ballot SET ideas = ideas", "Cannot update"),
        ("DELETE FROM funding_ballot", "Cannot update or delete"),
        ("UPDATE funding_votingcode SET digest = 'another'", "Cannot update"),
        ("UPDATE funding_papertally SET papers = 2", "What was counted stays"),
        ("DELETE FROM funding_papertally", "Cannot delete"),
        (
            "UPDATE funding_papertally SET checked_by_id = counted_by_id, checked_at = now(), checked = counted,"
            " checked_papers = papers, agrees = TRUE",
            "paper_tally_checker_is_never_its_counter",
        ),
        (
            "UPDATE funding_papertally SET checked_by_id = (SELECT MAX(id) FROM partnership_user), checked_at = now(),"
            " checked = '{}', checked_papers = papers, agrees = TRUE",
            "agree only when every figure is the same",
        ),
        ("UPDATE funding_papertally SET agrees = TRUE", "paper_tally_is_checked_wholly"),
    ],
)
def test_raw_sql_is_refused(words, said, counted):
    assert said in sql(words)


@pytest.mark.parametrize("chosen", [[], [0], "too many", "twice", "not feasible"])
def test_a_ballot_that_breaks_the_rules_is_no_ballot(chosen, ideas, round_):
    round_ = voting(round_)
    codes(round_, 1)
    keys = {
        "too many": [idea.pk for idea in ideas[:3]],
        "twice": [ideas[0].pk, ideas[0].pk],
        "not feasible": [ideas[3].pk],
    }.get(str(chosen), chosen)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Ballot(round=round_, code=VotingCode.objects.get(), ideas=keys).save()
    assert sentence_of(refused.value) == "Choose at least one idea, and no more than the round allows."


def test_a_ballot_is_never_edited(ideas, round_):
    round_ = voting(round_)
    vote(round_, ideas[0])

    with pytest.raises(Refused):
        Ballot.objects.update(ideas=[])


def test_papers_for_which_nobody_gave_a_code_up_are_not_counted(counted):
    words = (
        "INSERT INTO funding_papertally (round_id, papers, counted, counted_by_id, counted_at)"
        " SELECT round_id, 4, counted, counted_by_id, counted_at FROM funding_papertally"
    )
    assert "more papers than codes" in sql(words)
