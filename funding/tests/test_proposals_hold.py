"""Proposals among everything else that happens to a ledger: adopted whole or not at all, and never when stale."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from core.refusals import Refused
from funding import operations
from funding.models import Proposal
from funding.proposed import Place, Stale, standing
from funding.tests.test_ledger_holds import FEW, Ledger
from tests.factories.funding import DAY, YEAR, ground, plan, quarter

AMOUNTS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(1, 4)),
    st.one_of(FEW, st.just(Decimal(0))),
    min_size=1,
    max_size=5,
)


class Proposals(Ledger):
    """The ledger of before, in which officers also propose, adopt, take back, refuse and withdraw.

    What has nothing to do with proposals is left to the other machine.
    """

    move_across_streams = leave_the_ring_fence = plan_on_a_narrow_decision = carry_forward = None
    return_on_a_decision_about_plans = move_to_another_pot = award_in_one_step_or_two = None
    plan_on_what_is_delegated_for_a_year = move_in_the_name_of_a_proposal = plan_again = None

    @rule(amounts=AMOUNTS)
    def propose(self, amounts):
        streams = [*self.streams, self.fenced]
        lines = [
            operations.Wanted(streams[stream], None, quarter(self.pot, number), amount)
            for (stream, number), amount in amounts.items()
        ]
        proposal = operations.draft_proposal(self.pot, year=YEAR, title="Tried", lines=lines, by=self.officer)
        self.tries(operations.submit_proposal, proposal, by=self.officer)

    @rule(amounts=AMOUNTS, named=st.sampled_from(["everything", "delegated"]))
    def propose_and_adopt_at_once(self, amounts, named):
        self.propose(amounts)
        proposal = Proposal.objects.filter(pot=self.pot).order_by("-pk").first()
        if proposal.is_submitted:
            self.adopts(proposal, named)

    @rule(start=st.integers(0, 2), to=st.integers(0, 2), number=st.sampled_from([None, 2]), amount=FEW)
    def ask_for_a_virement(self, start, to, number, amount):
        streams = [*self.streams, self.fenced]
        period = quarter(self.pot, number) if number else None
        self.tries(
            operations.request_virement,
            self.pot,
            year=YEAR,
            source=(streams[start], None, period),
            to=(streams[to], None, None),
            amount=amount,
            title="Tried",
            reason="Tried",
            by=self.officer,
        )

    @rule(amount=FEW)
    def something_changes_underneath(self, amount):
        stream = self.streams[0]
        self.tries(
            operations.profile, plan(stream, 1), amount=amount, **ground(self.authorities["everything"])
        )

    @rule(
        data=st.data(),
        named=st.sampled_from(["everything", "everything", "delegated", "plans only", "exception"]),
    )
    def adopt(self, data, named):
        if proposal := self.one(data, "submitted"):
            self.adopts(proposal, named)

    def adopts(self, proposal, named):
        """Adopt it: it changes all that it asks for and nothing else, or nothing at all."""
        before, lines = standing(self.pot, YEAR), list(proposal.lines.with_places())
        is_stale = any(before.get(Place.of(line), 0) != line.base for line in lines)

        refusal = self.tries(
            operations.adopt_proposal,
            proposal,
            authority=self.authorities[named],
            effective_on=DAY,
            by=self.colleague,
        )

        after = standing(self.pot, YEAR)
        assert not is_stale or isinstance(refusal, Stale)
        if refusal:
            assert after == before
            return
        wanted = {Place.of(line): line.amount for line in lines}
        for place in before.keys() | wanted.keys():
            if place.period is not None:
                assert after.get(place, 0) == wanted.get(place, before.get(place, 0))
        assert sum(after.values()) == sum(before.values())
        if not any(place.period is None for place in wanted):
            assert of_streams(after) == of_streams(before)

    @rule(data=st.data(), how=st.sampled_from(["take back", "new figures", "withdraw", "refuse"]))
    def answer_otherwise(self, data, how):
        if proposal := self.one(data, "submitted"):
            steps = {
                "take back": lambda: operations.take_back_proposal(proposal, by=self.officer),
                "new figures": lambda: operations.take_new_figures(proposal, by=self.officer),
                "withdraw": lambda: operations.withdraw_proposal(proposal, by=self.officer),
                "refuse": lambda: operations.refuse_proposal(proposal, answer="No.", by=self.colleague),
            }
            self.tries(steps[how])

    @rule(data=st.data())
    def whoever_asked_adopts(self, data):
        if proposal := self.one(data, "submitted"):
            everything = self.authorities["everything"]
            assert self.tries(
                operations.adopt_proposal, proposal, authority=everything, effective_on=DAY, by=self.officer
            )

    def one(self, data, status):
        found = list(Proposal.objects.filter(pot=self.pot, status=status).order_by("pk"))
        return data.draw(st.sampled_from(found)) if found else None

    def tries(self, operation, *args, **kwargs):
        """Do it; the refusal, if it was refused."""
        try:
            with transaction.atomic():
                operation(*args, **kwargs)
        except Refused as refusal:
            return refusal
        return None


def of_streams(balances):
    """What each stream has, planned or not."""
    totals = {}
    for place, amount in balances.items():
        totals[place.stream] = totals.get(place.stream, Decimal(0)) + amount
    return totals


@pytest.mark.django_db
def test_the_laws_hold_while_proposals_come_and_go():
    run_state_machine_as_test(
        Proposals,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
