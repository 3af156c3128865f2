"""Who is who: groups, people and organisations, each as far as the reader may know."""

import re

import pytest
from django.utils import timezone

from partnership import operations as partnership
from partnership.models import Group, Membership
from portal.tests.conftest import browser_of
from portal.tests.long_record import WORD, lengthen

pytestmark = pytest.mark.django_db

EVERYONE = ["anonymous", "outsider", "member", "chair", "officer", "other_officer", "administrator"]
KNOWS_THE_CLOSED_GROUP = {"member", "chair", "officer", "administrator"}


def test_a_closed_group_is_there_only_for_its_own_people_and_administrators(world):
    for role in EVERYONE:
        browser = browser_of(world, role)
        expected = 200 if role in KNOWS_THE_CLOSED_GROUP else 404
        assert browser.get("/groups/closed-group/").status_code == expected, role
        for address in ("/groups/", "/people/the-member/", "/people/", "/organisations/some-body/", "/"):
            page = browser.get(address).content.decode()
            if role not in KNOWS_THE_CLOSED_GROUP:
                assert "Closed Group" not in page, f"{role} at {address}"


def test_what_a_group_page_shows(ask, world):
    page = ask("anonymous", "/groups/open-group/")

    for words in (
        "The chair",
        "Some Body",
        "The seat of the body",
        "Mandate lapsed",
        "An empty seat",
        "Vacant",
    ):
        assert words in page
    assert "It meets next on" in page
    assert world.things["decision"].ref in page
    assert world.things["draft_decision"].ref not in page
    assert world.things["exempt_decision"].ref not in page
    assert "Plan a meeting" not in page
    assert "Plan a meeting" in ask("officer", "/groups/open-group/")
    assert "Plan a meeting" not in ask("other_officer", "/groups/open-group/")
    assert world.things["exempt_decision"].ref in ask("member", "/groups/open-group/")


def test_a_group_beneath_a_closed_one_does_not_name_it(ask, world):
    closed = world.things["closed"]
    below = partnership.add_group(name="Below", prefix="BE", kind=Group.Kind.WORKING, parent=closed, by=None)

    assert "Closed Group" not in ask("anonymous", below.get_absolute_url())
    assert "Closed Group" not in ask("anonymous", "/groups/")
    assert "Below" in ask("anonymous", "/groups/")
    assert "Closed Group" in ask("member", below.get_absolute_url())


def test_a_group_that_has_ended_keeps_its_page_and_its_record(ask, world):
    group = partnership.add_group(name="Former", prefix="FO", kind=Group.Kind.WORKING, by=None)

    partnership.close_group(
        group, on=timezone.localdate(), reason="Its work is done.", report="The plan is written.", by=None
    )

    assert "This group ended on" in ask("anonymous", "/groups/former/")
    assert "Groups that have ended" in ask("anonymous", "/groups/")


def test_what_a_person_page_shows_to_whom(ask, world):
    for role, words in [
        ("anonymous", ["Open Group", "The seat of the body", "Do what A matter asks", "Meetings attended"]),
        ("member", ["Open Group", "Closed Group", "Do what An exempt matter asks"]),
    ]:
        page = ask(role, "/people/the-member/")
        assert [word for word in words if word not in page] == []
    page = ask("anonymous", "/people/the-member/")
    assert "exempt matter" not in page
    assert page.count("Overdue") + page.count("No date set") == 1
    attended = re.search(r"Meetings attended</h2>(.*?)</ul>", page, re.S)[1]
    assert attended.count("<li>") == 1


def test_somebody_who_has_left_a_group_is_shown_as_formerly_in_it(ask, world):
    membership = Membership.objects.get(group=world.things["group"], person__slug="the-member")

    partnership.end_membership(membership, on=timezone.localdate(), by=None)

    assert "Formerly" in ask("anonymous", "/people/the-member/")


def test_people_and_organisations_are_found_by_name_organisation_and_sector(ask):
    assert "1 person fits." in ask("anonymous", "/people/", q="CHAIR")
    assert "2 people fit." in ask("anonymous", "/people/", organisation="some-body")
    assert "Nobody on the record fits that." in ask("anonymous", "/people/", q="%")
    assert "Nobody on the record fits that." in ask("anonymous", "/people/", q="\0x" * 500)
    assert "Choose from the list." in ask("anonymous", "/people/", organisation="none")
    assert "1 organisation fits." in ask("anonymous", "/organisations/", sector="voluntary")
    assert "No organisation on the record fits that." in ask("anonymous", "/organisations/", sector="private")
    assert "Choose from the list." in ask("anonymous", "/organisations/", sector="secret")
    assert "The seat of the body" in ask("anonymous", "/organisations/some-body/")


def test_addresses_of_nobody_are_not_found(world, client):
    for address in ("/people/nobody/", "/organisations/none/", "/groups/none/", "/topics/none/"):
        assert client.get(address).status_code == 404


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(world, queries):
    body = world.things["body"].get_absolute_url()
    addresses = [
        "/groups/",
        "/groups/open-group/",
        "/people/",
        "/people/the-member/",
        "/organisations/",
        body,
    ]
    pages = [
        (browser_of(world, role), address)
        for role in ("anonymous", "member", "officer")
        for address in addresses
    ]
    more = (world.things["group"], world.users["officer"], world.things["topic"])
    lengthen(*more, 3, owner=world.users["member"])
    few = {page: queries(*page) for page in pages}
    lengthen(*more, 27, owner=world.users["member"])

    assert {page: queries(*page) for page in pages} == few
    assert max(few.values()) <= 32
    for browser, address in pages:
        assert len(browser.get(address).content) < 100_000
    assert WORD in pages[0][0].get("/people/").content.decode()
