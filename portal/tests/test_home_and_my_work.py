"""The first page, what waits for whom, and what is new since the last visit."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings import operations as meetings
from meetings.models import Minutes
from partnership import operations as partnership
from partnership.models import OfficeTerm, User
from portal import waiting
from portal.tests.conftest import browser_of
from portal.tests.long_record import lengthen

pytestmark = pytest.mark.django_db


def waits(user) -> dict[str, list[str]]:
    return {each.title: [task.title for task in each.tasks] for each in waiting.for_login(user)}


def test_the_first_page_is_for_everyone_and_shows_only_what_is_published(ask, world):
    for role in ("anonymous", "other_officer", "outsider"):
        page = ask(role, "/")
        assert world.things["decision"].ref in page
        for thing in ("draft_decision", "secret_decision", "exempt_decision"):
            assert world.things[thing].ref not in page
        assert "Closed Group" not in page
        assert ("1 action from meetings is still to be done" in page) is (role != "other_officer")
    assert "Waiting for you" not in ask("anonymous", "/")
    assert "Waiting for you" in ask("outsider", "/")


def test_reading_sets_no_cookie(world, client):
    for address in (
        "/",
        "/groups/",
        "/search/?q=a",
        "/topics/",
        "/people/",
        "/about/",
        "/privacy/",
        "/accessibility/",
    ):
        assert client.get(address).status_code == 200
    assert not client.cookies


def test_my_work_is_for_those_who_have_signed_in(world, client):
    assert client.get("/my-work/").status_code == 302


def test_what_waits_for_an_officer(world):
    things, found = world.things, waits(world.users["officer"])

    assert str(things["under_way"]) in found["Meetings to minute"]
    assert any(str(things["fresh"]) in title for title in found["Minutes to circulate"])
    assert f"Decision {things['draft_decision'].ref}" in found["Decisions to publish"]
    assert any(str(things["approved"]) in title for title in found["Minutes to sign"])
    assert any(str(things["approved"]) in title for title in found["Minutes to publish"])
    assert any(str(things["secret"]) in title for title in found["Minutes awaiting approval"])
    assert "The member, The seat of the body" in found["Terms and mandates ending"]
    assert "Secretary of the Open Group" in found["Vacancies"]
    assert "An empty seat" in found["Vacancies"]
    assert "Agendas to publish" not in found
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        found = waits(world.users["officer"])
        assert str(things["planned"]) in found["Agendas to publish"]
        assert str(things["called"]) in found["Meetings to minute"]


def test_what_waits_for_others(world):
    assert waits(world.users["outsider"]) == {}
    assert set(waits(world.users["other_officer"])) == {"Vacancies"}
    member = waits(world.users["member"])
    assert "Do what A matter asks." in member["Your actions"]
    assert any("Closed Group" in title for title in member["Draft minutes sent to you"])
    assert "Decisions to publish" not in member
    assert "Minutes to sign" not in member
    assert "Minutes to sign" in waits(world.users["chair"])


def test_overdue_actions_come_first_and_say_so_in_words(ask, world):
    action, officer = world.things["action"], world.users["officer"]
    meetings.edit_action(action, due_on=timezone.localdate() - timedelta(days=3), by=officer)

    page = ask("member", "/my-work/")

    assert "Overdue by 3 days" in page
    assert waits(world.users["member"])["Your actions"][0] == str(action)
    assert str(action) in waits(officer)["Overdue actions of your groups"]


def test_an_office_that_runs_out_waits_for_its_holder_and_the_officer(world):
    OfficeTerm.objects.filter(pk=world.things["term"].pk).update(
        due_to_end_on=timezone.localdate() + timedelta(days=9)
    )

    assert "The chair, Chair" in waits(world.users["chair"])["Terms and mandates ending"]
    assert "The chair, Chair" in waits(world.users["officer"])["Terms and mandates ending"]
    assert "Terms and mandates ending" not in waits(world.users["outsider"])


def test_what_is_done_waits_no_longer(world):
    officer, chair = world.users["officer"], world.things["term"].person
    minutes = Minutes.objects.get(meeting=world.things["approved"])
    meetings.sign_minutes(minutes, signed_by=chair, on=timezone.localdate(), by=officer)

    assert not [
        title for title in waits(officer).get("Minutes to sign", []) if str(world.things["approved"]) in title
    ]


def test_nothing_to_do_is_said_kindly(ask):
    assert "Nothing waits for you." in ask("outsider", "/my-work/")
    assert "You belong to no group" in ask("outsider", "/my-work/")
    assert "/manage/" in ask("administrator", "/my-work/")


@pytest.mark.parametrize("address", ["/", "/my-work/"])
def test_news_is_what_came_after_the_last_visit(world, address):
    browser, officer = browser_of(world, "member"), world.users["officer"]
    later = timezone.now() + timedelta(hours=3)

    assert "New since your last visit" not in browser.get(address).content.decode()
    with time_machine.travel(later - timedelta(minutes=5)):
        meetings.publish_agenda(world.things["planned"], by=officer)
    with time_machine.travel(later):
        page = browser.get(address).content.decode()
        news = re.search(r'id="news".*?</section>', page, re.S)[0]
        assert "Agenda of the Open Group" in news
        assert world.things["decision"].ref not in news
        # Going on within the same visit does not make the news old.
        assert (
            "Agenda of the Open Group"
            in re.search(r'id="news".*?</section>', browser.get("/my-work/").content.decode(), re.S)[0]
        )
    with time_machine.travel(later + timedelta(hours=2)):
        page = browser.get(address).content.decode()
        assert "Nothing has been published or sent to you since" in page


def test_somebody_who_signs_in_again_is_told_what_came_since_they_last_did(world, client):
    member = world.users["member"]
    member.last_login = timezone.now() - timedelta(days=2)
    member.save()

    sent = client.post("/account/login/", {"login": member.email, "password": "a long enough password"})

    assert sent.status_code == 302
    assert "New since your last visit" in client.get("/my-work/").content.decode()
    client.logout()


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(world, queries):
    pages = [
        (browser_of(world, role), each)
        for role in ("member", "chair", "officer")
        for each in ("/", "/my-work/")
    ]
    pages.append((browser_of(world, "anonymous"), "/"))
    more = (world.things["group"], world.users["officer"], world.things["topic"])
    lengthen(*more, 3, owner=world.users["member"])
    User.objects.update(seen_at=timezone.now(), new_since=timezone.now() - timedelta(days=3))
    few = {page: queries(*page) for page in pages}
    lengthen(*more, 27, owner=world.users["member"])

    assert {page: queries(*page) for page in pages} == few
    assert max(few.values()) <= 51
    assert "more than 20" in pages[1][0].get("/my-work/").content.decode()


def test_what_the_site_says_of_itself(ask, settings):
    assert "sessionid" in ask("anonymous", "/privacy/")
    assert "nobody outside the project has audited it" in ask("anonymous", "/accessibility/")
    settings.DEMONSTRATION = False
    assert "This is a demonstration" not in ask("anonymous", "/about/")
    settings.DEMONSTRATION = True
    assert "illustrative" in ask("anonymous", "/about/")


def test_a_vacant_seat_of_a_group_that_has_ended_is_no_vacancy(world):
    group = world.things["group"]
    seat = partnership.add_seat(group, title="A former seat", nominated_by=world.things["body"], by=None)
    partnership.close_seat(seat, on=date(2024, 1, 1), by=None)

    assert "A former seat" not in waits(world.users["officer"])["Vacancies"]


def test_a_group_that_is_to_be_reviewed_waits_for_its_officers(world):
    officer, group = world.users["officer"], world.things["group"]
    assert "Groups to review" not in waits(officer)
    partnership.edit_group(group, review_on=timezone.localdate(), by=None)
    assert waits(officer)["Groups to review"] == [group.name]
    assert "Groups to review" not in waits(world.users["other_officer"])
