"""The pages of a pot as a member of the public reads them: in a minute, and as quickly however much there is."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding import operations
from funding.places import planned
from meetings.tests.doors import main_words
from tests.factories.funding import YEAR, a_pot, a_stream, an_authority, ground, plan, quarter
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot(decision):
    pot = a_pot(decision, name="Safer streets", purpose="Lamps for dark streets.")
    return operations.publish_pot(pot, by=officer_of(pot.group))


@pytest.fixture
def spent(pot, young, award, authority):
    """Of a thousand pounds six hundred are planned in two quarters, and 250.50 spent."""
    operations.profile(plan(young, 1), amount=Decimal(400), **ground(authority))
    operations.profile(plan(young, 2), amount=Decimal(200), **ground(authority))
    operations.record_actual(plan(young, 1), amount=Decimal("250.50"), by=officer_of(pot.group))


def words(client, address):
    return main_words(client.get(address).content.decode())


def test_the_first_sentences_say_what_came_was_spent_and_is_left(pot, spent, client):
    told = words(client, pot.get_absolute_url())

    assert "£1,000 came in from The Government. £250.50 is spent, and £749.50 is left." in told
    assert "£749.50 (£400 of it not planned yet)" in told
    assert "Lamps for dark streets." in told
    assert f"The {pot.group}" in told


def test_who_decided_is_named_once_the_decision_is_published(pot, spent, decision, client):
    assert "A decision that is not published." in words(client, pot.get_absolute_url())
    assert decision.ref not in client.get(pot.get_absolute_url()).content.decode()

    client.force_login(officer_of(pot.group))
    page = client.get(pot.get_absolute_url()).content.decode()
    assert f'href="{decision.get_absolute_url()}"' in page
    assert f'href="{decision.item.meeting.get_absolute_url()}"' in page


def test_aligned_money_is_beside_the_total(pot, spent, authority, client):
    aligned = a_stream(pot, name="Partners’ own", kind="aligned")
    operations.award(aligned, year=YEAR, amount=Decimal(90), **ground(authority))
    told = words(client, pot.get_absolute_url())

    assert "£1,000 came in" in told
    assert "£90 of money that partners keep beside the pot." in told


def test_a_year_says_whether_spending_keeps_up_with_the_plan(pot, spent, client):
    page = client.get(f"{pot.get_absolute_url()}{YEAR}/").content.decode()
    told = main_words(page)

    assert "£1,000 awarded. £250.50 spent, £749.50 left." in told
    assert "<polyline" in page
    assert "not known yet" in told


def test_a_stream_shows_its_projects(pot, spent, young, authority, client):
    project = operations.add_project(young, name="Street lamps", by=officer_of(pot.group))
    cell = planned(young, quarter(pot, 3), project)
    operations.profile(cell, amount=Decimal(70), **ground(authority))
    address = f"{pot.get_absolute_url()}{YEAR}/streams/{young.slug}/"

    assert f'href="{address}"' in client.get(f"{pot.get_absolute_url()}{YEAR}/").content.decode()
    told = words(client, address)
    assert "Street lamps" in told
    assert "No project" in told


@pytest.mark.parametrize("tail", ["1899/", f"{YEAR}/no-such-stream/", "1899/children-and-young-people/"])
def test_what_is_not_there_is_not_found(pot, spent, client, tail):
    assert client.get(pot.get_absolute_url() + tail).status_code == 404


def test_an_open_year_without_money_says_so(pot, client):
    assert "Nothing is planned for this year yet." in words(client, f"{pot.get_absolute_url()}{YEAR}/")


@pytest.mark.parametrize(
    "tail", ["", f"{YEAR}/", f"{YEAR}/children-and-young-people/", "ledger/", "ledger.csv"]
)
def test_a_page_asks_as_often_for_much_as_for_little(pot, spent, young, decision, client, tail):
    few = queries(client, pot.get_absolute_url() + tail)
    authority = an_authority(pot, decision)
    for number in range(4):
        stream = a_stream(pot, name=f"Another {number}")
        operations.award(stream, year=YEAR, amount=Decimal(50), **ground(authority))
        operations.award(stream, year=YEAR + 1, amount=Decimal(50), **ground(authority))
        operations.profile(plan(stream, number + 1), amount=Decimal(20), **ground(authority))
        project = operations.add_project(young, name=f"Project {number}", by=officer_of(pot.group))
        operations.profile(planned(young, quarter(pot, 4), project), amount=Decimal(10), **ground(authority))

    assert queries(client, pot.get_absolute_url() + tail) <= few


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address).getvalue()
    return len(captured)
