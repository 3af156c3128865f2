"""The page of a decision says what it set in agreements and pots, to those who may know; its meeting stays closed."""

from datetime import date
from decimal import Decimal

import pytest

from funding import operations
from funding.agreed import agreed_at, agreed_by
from funding.tests.doors import words_of
from meetings import operations as meetings
from tests.factories.agreements import RATINGS, a_reward, a_target, an_agreement, an_indicator
from tests.factories.funding import a_pot, a_stream
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(decision):
    return officer_of(decision.group)


@pytest.fixture
def pot(decision, by):
    agreement = an_agreement(decision.group, by=by)
    pot = a_pot(decision, agreement=agreement, name="Pot of the agreement")
    a_stream(pot, name="A stream")
    return pot


@pytest.fixture
def said(pot, decision, by):
    """Everything that a decision can say of an agreement and its pot."""
    agreement = pot.agreement
    indicator = an_indicator(agreement, by=by)
    target = a_target(indicator, 60, agreed_elsewhere="", decision=decision, by=by)
    operations.refresh_agreement(
        agreement,
        name="Refresh of 2007",
        targets={target: Decimal(55)},
        decision=decision,
        reason="So",
        effective_on=date(2007, 4, 1),
        by=by,
    )
    operations.assess_agreement(
        agreement,
        round="First round",
        assessor="group",
        decision=decision,
        assessed_on=date(2007, 1, 1),
        by=by,
        **RATINGS,
    )
    a_reward(indicator, pot, agreed_elsewhere="", decision=decision, by=by)
    operations.set_pooled_share(
        pot.streams.get(), year=2006, percent=Decimal(60), decision=decision, reason="So", by=by
    )
    return decision


def test_a_decision_that_said_nothing_of_agreements_tells_nothing(pot, decision, by):
    assert agreed_by(decision, by) is None
    assert agreed_at(decision.item.meeting) == ""


def test_its_page_tells_what_it_said(client, said, pot, by):
    client.force_login(by)

    words = words_of(client.get(said.get_absolute_url()))

    for part in (
        "Refresh of 2007 (The agreement), from 1 April 2007",
        "Target for People who say so , 2006/07: 60 per cent",
        "Assessment of The agreement, First round : good on all four sides",
        "Reward for People who say so, 2006/07 : up to £1,000",
        "A stream, 2006/07: 60 per cent pooled, in the Pot of the agreement",
    ):
        assert part in words


def test_what_a_reader_may_not_see_is_not_told(client, said, by):
    meetings.publish_decision(said, by=by)
    client.force_login(UserFactory())

    words = words_of(client.get(said.get_absolute_url()))

    assert "Refresh of 2007" in words
    assert "Reward for" not in words
    assert "pooled" not in words


def test_its_meeting_is_not_reopened(said):
    assert (
        agreed_at(said.item.meeting)
        == f"Targets, assessments, rewards or shares of money rest on {said.ref}."
    )


def test_telling_takes_five_questions(said, by, django_assert_num_queries):
    with django_assert_num_queries(5):
        agreed_by(said, by)
