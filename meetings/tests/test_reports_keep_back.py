"""What a report may not say: words from exempt items and unpublished minutes, now or when an item is closed later."""

import pytest

from core.access import Access
from core.refusals import Refused
from meetings import operations
from meetings.tests.doors import words_behind
from meetings.tests.reporting import SECRET, minuted_meeting, publish, start, write
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    circulated,
    minuted,
    officer_of,
    started,
)
from tests.factories.partnership import GroupFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(group):
    return minuted_meeting(group)


def refusal_of(record, by, **said) -> str:
    """The sentence with which publishing is refused."""
    report = start(record, by)
    write(report, by, **said)
    with pytest.raises(Refused) as refused:
        operations.publish_representative_report(report, by=by)
    return str(refused.value)


@pytest.mark.parametrize("where", ["title", "introduction", "ask"])
def test_words_of_an_exempt_item_are_refused_wherever_they_stand(where, record, representative):
    sentence = refusal_of(record, representative, **{where: f"I heard: {SECRET.upper()}!"})

    assert f"item {record.exempt.number}, which is exempt from publication" in sentence
    assert "“the price that was offered for the old”" in sentence


def test_markup_and_line_ends_hide_nothing(record, representative):
    copied = SECRET.replace(" that ", " *that* ").replace(" for ", "\nfor ")

    assert "exempt" in refusal_of(record, representative, introduction=copied)


def test_words_of_a_members_item_are_refused(record, representative):
    said = "It was said that nobody should hurry with any of this."

    assert "for members only" in refusal_of(record, representative, ask=said)


def test_words_that_were_minuted_after_the_draft_was_published_are_refused(record, representative):
    later = "Nobody outside has heard yet that the grants are to be halved."
    minuted(record.matter, later)
    assert "not published" in refusal_of(record, representative, introduction=later)


def test_words_that_only_the_members_draft_had_are_refused(record, representative):
    minuted(record.matter, "The grants are to be halved in the year after the next one.")
    circulated(record.meeting, reason="A rumour.")
    minuted(record.matter, "The grants of last year were looked at.")
    said = "The grants are to be halved in the year after the next one."

    assert "not published" in refusal_of(record, representative, introduction=said)


def test_words_of_another_meeting_that_the_author_reads_are_refused_with_its_name(record, representative):
    closed_group = GroupFactory(name="Closed circle", is_public=False)
    MembershipFactory(group=closed_group, person=representative.person)
    item = AgendaItemFactory(meeting=MeetingFactory(group=closed_group), title="Ours")
    started(item.meeting)
    minuted(item, "Among us it was agreed to ask the county for a new hall by the river.")
    said = "We shall ask the county for a new hall by the river."

    assert "Closed circle’s meeting" in refusal_of(record, representative, introduction=said)


def test_what_everyone_can_read_may_be_said_again(record, representative):
    report = start(record, representative)
    write(report, representative, introduction=record.other.minute)

    assert operations.publish_representative_report(report, by=representative).number == 1


def test_a_few_words_alike_are_no_copy(record, representative):
    report = start(record, representative)
    write(report, representative, introduction="There was talk of the price that was offered elsewhere.")

    assert operations.publish_representative_report(report, by=representative).number == 1


def test_the_preview_says_it_before_anything_is_published(record, representative, client):
    report = start(record, representative)
    write(report, representative, introduction=SECRET)
    client.force_login(representative)

    page = client.get(f"{report.get_absolute_url()}publish/").content.decode()

    assert "It cannot be published yet." in page
    assert "Publish the report" not in page


@pytest.mark.parametrize("access", [Access.MEMBERS, Access.EXEMPT])
def test_what_is_closed_later_vanishes_behind_every_door(access, record, representative, client):
    report = publish(record, representative, meaning="Zebras are coming to the county.")
    address = report.get_absolute_url()
    doors = [address, f"{address}report.pdf", f"{address}report.docx", f"{address}?version=1"]
    doors += ["/search/?q=zebras", record.topic.get_absolute_url()]
    assert all("Zebras" in words_behind(client, door) or "zebras" in door for door in doors)
    assert "<mark>Zebras</mark>" in words_behind(client, "/search/?q=zebras")
    reasons = {"exempt_paragraphs": [3], "public_interest": "Talks."} if access == Access.EXEMPT else {}

    operations.edit_item(record.matter, access=access, by=officer_of(record.meeting.group), **reasons)

    for door in [*doors, f"{address}versions/?from=1&to=1"]:
        words = words_behind(client, door)
        assert "Zebras" not in words, door
        assert "The grants of last year" not in words, door
        assert "The grants are paid as before" not in words, door
    shown = words_behind(client, address)
    assert ("Exempt item" in shown) is (access == Access.EXEMPT)


def test_the_author_finds_the_words_on_the_desk_still(record, representative, client):
    report = publish(record, representative, meaning="Zebras are coming.")
    operations.edit_item(record.matter, access=Access.MEMBERS, by=officer_of(record.meeting.group))
    client.force_login(representative)

    desk = client.get(f"{report.get_absolute_url()}write/").content.decode()
    preview = client.get(f"{report.get_absolute_url()}publish/").content.decode()

    assert "What you wrote on items that are closed to the public now" in desk
    assert "Zebras are coming." in desk
    assert f"Item {record.matter.number} is not open to everyone any more" in preview
