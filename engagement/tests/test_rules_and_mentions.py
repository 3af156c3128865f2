"""The rules of their day, kept by administrators; and what minutes speak of, where no more is known."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

import engagement.migrations
from engagement import operations, readiness
from engagement.models import Mention, RuleSet
from meetings.tests.doors import main_words
from tests.factories.engagement import drafted, launched
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    circulated,
    closed,
    officer_of,
    started,
)
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules():
    """As a new database has them, whatever a test before has emptied."""
    folder = Path(engagement.migrations.__path__[0])
    name = next(folder.glob("*_rules_of_their_day.py")).stem
    import_module(f"engagement.migrations.{name}").write_rules(apps, None)
    end = next(folder.glob("*_the_compact_ends.py")).stem
    import_module(f"engagement.migrations.{end}").end_the_compact(apps, None)


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        (date(2004, 3, 31), {"The Compact"}),
        (date(2004, 4, 1), {"The Compact", "Code of Practice on Consultation (2004)"}),
        (date(2008, 10, 31), {"The Compact", "Code of Practice on Consultation (2004)"}),
        (date(2008, 11, 1), {"The Compact", "Code of Practice on Consultation (2008)"}),
        (date(2013, 1, 1), {"The Compact"}),
        (date(2019, 1, 1), {"The Compact"}),
        (date(2025, 7, 16), {"The Compact"}),
        (date(2025, 7, 17), set()),
    ],
)
def test_a_short_consultation_is_held_against_the_rules_of_its_first_day(rules, day, asks):
    short = drafted(opens_on=day, closes_on=day)
    assert {rule.name for rule in readiness.too_short_for(short)} == asks
    assert readiness.too_short_for(drafted(opens_on=day)) == [], "twelve weeks are enough for all of them"


def test_everyone_reads_the_rules_and_which_days_are_not_certain(rules, client):
    words = main_words(client.get("/consultations/rules/").content.decode())
    assert "At least 12 weeks." in words
    assert "No fixed time." in words
    assert "is not certain here" in words


def test_an_administrator_adds_rules_and_brings_them_to_an_end(rules, client, administrator):
    client.force_login(administrator)
    answers = {"name": "New rules", "source": "A book", "minimum_weeks": "8"}
    answers |= {"starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2027"}
    for wrong, sentence in (
        ({"name": ""}, "Fill in “Name”."),
        ({"name": "The Compact"}, "already exists"),
        ({"minimum_weeks": "53"}, "must be 52 or less"),
        ({"minimum_weeks": "NaN"}, "as a whole number"),
        ({"starts_on_2": "99999"}, "Enter a year between"),
        ({"ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2026"}, "It must end after it begins."),
    ):
        assert sentence in client.post("/consultations/rules/add/", answers | wrong).content.decode()
    client.post("/consultations/rules/add/", answers)
    made = RuleSet.objects.get(name="New rules")
    client.post(
        f"/consultations/rules/{made.pk}/",
        answers | {"ends_on_0": "1", "ends_on_1": "2", "ends_on_2": "2028"},
    )
    made.refresh_from_db()
    assert made.ends_on == date(2028, 2, 1)


@pytest.fixture
def item():
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting, title="Consultations")
    started(meeting)
    closed(meeting)
    circulated(meeting)
    return item


def test_an_officer_notes_what_minutes_speak_of_and_later_its_entry(item, client):
    officer = officer_of(item.meeting.group)
    client.force_login(officer)
    client.post("/consultations/named-in-minutes/add/", {"item": item.pk, "title": "The Strategy"})
    twice = client.post("/consultations/named-in-minutes/add/", {"item": item.pk, "title": "The Strategy"})
    assert "That is noted for this item already." in twice.content.decode()
    mention = Mention.objects.get()
    entry = launched(title="The Strategy in full")
    client.post(f"{mention.get_absolute_url()}edit/", {"title": "The Strategy", "consultation": entry.pk})
    words = main_words(client.get("/consultations/named-in-minutes/").content.decode())
    assert "The Strategy in full" in words
    assert "so nothing is said of it here" in words


def test_what_a_closed_group_spoke_of_is_not_named_to_others(client):
    group = GroupFactory(is_public=False)
    meeting = MeetingFactory(group=group)
    hidden = AgendaItemFactory(meeting=meeting)
    operations.note_mention(hidden, title="A secret strategy", by=officer_of(group))
    assert "A secret strategy" not in client.get("/consultations/named-in-minutes/").content.decode()


def test_what_is_asked_is_found_by_search_and_drafts_are_not(client):
    launched(title="Where the orchard should be")
    drafted(title="Where the orchard might be")
    page = " ".join(main_words(client.get("/search/?q=orchard").content.decode()).split())
    assert "Where the orchard should be" in page
    assert "Where the orchard might be" not in page


def test_a_title_that_is_an_address_of_the_register_gets_another():
    consultation = drafted(title="Rules")
    assert consultation.get_absolute_url() == "/consultations/rules-consultation/"
