"""What is new: every kind, for whom it is, since when, a page at a time, on every device of one login."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from engagement import operations as engagement
from funding.models import LedgerEntry
from localities import operations as localities
from meetings import operations as meetings
from meetings.models import Paper
from partnership.models import User
from portal import news
from portal.tests.conftest import browser_of
from portal.tests.long_record import lengthen
from portal.tests.test_home_per_role import words_of
from tests.factories import engagement as made
from tests.factories.engagement import an_audience

pytestmark = pytest.mark.django_db

KINDS = [
    "decisions",
    "agendas",
    "minutes",
    "papers",
    "reports",
    "consultations",
    "money",
    "localities",
    "programmes",
]


def long_ago():
    return timezone.now() - timedelta(days=400)


def titles(user, moment=None) -> dict[str, list[str]]:
    found = news.since(moment or long_ago(), user, each=100)
    return {heading.kind.key: [each.title for each in heading.news] for heading in found}


@pytest.fixture
def reader(world):
    return AnonymousUser()


def test_there_are_nine_kinds(world):
    assert [kind.key for kind in news.KINDS] == KINDS


def test_everybody_hears_of_what_is_open_and_of_nothing_else(world, reader):
    things, found = world.things, titles(reader)
    assert set(found) == set(KINDS)
    assert f"Decision {things['decision'].ref} of the Open Group" in found["decisions"]
    assert any(title.startswith("Draft minutes of the Open Group") for title in found["minutes"])
    assert any(title.startswith("Agenda of the Open Group") for title in found["agendas"])
    assert {"Open", "Over"} <= set(found["consultations"])
    assert "A programme" in found["programmes"]
    assert any(title.startswith("Money moved: ") for title in found["money"])
    told = str(found)
    for hidden in (
        "Closed Group",
        things["draft_decision"].ref,
        things["secret_decision"].ref,
        things["exempt_decision"].ref,
        "Planned",
        "Drafted",
        "A draft",
    ):
        assert hidden not in told


def test_a_member_hears_of_the_closed_group_an_outsider_does_not(world):
    member, outsider = titles(world.users["member"]), titles(world.users["outsider"])
    assert any("Closed Group" in title for title in member["agendas"])
    assert any("Closed Group" in title for title in member["minutes"])
    assert "Asked by the Closed Group" in member["consultations"]
    assert "Of the Closed Group" in member["programmes"]
    assert "Closed Group" not in str(outsider)


def test_nobody_is_told_of_their_own_report(world):
    reports = titles(world.users["outsider"])["reports"]
    own = titles(world.users["member"]).get("reports", [])
    assert len(own) < len(reports)


def test_each_kind_is_told_once_it_has_happened_and_not_before(world):
    officer, user = world.users["officer"], world.users["outsider"]
    began = timezone.now()
    assert titles(user, began) == {}
    with time_machine.travel(began + timedelta(minutes=1)):
        meetings.publish_agenda(world.things["planned"], by=officer)
    with time_machine.travel(began + timedelta(minutes=2)):
        made.launched(world.things["group"], title="Just launched", audiences=[an_audience("New")])
    with time_machine.travel(began + timedelta(minutes=3)):
        localities.add_plan(
            world.things["locality"],
            name="A plan of today",
            kind="parish",
            by=officer,
        )
    with time_machine.travel(began + timedelta(minutes=4)):
        draft = engagement.edit_programme(
            world.things["draft_programme"],
            summary="S",
            for_whom="W",
            contact="C",
            public_places=1,
            erase_on=timezone.localdate() + timedelta(days=900),
            by=officer,
        )
        engagement.publish_programme(draft, by=officer)
    found = titles(user, began)
    assert list(found) == ["programmes", "localities", "consultations", "agendas"], "the newest kind first"
    assert found["localities"] == ["A plan of today"]
    assert found["consultations"] == ["Just launched"]


def test_one_decision_that_moves_money_many_times_is_one_piece_of_news(world, reader):
    pairs = set(LedgerEntry.objects.visible_to(reader).values_list("pot", "decision"))
    assert len(titles(reader)["money"]) == len(pairs)
    assert LedgerEntry.objects.visible_to(reader).count() > len(pairs)


def test_of_many_kinds_only_the_newest_are_spelt_out_and_the_others_counted(world):
    found = news.since(long_ago(), world.users["member"], each=2, kinds=2)
    assert len(found) >= 7
    assert [bool(heading.news) for heading in found] == [True, True] + [False] * (len(found) - 2)
    assert all(len(heading.news) <= 2 for heading in found)
    assert all(heading.number for heading in found)


def test_a_withdrawn_paper_is_no_news(world):
    papers = Paper.objects.published().standing()
    assert papers.exists()
    shown = set(titles(world.users["member"]).get("papers", []))
    assert shown <= set(Paper.objects.visible_to(world.users["member"]).values_list("title", flat=True))


def test_the_page_goes_back_as_far_as_one_asks(ask, world):
    for query, sentence in (
        ({}, "The last 7 days"),
        ({"since": "30"}, "The last 30 days"),
        ({"since": "nonsense\x00"}, "The last 7 days"),
        ({"since": "9" * 400, "kind": "\x00"}, "The last 7 days"),
    ):
        page = ask("anonymous", "/new/", **query)
        assert f'<strong aria-current="true">{sentence}</strong>' in page
        assert "your last visit" not in page
    assert "Nothing has been published" in words_of(browser_at(world, days=900).get("/new/").content.decode())


def browser_at(world, *, days: int):
    """A reader so many days from now."""
    browser = browser_of(world, "anonymous")

    class Later:
        def get(self, address):
            with time_machine.travel(timezone.now() + timedelta(days=days)):
                return browser.get(address)

    return Later()


def test_of_one_kind_there_are_pages(world, ask):
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 25)
    page = ask("anonymous", "/new/", kind="agendas", since="30")
    assert page.count('class="house-timeline__entry"') == 20
    assert "page=2" in page
    assert "kind=agendas" in page
    second = ask("anonymous", "/new/", kind="agendas", since="30", page=2)
    assert 0 < second.count('class="house-timeline__entry"') <= 20
    assert ask("anonymous", "/new/", kind="agendas", page="9" * 400)
    all_kinds = ask("anonymous", "/new/", since="30")
    assert "Show all agendas" in all_kinds


def test_the_page_asks_as_often_for_much_news_as_for_little(world, queries):
    pages = [(browser_of(world, role), "/new/?since=30") for role in ("anonymous", "member", "officer")]
    pages += [(browser, f"/new/?since=30&kind={kind}") for browser, _ in pages[:2] for kind in KINDS]
    more = (world.things["group"], world.users["officer"], world.things["topic"])
    lengthen(*more, 3)
    few = {page: queries(*page) for page in pages}
    lengthen(*more, 40)
    assert {page: queries(*page) for page in pages} == few
    assert max(few.values()) <= 24


def test_a_second_device_knows_of_the_visit_on_the_first(world):
    """The login remembers the visit, not the session: what was read on the telephone is not new at the desk."""
    telephone, desk = browser_of(world, "member"), browser_of(world, "member")
    start = timezone.now()
    telephone.get("/")
    with time_machine.travel(start + timedelta(hours=1)):
        meetings.publish_agenda(world.things["planned"], by=world.users["officer"])
    with time_machine.travel(start + timedelta(hours=2)):
        assert "Agenda of the Open Group" in news_of(telephone)
        assert "Agenda of the Open Group" in news_of(desk), "the same visit, on another device"
    with time_machine.travel(start + timedelta(hours=4)):
        assert "Nothing has been published or sent to you" in news_of(desk)
    with time_machine.travel(start + timedelta(hours=4, minutes=5)):
        assert "Nothing has been published or sent to you" in news_of(telephone)


def test_looking_at_what_is_new_keeps_a_visit_going_and_reading_sets_no_cookie(world, client):
    member, start = browser_of(world, "member"), timezone.now()
    for minutes in (0, 25, 50, 75):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            member.get("/new/")
    user = User.objects.get(pk=world.users["member"].pk)
    assert user.new_since is None, "one long visit, the first"
    client.get("/new/")
    assert not client.cookies


def test_looking_again_at_once_writes_nothing(world, queries):
    browser = browser_of(world, "member")
    browser.get("/")
    seen = User.objects.get(pk=world.users["member"].pk).seen_at
    browser.get("/")
    assert User.objects.get(pk=world.users["member"].pk).seen_at == seen


def news_of(browser) -> str:
    found = re.search(
        r'<section aria-labelledby="news">.*?</section>', browser.get("/").content.decode(), re.S
    )
    assert found
    return words_of(found[0])
