"""A proposal is written by whoever began it, goes its way and no other, and is kept as it was answered."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from funding import operations
from funding.models import Proposal
from funding.operations import Wanted
from funding.proposed import Outdated
from funding.tests.proposing import adopt, proposed, refusal, wanted
from tests.factories.funding import (
    a_pot,
    a_stream,
    ground,
    plan,
    quarter,
)

pytestmark = pytest.mark.django_db


class TestWriting:
    def test_an_amount_that_stands_there_is_no_change(self, pot, young, award, authority, asker):
        operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))
        proposal = proposed(pot, asker, wanted(young, 1, 100), wanted(young, 2, 5), submit=False)
        assert [line.amount for line in proposal.lines.all()] == [5]

        operations.save_proposal(
            proposal, lines=[wanted(young, 2, 0), wanted(young, 3, 7)], revision=0, by=asker
        )
        assert [line.amount for line in proposal.lines.all()] == [7]

    def test_another_window_is_noticed(self, pot, young, asker):
        proposal = proposed(pot, asker, submit=False)
        operations.save_proposal(proposal, lines=[wanted(young, 1, 5)], revision=0, by=asker)

        with pytest.raises(Outdated):
            operations.save_proposal(proposal, lines=[wanted(young, 1, 6)], revision=0, by=asker)

    def test_only_whoever_began_it_writes_it(self, pot, young, asker, colleague):
        proposal = proposed(pot, asker, submit=False)

        said = refusal(operations.save_proposal, proposal, lines=[], revision=0, by=colleague)
        assert said.startswith("Only whoever began a proposal writes it")

    @pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1e20"])
    def test_what_is_no_amount_is_refused(self, pot, young, asker, amount):
        assert "An amount is nothing or more" in refusal(proposed, pot, asker, wanted(young, 1, amount))

    def test_places_of_another_pot_are_refused(self, pot, young, decision, asker):
        elsewhere = a_stream(a_pot(decision))
        line = Wanted(elsewhere, None, quarter(pot, 1), Decimal(5))

        assert refusal(proposed, pot, asker, line).startswith(
            "The stream, the project and the period must be"
        )

    def test_the_same_place_twice_is_refused(self, pot, young, asker):
        assert "named twice" in refusal(proposed, pot, asker, wanted(young, 1, 5), wanted(young, 1, 6))

    def test_a_year_that_is_not_open_is_refused(self, pot, asker):
        assert "not open" in refusal(operations.draft_proposal, pot, year=1999, title="Long ago", by=asker)


STATUS = list(Proposal.Status)
ILLEGAL = [(a, b) for a in STATUS for b in STATUS if a != b and b not in Proposal.NEXT.get(a, ())]
VERBS = {
    "draft": lambda proposal, asker, colleague: operations.take_back_proposal(proposal, by=asker),
    "submitted": lambda proposal, asker, colleague: operations.submit_proposal(proposal, by=asker),
    "withdrawn": lambda proposal, asker, colleague: operations.withdraw_proposal(proposal, by=asker),
    "refused": lambda proposal, asker, colleague: operations.refuse_proposal(
        proposal, answer="No.", by=colleague
    ),
}


@pytest.mark.parametrize(("status", "to"), ILLEGAL)
def test_every_other_step_is_refused_also_by_sql(status, to, pot, young, award, authority, asker, colleague):
    proposal = proposed(pot, asker, wanted(young, 1, 5), submit=False)
    if status != "draft":
        operations.submit_proposal(proposal, by=asker)
    if status == "adopted":
        adopt(proposal, authority, colleague)
    elif status not in ("draft", "submitted"):
        VERBS[status](proposal, asker, colleague)
    proposal.refresh_from_db()

    if to == "adopted":
        assert "cannot be adopted" in refusal(adopt, proposal, authority, colleague)
    else:
        refusal(VERBS[to], proposal, asker, colleague)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_proposal SET status = %s", [to])


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE funding_proposal SET title = 'Another'", "stays as it is"),
        ("UPDATE funding_proposal SET decided_by_id = requested_by_id", "stays as it is"),
        ("UPDATE funding_proposalline SET amount = 1", "Only the lines of a draft"),
        ("DELETE FROM funding_proposalline", "Only the lines of a draft"),
        ("DELETE FROM funding_proposal", "annot"),
        ("TRUNCATE funding_proposalline", "kept"),
        ("TRUNCATE funding_proposal CASCADE", "kept"),
        (
            "INSERT INTO funding_proposalline (proposal_id, stream_id, period_id, amount, base)"
            " SELECT proposal_id, stream_id, NULL, 1, 0 FROM funding_proposalline",
            "Only the lines of a draft",
        ),
    ],
)
def test_sql_cannot_change_what_was_adopted(sql, said, pot, young, award, authority, asker, colleague):
    adopt(proposed(pot, asker, wanted(young, 1, 5)), authority, colleague)

    with pytest.raises(Exception, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {sql}")


def test_whoever_asks_never_adopts_even_by_sql(pot, young, award, authority, asker):
    proposed(pot, asker, wanted(young, 1, 5))
    sql = (
        "UPDATE funding_proposal SET status = 'adopted', decided_by_id = requested_by_id, decided_at = now(),"
        " authority_id = %s, effective_on = now()"
    )

    with (
        pytest.raises(IntegrityError, match="proposal_requester_is_never_its_adopter"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [authority.pk])


def test_who_asked_cannot_be_changed_first(pot, young, award, asker, colleague):
    proposed(pot, asker, wanted(young, 1, 5))

    with (
        pytest.raises(IntegrityError, match="Who asked for a proposal"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE funding_proposal SET requested_by_id = %s", [colleague.pk])


def test_nothing_is_adopted_in_name_only(pot, young, award, authority, asker, colleague):
    proposed(pot, asker, wanted(young, 1, 5))
    sql = (
        "UPDATE funding_proposal SET status = 'adopted', decided_by_id = %s, decided_at = now(),"
        " authority_id = %s, effective_on = now()"
    )

    with (
        pytest.raises(IntegrityError, match="or not at all"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{sql}; SET CONSTRAINTS ALL IMMEDIATE", [colleague.pk, authority.pk])
