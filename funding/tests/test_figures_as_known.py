"""Figures as they were known at the end of a day, and the way from each to what it is the sum of."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from funding import figures, operations
from funding.filters import end_of
from funding.models import Actual, Cell, LedgerEntry
from meetings.tests.doors import main_words
from tests.factories.funding import YEAR, a_pot, a_stream, ground, plan, quarter
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db


def on(day: int, hour: int = 12) -> time_machine.travel:
    """A day of February 2007."""
    return time_machine.travel(datetime(2007, 2, day, hour, tzinfo=UTC))


@pytest.fixture
def pot(pot):
    return operations.publish_pot(pot, by=officer_of(pot.group))


@pytest.fixture
def history(pot, young, authority):
    """1,000 awarded on the 2nd, 600 planned late on the 5th, 100 spent on the 6th, 200 planned otherwise on the 7th."""
    with on(2):
        operations.award(young, year=YEAR, amount=Decimal(1000), **ground(authority))
    with on(5, hour=23):
        operations.profile(plan(young, 1), amount=Decimal(600), **ground(authority))
    with on(6):
        operations.record_actual(plan(young, 1), amount=Decimal(100), by=officer_of(pot.group))
    with on(7):
        operations.reprofile(plan(young, 1), to=plan(young, 2), amount=Decimal(200), **ground(authority))


def words(client, pot, page="", **query):
    return main_words(client.get(f"/funding/{pot.slug}/{page}", query).content.decode())


@pytest.mark.parametrize(
    ("day", "awarded", "planned", "spent"),
    [
        (1, 0, 0, 0),
        (2, 1000, 0, 0),
        (4, 1000, 0, 0),
        (5, 1000, 600, 0),
        (6, 1000, 600, 100),
        (7, 1000, 600, 100),
    ],
)
def test_the_figures_of_a_day_are_those_recorded_by_its_end(history, pot, day, awarded, planned, spent):
    known = figures.of_pot(pot, year=YEAR, known_at=end_of(datetime(2007, 2, day).date())).total

    assert (known.awarded, known.planned, known.spent) == (awarded, planned, spent)


def test_the_grid_of_a_day_is_the_one_of_its_end(history, pot, client):
    before = words(client, pot, f"{YEAR}/", on="2007-02-06")
    after = words(client, pot, f"{YEAR}/")

    assert "as they were known at the end of 6 February 2007" in before
    assert "£200" not in before
    assert "£200" in after


def test_what_is_recorded_later_never_changes_what_was_known(history, pot, client, young, authority):
    before = words(client, pot, f"{YEAR}/", on="5 February 2007")
    operations.reprofile(plan(young, 1), to=plan(young, 3), amount=Decimal(10), **ground(authority))
    with time_machine.travel(datetime(2007, 2, 8, tzinfo=UTC)):
        operations.close_period(quarter(pot, 1), by=officer_of(pot.group))

    assert words(client, pot, f"{YEAR}/", on="5 February 2007") == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2007-13-45", "Enter a day such as"),
        ("yesterday", "Enter a day such as"),
        ("9999-12-31", "The day has not come yet."),
        ("0001-01-01", "Enter a day from 1 January 1990 on."),
        ("\x00", ""),
        ("2" * 5000, "Enter a day such as"),
    ],
)
@pytest.mark.parametrize("page", ["", f"{YEAR}/", "ledger/", "spending/"])
def test_a_day_that_cannot_be_is_told_so(history, pot, client, page, typed, sentence):
    response = client.get(f"/funding/{pot.slug}/{page}", {"on": typed})

    assert response.status_code == 200
    assert sentence in main_words(response.content.decode())


def test_the_ledger_and_the_spending_are_cut_at_the_day(history, pot, client):
    ledger = words(client, pot, "ledger/", on="2007-02-05")
    assert "2 movements, as known at the end of 5 February 2007" in ledger

    assert "No record of spending, as known" in words(client, pot, "spending/", on="2007-02-05")
    assert "1 record of spending: £100 in all" in words(client, pot, "spending/")


def links(html: str) -> list[tuple[str, Decimal]]:
    """Each figure of the tables with the address that it leads to."""
    found = re.findall(
        r'<a class="govuk-link govuk-link--no-visited-state" href="([^"]+)">£([\d,.]+)</a>', html
    )
    return [(address.replace("&amp;", "&"), Decimal(amount.replace(",", ""))) for address, amount in found]


@pytest.mark.parametrize(
    "page",
    ["", f"{YEAR}/", f"{YEAR}/streams/children-and-young-people/"],
    ids=["pot", "year", "stream in a year"],
)
@pytest.mark.parametrize("day", ["2007-02-06", ""], ids=["then", "now"])
def test_every_figure_leads_to_what_it_is_the_sum_of(history, pot, client, page, day):
    """On every table: the page that a figure leads to says how much its rows come to, and it is that figure."""
    shown = links(client.get(f"/funding/{pot.slug}/{page}", {"on": day} if day else {}).content.decode())

    assert len(shown) >= 6
    for address, amount in shown:
        told = main_words(client.get(address).content.decode())
        assert not day or "as known at the end of 6 February 2007" in told, address
        assert comes_to(told) == amount, address


def comes_to(told: str) -> Decimal:
    """What a list of movements or of spending says that its rows come to."""
    for words in (r"so £([\d,.]+) is left", r"They come to £([\d,.]+)\.", r"£([\d,.]+) in all"):
        if found := re.search(words, told):
            return Decimal(found[1].replace(",", ""))
    assert "No record of spending" in told
    return Decimal(0)


def test_every_movement_leads_to_its_decision_and_the_record_of_it(history, pot, authority, client):
    client.force_login(officer_of(pot.group))
    page = client.get(f"/funding/{pot.slug}/ledger/").content.decode()
    entries = LedgerEntry.objects.of_pot(pot).count()

    assert page.count(f'href="{authority.decision.get_absolute_url()}"') == entries
    decision = client.get(authority.decision.get_absolute_url()).content.decode()
    assert authority.decision.item.meeting.get_absolute_url() in decision


@pytest.mark.parametrize(
    "asked", ["place=99999999", "place=x", "place=²", "decision=none", "stream=%00", "place=" + "9" * 40]
)
@pytest.mark.parametrize("page", ["ledger/", "spending/"])
def test_nothing_that_can_be_asked_breaks_the_lists(history, pot, client, page, asked):
    assert client.get(f"/funding/{pot.slug}/{page}?{asked}").status_code == 200


def test_a_cell_of_another_pot_is_not_found(history, pot, client, decision):
    other = plan(a_stream(a_pot(decision)), 1)
    told = words(client, pot, "ledger/", place=str(other.pk))

    assert "is not one of the answers" in told


def test_movements_of_a_place_are_those_of_the_stream_that_was_asked_for(
    history, young, safer, pot, authority
):
    """Money vired out of a plan of one stream is no movement of what the other has planned."""
    vired = operations.vire(plan(young, 1), to=plan(safer, 1), amount=Decimal(5), **ground(authority))
    free = operations.vire(
        plan(young, 1),
        to=safer.cells.get_or_create(pot=pot, kind="available", year=YEAR)[0],
        amount=Decimal(5),
        **ground(authority),
    )
    cells = Cell.objects.of_pot(pot).of_streams([safer]).of_year(YEAR)
    found = LedgerEntry.objects.of_pot(pot).making("planned", cells)

    assert vired in found
    assert free not in found
    assert Actual.objects.in_cells(cells).count() == 0
