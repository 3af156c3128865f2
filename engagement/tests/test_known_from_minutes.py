"""Consultations of which only minutes know are entries of the register, with what is known and nothing else."""

import csv
import io
import re

import pytest

from engagement import operations
from engagement.models import Mention
from meetings.tests.doors import main_words
from tests.factories.engagement import an_audience, launched
from tests.factories.localities import LocalityFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, called, officer_of
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db

KNOWN = "Known from minutes only"


@pytest.fixture
def item():
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting, title="Consultations and policy development")
    called(meeting)
    return item


@pytest.fixture
def named(item) -> Mention:
    return operations.note_mention(
        item,
        title="Forward strategy for the south",
        note="A brief update.",
        by=officer_of(item.meeting.group),
    )


def words_at(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", main_words(answer.content.decode()))


def test_it_has_a_page_that_says_what_is_known_and_what_is_not(client, named):
    assert named.get_absolute_url() == "/consultations/named-in-minutes/forward-strategy-for-the-south/"
    words = words_at(client, named.get_absolute_url())
    assert KNOWN in words
    assert f"The {named.item.meeting.group} spoke of it on" in words
    assert "A brief update." in words
    assert "Consultations and policy development" in words
    for unknown in ("who asks", "when it opened and when it closed", "what was asked", "what came of it"):
        assert unknown in words
    operations.edit_mention(named, asked_by="The regional agency", by=officer_of(named.item.meeting.group))
    words = words_at(client, named.get_absolute_url())
    assert "The regional agency" in words
    assert "who asks, and" not in words


def test_it_stands_in_the_register_on_the_timeline_and_in_the_spreadsheet(client, named):
    asked = launched(title="Asked in full")
    page = client.get("/consultations/").content.decode()
    words = re.sub(r"\s+", " ", main_words(page))
    assert "2 consultations." in words
    assert "Forward strategy for the south" in words
    assert "When it opened and closed is not known." in words
    assert page.count('class="house-strips__mark"') == 1
    assert "A dot: named on that day, and no other day is known." in words

    rows = list(
        csv.DictReader(io.StringIO(client.get("/consultations/register.csv").getvalue().decode("utf-8-sig")))
    )
    assert [row["Title"] for row in rows] == [asked.title, named.title]
    row = rows[1]
    assert (row["Where it stands"], row["First day"], row["Last day"]) == (KNOWN, "", "")
    assert row["Named on"] == named.named_on.isoformat()
    assert "Consultations and policy development" in row["Named under"]
    assert row["Address"].endswith(named.get_absolute_url())


def test_the_register_chooses_it_by_place_year_words_and_standing(client, named):
    place = LocalityFactory(name="Hereford", slug="hereford")
    LocalityFactory(name="Weobley", slug="weobley")
    named.item.localities.add(place)
    an_audience("Young people")
    year = named.named_on.year
    for query, is_found in (
        ("status=named", True),
        ("status=open", False),
        ("locality=hereford", True),
        ("locality=weobley", False),
        (f"year={year}", True),
        ("q=forward", True),
        ("q=backward", False),
        # Whom it was to reach is not known.
        ("audience=young-people", False),
        ("status=nonsense%00", False),
    ):
        assert (named.title in words_at(client, f"/consultations/?{query}")) is is_found, query


def test_it_is_found_by_search(client, named):
    words = words_at(client, "/search/?q=forward+strategy")
    assert named.title in words
    assert KNOWN in words


def test_the_item_leads_to_it_and_back(client, named):
    meeting = client.get(named.item.meeting.get_absolute_url()).content.decode()
    assert "In the register of consultations:" in meeting
    assert f'href="{named.get_absolute_url()}"' in meeting
    assert f'href="{named.item.get_absolute_url()}"' in client.get(named.get_absolute_url()).content.decode()


def test_once_it_has_an_entry_of_its_own_the_register_shows_that_one(client, named):
    entry = launched(title="The whole strategy")
    operations.edit_mention(named, consultation=entry, by=officer_of(named.item.meeting.group))
    words = words_at(client, "/consultations/")
    assert "The whole strategy" in words
    assert named.title not in words
    assert "It has an entry of its own by now: The whole strategy" in words_at(
        client, named.get_absolute_url()
    )


def test_what_a_closed_group_named_shows_at_no_door(client):
    meeting = MeetingFactory(group=GroupFactory(is_public=False))
    hidden = operations.note_mention(
        AgendaItemFactory(meeting=meeting), title="A hidden strategy", by=officer_of(meeting.group)
    )
    assert client.get(hidden.get_absolute_url()).status_code == 404
    for door in ("/consultations/", "/consultations/register.csv", "/search/?q=strategy"):
        assert "hidden strategy" not in client.get(door).getvalue().decode()
    client.force_login(officer_of(meeting.group))
    assert client.get(hidden.get_absolute_url()).status_code == 200


def test_two_of_one_name_and_a_reserved_name_get_addresses_of_their_own(item):
    by = officer_of(item.meeting.group)
    other = AgendaItemFactory(meeting=MeetingFactory())
    slugs = [
        operations.note_mention(each, title=title, by=by).slug
        for each, title in ((item, "Same"), (other, "Same"), (item, "Add"))
    ]
    assert slugs == ["same", "same-2", "add-named"]


def test_the_register_asks_as_often_with_many(client, item, django_assert_max_num_queries):
    by = officer_of(item.meeting.group)
    for number in range(30):
        operations.note_mention(item, title=f"Strategy {number}", by=by)
    with django_assert_max_num_queries(16):
        page = client.get("/consultations/?page=2").content.decode()
    assert page.count("house-card__title") == 10
    assert "30 named on this day" not in page, "the picture shows what the page lists"


def test_a_programme_and_the_item_that_told_of_it_lead_to_each_other(client, item):
    officer = officer_of(item.meeting.group)
    programme = operations.begin_programme(
        item.meeting.group,
        title="Six days",
        summary="S",
        for_whom="W",
        contact="C",
        public_places=1,
        item=item,
        erase_on="2099-01-01",
        by=officer,
    )
    address = f'href="{programme.get_absolute_url()}"'
    assert address not in client.get(item.meeting.get_absolute_url()).content.decode()
    operations.publish_programme(programme, by=officer)
    assert address in client.get(item.meeting.get_absolute_url()).content.decode()
    assert f'href="{item.get_absolute_url()}"' in client.get(programme.get_absolute_url()).content.decode()
