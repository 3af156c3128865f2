"""A proposal is asked for by one officer and adopted by another: all of it at once, or nothing."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from funding import operations
from funding.models import LedgerEntry, Proposal
from funding.operations import Wanted
from funding.permissions import can_adopt_proposal, can_edit_proposal
from funding.places import available
from funding.proposed import NotAdopted, Stale
from funding.tests.proposing import adopt, proposed, refusal, refused, told, virement, wanted
from tests.factories.funding import (
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


class TestAdoption:
    def test_what_was_wanted_is_planned(self, pot, young, award, authority, asker, colleague):
        operations.profile(plan(young, 1), amount=Decimal(600), **ground(authority))
        proposal = proposed(pot, asker, wanted(young, 1, 500), wanted(young, 2, 150), wanted(young, 4, 50))
        assert balance(plan(young, 1)) == 600

        adopted = adopt(proposal, authority, colleague)

        assert [balance(plan(young, number)) for number in (1, 2, 3, 4)] == [500, 150, 0, 50]
        assert balance(available(young, YEAR)) == 300
        assert adopted.status == Proposal.Status.ADOPTED
        assert (adopted.decided_by, adopted.authority) == (colleague, authority)
        entries = list(adopted.entries.order_by("pk"))
        assert [(each.kind, each.amount) for each in entries] == [
            ("reprofile", 100),
            ("profile", 50),
            ("profile", 50),
        ]
        assert {each.decision for each in entries} == {authority.decision}

    def test_nothing_moves_when_one_line_cannot(self, pot, young, safer, award, authority, asker, colleague):
        operations.award(safer, year=YEAR, amount=Decimal(100), **ground(authority))
        proposal = proposed(pot, asker, wanted(young, 1, 100), wanted(safer, 1, 60))
        operations.close_period(quarter(pot, 1), by=colleague)

        with pytest.raises(NotAdopted) as told, transaction.atomic():
            adopt(proposal, authority, colleague)

        assert set(told.value.problems.values()) == {"The period is closed: its profile stays as it is."}
        assert len(told.value.problems) == 2
        assert balance(plan(young, 1)) == 0
        assert Proposal.objects.get().status == "submitted"

    def test_a_virement_is_one_record(self, pot, young, safer, award, authority, asker, colleague):
        unplanned = [
            Wanted(young, None, None, Decimal(750)),
            Wanted(safer, None, None, Decimal(250)),
        ]
        proposal = proposed(pot, asker, *unplanned)

        adopt(proposal, authority, colleague)

        entry = LedgerEntry.objects.get(kind="virement")
        assert (entry.source, entry.destination) == (available(young, YEAR), available(safer, YEAR))
        assert (entry.amount, entry.reason, entry.proposal) == (250, "Later than planned", proposal)

    def test_a_stream_cannot_plan_what_another_has(self, pot, young, safer, award, authority, asker):
        operations.profile(plan(young, 1), amount=Decimal(600), **ground(authority))
        said = refusal(proposed, pot, asker, wanted(young, 1, 500), wanted(safer, 1, 100))

        assert said == "Safer communities plans £100.00 more than it has."

    def test_a_fence_is_left_only_on_a_decision_that_makes_an_exception(
        self, pot, decision, young, authority, asker, colleague
    ):
        fenced = a_stream(pot, ring_fence="purpose", ring_fenced_for="Play areas")
        operations.award(fenced, year=YEAR, amount=Decimal(100), **ground(authority))
        proposal = virement(pot, asker, fenced, young, 40)

        said = refusal(adopt, proposal, authority, colleague)
        assert "it leaves only on a decision that makes an exception." in said

        exception = an_authority(
            pot, decision, lifts_ring_fence=True, exception_reason="The funder agreed in writing"
        )
        adopt(proposal, exception, colleague)
        assert balance(available(fenced, YEAR)) == 60

    def test_a_virement_never_goes_below_what_is_spent(self, pot, young, safer, award, authority, asker):
        operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))
        operations.record_actual(plan(young, 1), amount=Decimal(70), by=asker)

        said = refusal(
            operations.request_virement,
            pot,
            year=YEAR,
            source=(young, None, quarter(pot, 1)),
            to=(safer, None, None),
            amount=Decimal(31),
            title="Too much",
            reason="Tried",
            by=asker,
        )
        assert said == "£70 of it is spent already, so only £30 can move."

    def test_two_proposals_do_not_undo_each_other(self, pot, young, award, authority, asker, colleague):
        first = proposed(pot, asker, wanted(young, 1, 100))
        second = proposed(pot, asker, wanted(young, 1, 200), wanted(young, 2, 50))
        adopt(first, authority, colleague)

        with pytest.raises(Stale) as told, transaction.atomic():
            adopt(second, authority, colleague)

        assert "Children and young people, Quarter 1, April to June 2006: £0.00 then, £100.00 now" in str(
            told.value
        )
        assert balance(plan(young, 2)) == 0

        operations.take_new_figures(second, by=asker)
        line = second.lines.get(period=quarter(pot, 1))
        assert (line.amount, line.base) == (200, 100)
        operations.submit_proposal(second, by=asker)
        adopt(second, authority, colleague)
        assert [balance(plan(young, number)) for number in (1, 2)] == [200, 50]

    def test_a_stale_virement_goes_on_with_the_same_amount(
        self, pot, young, safer, award, authority, asker, colleague
    ):
        proposal = virement(pot, asker, young, safer, 250)
        operations.profile(plan(young, 1), amount=Decimal(500), **ground(authority))
        assert isinstance(refused(adopt, proposal, authority, colleague), Stale)

        operations.take_new_figures(proposal, by=asker)
        operations.submit_proposal(proposal, by=asker)
        adopt(proposal, authority, colleague)

        assert LedgerEntry.objects.get(kind="virement").amount == 250


class TestWhatAnOfficerMayMoveAlone:
    @pytest.fixture
    def delegated(self, pot, decision):
        return an_authority(pot, decision, limit_each=Decimal(50), limit_year=Decimal(120))

    def test_a_whole_proposal_counts_as_one_movement(self, pot, young, award, delegated, asker, colleague):
        proposal = proposed(pot, asker, wanted(young, 1, 30), wanted(young, 2, 30))

        said = refusal(adopt, proposal, delegated, colleague)

        assert (
            said == "An officer may move £50.00 at once, and the proposal moves £60.00: it needs the group."
        )

    def test_a_year_has_its_limit(self, pot, young, award, delegated, asker, colleague):
        for number, amount in ((1, 50), (2, 50)):
            adopt(proposed(pot, asker, wanted(young, number, amount)), delegated, colleague)
        third = proposed(pot, asker, wanted(young, 3, 21))

        said = refusal(adopt, third, delegated, colleague)
        assert "An officer may move £120.00 in a financial year, and £100.00 of it is used" in said

        operations.reverse(LedgerEntry.objects.filter(authority=delegated).first(), **ground(delegated))
        adopt(third, delegated, colleague)
        assert balance(plan(young, 3)) == 21

    def test_another_than_who_asked_adopts_all_the_same(self, pot, young, award, delegated, asker):
        proposal = proposed(pot, asker, wanted(young, 1, 30))

        assert (
            refusal(adopt, proposal, delegated, asker)
            == "Whoever asks does not adopt: another officer has to."
        )

    def test_nobody_moves_alone_what_two_officers_move_together(self, pot, young, award, delegated):
        said = refusal(
            operations.move_between,
            award.destination,
            to=plan(young, 1),
            amount=Decimal(5),
            **ground(delegated),
        )

        assert "asked for by one and adopted by another: propose it." in said

    @pytest.mark.parametrize(("each", "year"), [(None, 100), (200, 100), (50, 6000)])
    def test_the_limit_of_a_year_lies_between_the_other_two(self, pot, decision, each, year):
        limits = {"limit_each": each and Decimal(each), "limit_year": Decimal(year)}
        said = refusal(an_authority, pot, decision, ceiling=Decimal(5000), **limits)

        assert said.startswith("The limit for a year goes with a limit for each movement")


class TestTelling:
    def test_those_who_can_adopt_are_told_and_then_whoever_asked(
        self, pot, young, award, authority, asker, colleague
    ):
        proposal = proposed(pot, asker, wanted(young, 1, 5))
        assert told("proposal_submitted") == [colleague]

        adopt(proposal, authority, colleague)
        assert told("proposal_adopted") == [asker]

    def test_a_refusal_says_why(self, pot, young, award, asker, colleague):
        proposal = proposed(pot, asker, wanted(young, 1, 5))
        assert (
            refusal(operations.refuse_proposal, proposal, answer=" ", by=colleague)
            == "Say why it is refused."
        )
        assert "withdraw" in refusal(operations.refuse_proposal, proposal, answer="No.", by=asker)

        operations.refuse_proposal(proposal, answer="Ask again in May.", by=colleague)
        assert told("proposal_refused") == [asker]

    def test_the_accountable_bodys_officers_are_told_where_two_steps_are_needed(self, decision, asker):
        confirming = a_decision()
        two_steps = a_pot(decision, accountable_group=confirming.group)
        stream = a_stream(two_steps)
        authority = an_authority(two_steps, decision, confirmed_by_decision=confirming)
        operations.award(stream, year=YEAR, amount=Decimal(70), **ground(authority))
        proposal = proposed(two_steps, asker, Wanted(stream, None, quarter(two_steps, 1), Decimal(7)))
        confirmer = officer_of(confirming.group)

        assert confirmer in told("proposal_submitted")
        assert can_adopt_proposal(confirmer, proposal)
        assert proposal in Proposal.objects.visible_to(confirmer).waiting_for(confirmer)
        adopt(proposal, authority, confirmer)


class TestWhoMay:
    def test_adopt(self, pot, young, award, decision, asker, colleague):
        proposal = proposed(pot, asker, wanted(young, 1, 5))

        assert can_adopt_proposal(colleague, proposal)
        assert not can_adopt_proposal(asker, proposal)
        assert not can_adopt_proposal(officer_of(a_decision().group), proposal)
        assert not can_adopt_proposal(UserFactory(is_staff=True), proposal)
        assert not can_adopt_proposal(AnonymousUser(), proposal)

    def test_write(self, pot, young, award, asker, colleague):
        proposal = proposed(pot, asker, submit=False)

        assert can_edit_proposal(asker, proposal)
        assert not can_edit_proposal(colleague, proposal)
