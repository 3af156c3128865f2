"""A locality's whole page: what happens there, as far as the reader may see it; and it is found."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.access import Access
from localities import operations as localities
from meetings import operations
from partnership.models import Group
from tests.factories.localities import LocalityFactory, MechanismFactory
from tests.factories.partnership import GroupFactory, OfficerSupportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def valley(db):
    return LocalityFactory(name="Golden Valley", slug="golden-valley")


def words_of(client, address="/localities/golden-valley/"):
    return " ".join(client.get(address).content.decode().split())


def held(group, officer, *, localities=(), **item):
    meeting = operations.plan_meeting(group, held_on=timezone.localdate(), by=officer)
    row = operations.add_item(meeting, title="Buses in the valley", localities=localities, by=officer, **item)
    operations.publish_agenda(meeting, by=officer)
    operations.start_meeting(meeting, by=officer)
    return operations.log_decision(row, text="Run more buses.", outcome="agreed", by=officer)


def test_items_and_decisions_that_name_it_stand_on_its_page(client, group, officer, valley):
    decision = held(group, officer, localities=[valley])
    assert "Run more buses." not in words_of(client), "a decision that is not published is not shown"
    operations.publish_decision(decision, by=officer)

    words = words_of(client)

    assert "Buses in the valley</a>" in words
    assert "Run more buses." in words
    assert "/decisions/?locality=golden-valley" in words


def test_what_is_closed_to_the_reader_is_not_on_it(client, group, officer, valley):
    held(group, officer, localities=[valley], access=Access.MEMBERS)

    words = words_of(client)

    assert "Buses in the valley" not in words
    assert "Nothing that you may read has been on an agenda or decided about it yet." in words
    client.force_login(officer)
    assert "Buses in the valley" in words_of(client)


def test_its_partnership_meets_like_any_other_group(client, valley, administrator):
    group = GroupFactory(name="Golden Valley Partnership", slug="gvp", kind=Group.Kind.LOCALITY)
    officer = OfficerSupportFactory(group=group).user
    localities.edit_locality(valley, group=group, by=administrator)
    operations.plan_meeting(group, held_on=timezone.localdate() + timedelta(days=9), by=officer)

    words = words_of(client)

    assert "Its partnership is the <a" in words
    assert "Meetings of its partnership" in words
    assert "It is the partnership of <a" in words_of(client, "/groups/gvp/")


def test_a_closed_partnership_is_named_to_its_own_people_only(client, valley, administrator):
    group = GroupFactory(name="Hidden Partnership", slug="hidden", kind=Group.Kind.LOCALITY, is_public=False)
    officer = OfficerSupportFactory(group=group).user
    localities.edit_locality(valley, group=group, by=administrator)
    operations.plan_meeting(group, held_on=timezone.localdate() + timedelta(days=9), by=officer)

    assert "Hidden Partnership" not in words_of(client)
    assert "Meetings of its partnership" not in words_of(client)
    client.force_login(officer)
    assert "Hidden Partnership" in words_of(client)


def test_localities_mechanisms_and_plans_are_found(client, valley, administrator):
    MechanismFactory(locality=valley, name="A stall on market day", evidence="Shoppers stop.")
    gone = MechanismFactory(locality=valley, name="A bus on market day", ended_on=date(2011, 1, 1))
    localities.add_plan(valley, name="The valley plan", kind="parish", about="Footpaths", by=administrator)

    assert "/localities/golden-valley/" in words_of(client, "/search/?q=golden")
    assert "A stall on market day" in words_of(client, "/search/?q=shoppers")
    assert gone.name not in words_of(client, "/search/?q=market")
    assert "/localities/plans/the-valley-plan/" in words_of(client, "/search/?q=footpath")


def test_the_page_asks_no_more_when_there_is_more(
    client, valley, administrator, django_assert_max_num_queries
):
    for number in range(8):
        MechanismFactory(locality=valley)
        localities.add_plan(valley, name=f"Plan {number}", kind="parish", by=administrator)
        localities.add_need(valley, text=f"Bus {number}", evidence="Asked", by=administrator)
    with django_assert_max_num_queries(20):
        client.get("/localities/golden-valley/")


def test_a_locality_that_is_not_there_is_a_404(client, valley):
    assert client.get("/localities/nowhere/").status_code == 404
    assert client.get("/localities/plans/nowhere/").status_code == 404
    assert client.get("/localities/boundaries/99999/").status_code == 404
