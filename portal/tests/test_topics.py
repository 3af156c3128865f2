"""The story of a topic, in the order of time, as far as the reader may know it."""

import re
from datetime import date

import pytest
from django.db.models import Value

from meetings import operations as meetings
from partnership.models import Group, Topic
from portal import story
from portal.story.kinds import Entry, Kind, Step
from portal.tests.conftest import browser_of
from portal.tests.long_record import lengthen
from tests.factories.engagement import an_audience, launched, planned

pytestmark = pytest.mark.django_db


def without_writings(steps: list[str]) -> list[str]:
    """What meetings did, whatever was written for them or of them, asked of people, or moved on their word."""
    return [step for step in steps if step not in ("Paper", "Reported", "Consultation", "Money")]


def steps(page: str) -> list[str]:
    return re.findall(r"<strong>([^<]+):</strong>", page)


def test_a_story_tells_what_was_minuted_decided_undertaken_and_done(ask, world):
    address = world.things["topic"].get_absolute_url()

    assert without_writings(steps(ask("anonymous", address))) == [
        "On the agenda", "Minuted", "Decided", "Action", "On the agenda"
    ]  # fmt: skip
    action = world.things["action"]
    meetings.close_action(action, note="Wrote to the council.", by=world.users["officer"])
    page = ask("anonymous", address)
    assert without_writings(steps(page))[-1] == "Action closed"
    assert "Wrote to the council." in page
    assert "DRAFT" in page
    days = re.findall(r'<time datetime="([\d-]+)">', page)
    assert days == sorted(days)


def test_the_story_is_longer_for_those_who_read_more_and_never_names_what_is_closed(ask, world):
    address = world.things["topic"].get_absolute_url()
    anonymous, member, officer = (ask(role, address) for role in ("anonymous", "member", "officer"))

    assert len(steps(anonymous)) < len(steps(member)) < len(steps(officer))
    assert "Closed Group" not in anonymous
    assert "Closed Group" in member
    assert world.things["draft_decision"].ref not in member
    assert world.things["draft_decision"].ref in officer
    assert "Not published" in officer


def test_the_lead_counts_what_the_reader_may_see(ask, world):
    address = world.things["topic"].get_absolute_url()

    page = ask("anonymous", address)
    assert re.search(
        r">1 decision at 1 meeting, on [^;]+;(.+;)? 1 action open; 1 representative’s report\.", page
    )
    assert re.search(r"It came up at 3 meetings of 1 group, from [^<]+ to [^<]+\.", page)
    assert "of 2 groups" in ask("member", address)
    assert re.search(
        r">\d+ decisions at \d meetings, last on [^;]+;(.+;)? \d actions open[;.]", ask("officer", address)
    )
    assert "3 times" in ask("anonymous", "/topics/")


def test_a_topic_of_which_nothing_is_open_says_so(ask, world):
    from partnership import operations as partnership

    topic = partnership.add_topic(name="Quiet", by=None)

    assert "Nothing that you may read has been said or decided" in ask("anonymous", topic.get_absolute_url())
    assert "Not on a published agenda yet" in ask("anonymous", "/topics/")


def test_a_story_asks_the_database_as_often_for_many_steps_as_for_few(world, queries):
    address = world.things["topic"].get_absolute_url()
    pages = [
        (browser_of(world, role), each) for role in ("anonymous", "officer") for each in (address, "/topics/")
    ]
    more = (world.things["group"], world.users["officer"], world.things["topic"])
    lengthen(*more, 3)
    few = {page: queries(*page) for page in pages}
    lengthen(*more, 27)

    # A page of thirty steps may hold fewer kinds of step than a short story does.
    assert all(queries(*page) <= few[page] for page in pages)
    assert max(few.values()) <= 22
    assert story.of(world.things["topic"], world.users["officer"]).count() > 90


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("decisions", {"Decided"}),
        ("actions", {"Action", "Action closed"}),
        ("agendas", {"On the agenda", "Minuted"}),
        ("nonsense", {"On the agenda", "Minuted", "Decided", "Action", "Action closed"}),
        ("", {"On the agenda", "Minuted", "Decided", "Action", "Action closed"}),
    ],
)
def test_one_kind_of_step_can_be_asked_for_alone(kind, expected, ask, world):
    meetings.close_action(world.things["action"], note="Done.", by=world.users["officer"])

    page = ask("anonymous", world.things["topic"].get_absolute_url(), kind=kind)

    assert set(without_writings(steps(page))) == expected


def test_a_kind_of_which_there_is_nothing_is_not_offered_and_says_so_when_asked_for(ask, world):
    address = Topic.objects.create(name="Another topic", slug="another-topic").get_absolute_url()

    assert "Representatives’ reports" not in ask("anonymous", address)
    assert "nothing of this kind that you may read" in ask("anonymous", address, kind="reports")


def test_the_links_to_further_pages_keep_the_kind(ask, world):
    lengthen(world.things["group"], world.users["officer"], world.things["topic"], 40)

    page = ask("officer", world.things["topic"].get_absolute_url(), kind="actions")

    assert "kind=actions&amp;page=2" in page


def test_a_noun_that_knows_no_meeting_joins_with_one_kind(ask, world, monkeypatch):
    founded = Kind(
        "foundations",
        "Foundations",
        (
            Step(
                "Founded",
                lambda topic, user: Group.objects.visible_to(user),
                Group.objects.all,
                lambda day, group: Entry(day, group.name, group.get_absolute_url(), group.name, "It began."),
                way=None,
                day=Value(date(1999, 1, 1)),
            ),
        ),
        lambda topic, user: "3 groups founded",
    )
    monkeypatch.setattr(story, "KINDS", [*story.KINDS, founded])

    page = ask("anonymous", world.things["topic"].get_absolute_url())

    assert steps(page)[:2] == ["Founded", "Founded"]
    assert "; 3 groups founded." in page
    assert "Closed Group" not in page


def test_a_published_paper_is_a_step_for_those_who_may_read_it(ask, world):
    address = world.things["topic"].get_absolute_url()

    page = ask("officer", address, kind="papers")

    assert set(steps(page)) == {"Paper"}
    assert re.search(r"; \d papers?;", ask("officer", address))
    assert page.count("<strong>Paper:") >= ask("anonymous", address).count("<strong>Paper:")


def test_what_people_were_asked_and_what_was_done_belong_to_the_story(ask, world):
    topic = world.things["topic"]
    traders = [an_audience("Traders")]
    launched(world.things["group"], title="Where the market should be", topics=[topic], audiences=traders)
    planned(world.things["group"], title="Still a plan", topics=[topic])

    page = ask("anonymous", topic.get_absolute_url(), kind="consultations")

    assert set(steps(page)) == {"Consultation"}
    assert "Where the market should be" in page
    assert "Still a plan" not in page
    assert re.search(r"; \d+ consultations?", ask("anonymous", topic.get_absolute_url()))


def test_money_that_a_decision_moved_belongs_to_the_story_of_its_topic(ask, world):
    address = world.things["topic"].get_absolute_url()

    page = ask("anonymous", address, kind="money")

    assert set(steps(page)) == {"Money"}
    assert re.search(rf"£[\d,.]+ has moved on the word of {world.things['decision'].ref}\.", page)
    assert "Closed Group" not in page
    assert "Pot of the Closed Group" in ask("officer", address, kind="money")
