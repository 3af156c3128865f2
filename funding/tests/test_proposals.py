"""A proposal is asked for by one officer and adopted by another: all of it at once, or nothing."""

from decimal import Decimal

import pytest
from django.db import transaction

from core.refusals import Refused
from funding import operations
from funding.models import LedgerEntry, Proposal
from funding.operations import Wanted
from funding.places import available
from funding.proposed import NotAdopted
from tests.factories.funding import (
    DAY,
    YEAR,
    another_officer_of,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(pot):
    return officer_of(pot.group)


@pytest.fixture
def colleague(pot):
    return another_officer_of(pot.group)


def wanted(stream, number, amount, project=None):
    return Wanted(stream, project, quarter(stream.pot, number), Decimal(amount))


def proposed(pot, asker, *lines, submit=True):
    proposal = operations.draft_proposal(pot, year=YEAR, title="Later than planned", lines=lines, by=asker)
    return operations.submit_proposal(proposal, by=asker) if submit else proposal


def adopt(proposal, authority, by):
    return operations.adopt_proposal(proposal, authority=authority, effective_on=DAY, by=by)


def refusal(operation, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction.atomic():
        operation(*args, **kwargs)
    return str(refused.value)


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
