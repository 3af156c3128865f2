"""What the first page has for each role: written down by hand, each thing once."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags

from engagement import operations as engagement
from meetings import operations as meetings
from partnership import operations as partnership
from portal import roles
from portal.tests.conftest import browser_of

pytestmark = pytest.mark.django_db

# The headings of the page, in their order.
READERS = [
    "Open for comment",
    "What is coming",
    "Latest minutes",
    "What was undertaken",
    "Just decided",
    "Who decides",
]
PARTS = {
    "anonymous": READERS,
    "outsider": ["Waiting for you", "What is new", *READERS],
    "member": [
        "Waiting for you",
        "Your meetings",
        "For your sector",
        "What is new",
        "Open for comment",
        "Just decided",
    ],
    "officer": ["Waiting for you", "Your meetings", "What is new", "Open for comment", "Just decided"],
    "other_officer": ["Waiting for you", "Your meetings", "What is new", "Open for comment", "Just decided"],
    "administrator": [
        "Waiting for you",
        "Missing or failing",
        "What is new",
        "Open for comment",
        "Just decided",
    ],
}


def headings(page: str) -> list[str]:
    return [unescape(strip_tags(each)) for each in re.findall(r"<h2[^>]*>(.*?)</h2>", main_of(page), re.S)]


def main_of(page: str) -> str:
    found = re.search(r"<main.*?</main>", page, re.S)
    assert found
    return found[0]


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def part(page: str, name: str) -> str:
    """The words of one part of the page."""
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', page, re.S)
    assert found, name
    return words_of(found[0])


@pytest.mark.parametrize("role", PARTS)
def test_each_role_sees_its_parts_in_this_order(role, ask, world):
    assert headings(ask(role, "/")) == PARTS[role]


def test_a_member_sees_the_next_meeting_with_its_pack_and_own_actions(ask, world):
    page, called = ask("member", "/"), world.things["called"]
    own = part(page, "own-meetings")
    assert "In the next fortnight: Open Group" in own, "the one of today, under way"
    assert "Its papers in one pack" in own
    assert "Plan a meeting" not in own
    assert called.get_absolute_url() not in page, "it is later than a fortnight"
    assert "Your actions 12 First: Do what A matter asks." in part(page, "waiting")
    assert "Draft minutes sent to you" in part(page, "waiting")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        own = part(ask("member", "/"), "own-meetings")
    assert "None in the next fortnight. The next is: Open Group" in own


def test_an_officer_sees_what_waits_and_the_meetings_of_the_fortnight_of_closed_groups_too(ask, world):
    soon = meetings.plan_meeting(
        world.things["closed"], held_on=timezone.localdate() + timedelta(days=14), by=world.users["officer"]
    )
    later = meetings.plan_meeting(
        world.things["closed"], held_on=timezone.localdate() + timedelta(days=15), by=world.users["officer"]
    )
    page = ask("officer", "/")
    assert soon.get_absolute_url() in page
    assert later.get_absolute_url() not in page
    assert "Plan a meeting" in part(page, "own-meetings")
    waits = part(page, "waiting")
    for kind in ("Meetings to minute", "Minutes to circulate", "Decisions to publish", "Bursaries to decide"):
        assert kind in waits
    assert re.search(
        r"(More than )?\d+ things wait for you\. The next meeting is today: Open Group", words_of(page)
    )
    for role in ("anonymous", "outsider", "other_officer", "administrator"):
        assert soon.get_absolute_url() not in ask(role, "/")


def test_a_representative_sees_what_concerns_the_sector_and_the_seats(ask, world):
    decision = world.things["decision"]
    page = part(ask("member", "/"), "sector")
    assert "You speak for the Some Body." in page
    assert "Nothing that concerns the voluntary and community sector was decided" in page
    assert (
        "You hold the seat “ The seat of the body ” in the Open Group, on a mandate until 1 January 2021"
        in (page.replace("“The", "“ The").replace("body”", "body ”"))
    )
    assert "Vacant, for the Some Body to fill: An empty seat in the Open Group" in page

    type(decision.item).objects.filter(pk=decision.item_id).update(of_interest_to=["voluntary"])
    assert f"Decision {decision.ref} of the Open Group" in part(ask("member", "/"), "sector")
    # Nor what is decided for the sector behind closed doors, for whoever does not read it.
    secret = world.things["secret_decision"]
    type(secret.item).objects.filter(pk=secret.item_id).update(of_interest_to=["voluntary"])
    for role in ("anonymous", "outsider", "other_officer"):
        assert secret.ref not in ask(role, "/")


def test_an_administrator_sees_what_is_vacant_or_failing_and_the_way_to_manage(ask, world):
    page = ask("administrator", "/")
    missing = part(page, "missing")
    # Secretaries of three groups and the chairs of two, and one seat.
    assert "Vacant offices and seats 6" in missing
    assert "Manage people, groups and logins" in missing
    assert "6 things in the partnership are missing or failing." in words_of(page)


def test_somebody_with_several_roles_sees_each_thing_once(world):
    """An administrator who is an officer and a member: one list of work, one of meetings, one of vacancies."""
    user, group = world.users["administrator"], world.things["group"]
    person = partnership.add_person(name="Of many parts", organisation=world.things["body"], by=user)
    partnership.link_user(user, person=person, by=user)
    partnership.add_membership(group, person=person, starts_on=timezone.localdate(), by=user)
    partnership.support_group(group, user=user, starts_on=timezone.localdate(), by=user)

    page = browser_of(world, "administrator").get("/").content.decode()

    assert headings(page) == [
        "Waiting for you",
        "Your meetings",
        "Missing or failing",
        "What is new",
        "Open for comment",
        "Just decided",
    ]
    assert main_of(page).count(f'href="{world.things["under_way"].get_absolute_url()}"') == 2, "lead and list"
    assert "Vacancies" not in part(page, "waiting")
    assert "Vacant offices and seats" in part(page, "missing")


def test_roles_are_facts_of_today(world):
    member = roles.of_login(world.users["member"])
    assert (member.is_officer, member.is_member, member.is_representative) == (False, True, True)
    officer = roles.of_login(world.users["officer"])
    assert (officer.is_officer, officer.is_member, officer.is_reader) == (True, False, False)
    assert roles.of_login(world.users["outsider"]).is_reader
    partnership.end_membership(
        world.users["member"].person.memberships.get(group=world.things["closed"]),
        on=timezone.localdate(),
        by=None,
    )
    ended = roles.of_login(world.users["member"])
    assert [each.group.name for each in ended.memberships] == ["Open Group"]


def test_a_place_that_is_offered_waits_for_its_applicant_and_a_bursary_for_an_officer(ask, world):
    place, member = world.things["place"], world.users["member"]
    assert "Places offered to you 1 A programme" in part(ask("member", "/"), "waiting")
    assert "The member: A programme" in part(ask("officer", "/"), "waiting")
    for role in ("outsider", "other_officer", "administrator"):
        assert "A programme" not in part(ask(role, "/"), "waiting")
    engagement.withdraw_place(place, by=member)
    assert "Places offered to you" not in part(ask("member", "/"), "waiting")
    assert "Bursaries to decide" not in part(ask("officer", "/"), "waiting")
