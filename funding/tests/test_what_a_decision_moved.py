"""A decision's page says what it moved, and a meeting whose decisions moved money stays as it is."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding import operations
from funding.decided import money_moved_at, moved_by
from meetings import leaning
from meetings.tests.doors import main_words
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, ground, plan
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(young, award, authority):
    """A thousand pounds awarded, and 250.50 of it planned in two steps."""
    operations.profile(plan(young, 1), amount=Decimal(200), **ground(authority))
    operations.profile(plan(young, 2), amount=Decimal("50.50"), **ground(authority))
    return authority.decision


def told(decision, reader):
    found = moved_by(decision, reader)
    return found and found.told


def test_what_moved_is_told_by_pot_and_kind(moved, pot):
    everything = told(moved, officer_of(pot.group))

    assert everything.amount == Decimal("1250.50")
    assert [(each.pot, each.kinds) for each in everything.pots] == [
        (pot, [("Award", Decimal(1000), 1), ("Profile", Decimal("250.50"), 2)])
    ]


def test_nobody_hears_of_a_pot_that_they_may_not_see(moved, pot):
    assert told(moved, AnonymousUser()) is None

    operations.publish_pot(pot, by=officer_of(pot.group))
    assert told(moved, AnonymousUser()).amount == Decimal("1250.50")


def test_money_carried_forward_is_counted_once(young, award, authority, pot):
    operations.carry_forward(
        award.destination,
        came_by=award,
        amount=Decimal(50),
        external_reference="GO/1",
        **ground(authority),
    )

    assert told(authority.decision, officer_of(pot.group)).amount == 1050


def test_what_was_taken_back_is_told_beside_it(young, award, authority, pot):
    operations.reverse(award, **ground(authority))
    only = told(authority.decision, officer_of(pot.group))

    assert (only.amount, only.pots[0].taken_back) == (1000, 1000)


def test_a_decision_that_moved_nothing_tells_nothing(pot, authority):
    assert told(authority.decision, officer_of(pot.group)) is None


def test_the_decision_of_the_accountable_body_moved_it_too():
    confirming, decision = a_decision(), a_decision()
    pot = a_pot(decision, accountable_group=confirming.group)
    authority = an_authority(pot, decision, confirmed_by_decision=confirming)
    operations.award(a_stream(pot), year=YEAR, amount=Decimal(70), **ground(authority))

    assert told(confirming, officer_of(pot.group)).amount == 70
    assert "Money moved under" in money_moved_at(confirming.item.meeting)


def test_the_page_of_the_decision_says_it_and_leads_to_the_movements(moved, pot, client):
    operations.publish_pot(pot, by=officer_of(pot.group))
    client.force_login(officer_of(pot.group))

    words = main_words(client.get(moved.get_absolute_url()).content.decode())
    assert "This decision moved money in more than one way." in words
    assert "Award: £1,000" in words
    assert "Profile: £250.50 in 2 movements" in words

    page = client.get(f"/funding/{pot.slug}/ledger/?decision={moved.ref}")
    assert "3 movements, by decision" in main_words(page.content.decode())


def test_a_sum_is_told_when_all_of_it_moved_in_one_way(award, authority, pot, client):
    client.force_login(officer_of(pot.group))
    page = client.get(authority.decision.get_absolute_url()).content.decode()

    assert "This decision moved £1,000:" in main_words(page)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_page_asks_as_often_for_many_movements_as_for_few(moved, pot, young, authority, client):
    client.force_login(officer_of(pot.group))
    few = queries(client, moved.get_absolute_url())
    for _ in range(4):
        operations.profile(plan(young, 3), amount=Decimal(1), **ground(authority))

    assert queries(client, moved.get_absolute_url()) == few


def test_a_meeting_whose_decisions_moved_money_is_not_reopened(moved):
    reasons = leaning.reasons_against_reopening(moved.item.meeting)

    assert reasons == [f"Money moved under {moved.ref}. Its movements must be taken back first."]


def test_once_everything_is_taken_back_money_is_no_reason(young, award, authority):
    operations.reverse(award, **ground(authority))

    assert money_moved_at(authority.decision.item.meeting) == ""
