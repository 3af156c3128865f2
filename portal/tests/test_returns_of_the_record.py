"""The money of 2006/07 in the record: what was unspent, what was recommended for it, and that the group noted it."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from funding import outturn, underspend
from funding.models import Cell, Period, Pot, Return, Round, UnderspendRecommendation
from meetings.tests.doors import main_words
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pot(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield Pot.objects.get()


@pytest.fixture
def latest(pot):
    return underspend.round_to_show(pot, 2006)


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return main_words(response.content.decode())


def test_three_rounds_were_answered_by_one_and_accepted_by_another(pot):
    returns = Return.objects.all()

    assert Round.objects.of_year(pot, 2006).count() == 3
    assert {each.status for each in returns} == {"accepted"}
    assert all(each.submitted_by_id != each.accepted_by_id for each in returns)


def test_every_element_was_unspent_and_its_recommendations_come_to_it(latest):
    told = underspend.of_round(latest)

    assert len(told.elements) == 5
    for element in told.elements:
        assert sum(each.amount for each in element.recommendations) == element.amount > 0


def test_they_were_put_to_the_meeting_of_2_february_2007_and_noted_not_decided(latest):
    for each in UnderspendRecommendation.objects.with_names():
        assert (each.item.number, str(each.item.meeting.held_on)) == ("1", "2007-02-02")
        assert (each.answer, each.decision) == ("noted", None)
        assert each.reason.startswith("Illustrative")
    assert (
        not Cell.objects.filter(kind__in=["carried", "returned"]).with_balance().exclude(balance=0).exists()
    )


def test_everyone_reads_it_and_that_it_is_illustrative(client, pot):
    for page in ("outturn", "underspend"):
        told = words(client, f"{pot.get_absolute_url()}2006/{page}/")
        assert "The amounts, returns and recommendations are illustrative" in told
    assert "Noted, not decided" in told
    assert "Put to item 1, 2 February 2007" in told
    return_ = Return.objects.with_names().first()
    assert "recommendations are illustrative" in words(client, return_.get_absolute_url())


def test_the_page_of_the_decision_on_the_same_item_leads_there(client, latest):
    decision = UnderspendRecommendation.objects.first().item.decisions.get()

    told = words(client, decision.get_absolute_url())
    assert (
        "Under the same item 9 recommendations for £223,125 were put to the meeting: noted, not decided."
        in told
    )


def test_what_was_spent_leads_to_its_return(client, pot):
    assert "from the return of Quarter 3 2006/07" in words(
        client, f"{pot.get_absolute_url()}spending/?year=2006"
    )


def test_the_profiles_of_the_next_year_are_those_of_2006_07(pot):
    sums = [
        {
            (cell.stream_id, cell.period.number): cell.balance
            for cell in Cell.objects.of_pot(pot).of_year(year).plans().with_balance().select_related("period")
        }
        for year in (2006, 2007)
    ]
    assert sums[0] == sums[1]
    assert Period.objects.of_year(pot, 2007).count() == 4


def test_the_year_comes_to_less_than_was_planned(latest):
    total = outturn.of_round(latest).total

    assert Decimal(2_000_000) <= total.planned <= Decimal(3_000_000)
    assert total.amount < 0
