"""Two officers adopt at the same moment, over two connections: one proposal is adopted, the other gets a sentence."""

from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused
from funding import operations
from funding.models import LedgerEntry, Proposal
from funding.tests.proposing import adopt, proposed, wanted
from tests.factories.funding import another_officer_of, balance, plan
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(mine, theirs):
    """Do both, the second while the first is not committed: whether it waited, and what it was told."""
    said, begun = [], Event()

    def the_other():
        try:
            begun.set()
            theirs()
            said.append("done")
        except (Refused, IntegrityError) as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    other = Thread(target=the_other)
    with transaction.atomic():
        mine()
        other.start()
        begun.wait(5)
        # Who does not wait for the pot is done long before this; who waits is still at it.
        other.join(2)
        waited = other.is_alive()
    other.join(10)
    return waited, said


@pytest.fixture
def two(pot, young, award):
    """Two proposals that want the same cell otherwise."""
    asker = officer_of(pot.group)
    return [proposed(pot, asker, wanted(young, 1, amount)) for amount in (100, 200)]


def test_of_two_that_want_the_same_cell_one_is_adopted(two, pot, young, authority):
    colleague = another_officer_of(pot.group)
    first, second = two

    waited, said = at_once(
        lambda: adopt(first, authority, colleague), lambda: adopt(second, authority, colleague)
    )

    assert waited
    assert said == [
        "Figures have changed since this was proposed. Children and young people, Quarter 1, April to June 2006: "
        "£0.00 then, £100.00 now."
    ]
    assert balance(plan(young, 1)) == 100
    assert sorted(Proposal.objects.values_list("status", flat=True)) == ["adopted", "submitted"]


def test_one_proposal_is_adopted_once(two, pot, authority):
    colleague, [proposal, _] = another_officer_of(pot.group), two

    waited, said = at_once(
        lambda: adopt(proposal, authority, colleague), lambda: adopt(proposal, authority, colleague)
    )

    assert waited
    assert said == ["A proposal that is adopted cannot be adopted."]
    assert LedgerEntry.objects.filter(proposal=proposal).count() == 1


def test_it_is_withdrawn_or_adopted_but_not_both(two, pot, authority):
    asker, colleague, [proposal, _] = officer_of(pot.group), another_officer_of(pot.group), two

    waited, said = at_once(
        lambda: operations.withdraw_proposal(proposal, by=asker),
        lambda: adopt(proposal, authority, colleague),
    )

    assert waited
    assert said == ["A proposal that is withdrawn cannot be adopted."]
    assert not LedgerEntry.objects.filter(proposal=proposal).exists()


def test_no_line_is_slipped_into_what_is_being_submitted_even_by_sql(pot, young, award):
    asker = officer_of(pot.group)
    proposal = proposed(pot, asker, wanted(young, 1, 5), submit=False)

    def slip():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE funding_proposalline SET amount = 900")

    waited, said = at_once(lambda: operations.submit_proposal(proposal, by=asker), slip)

    assert waited
    assert "Only the lines of a draft can be changed." in said[0]
    assert proposal.lines.get().amount == 5


def test_two_windows_save_one_after_the_other(pot, young, award):
    asker = officer_of(pot.group)
    proposal = proposed(pot, asker, submit=False)

    def save(amount):
        operations.save_proposal(proposal, lines=[wanted(young, 1, amount)], revision=0, by=asker)

    waited, said = at_once(lambda: save(5), lambda: save(6))

    assert waited
    assert said == ["The proposal was saved in another window while this one was open."]
    assert proposal.lines.get().amount == 5
