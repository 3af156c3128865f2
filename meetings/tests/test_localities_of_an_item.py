"""An item says which places it concerns, and every door that shows the item says so."""

import pytest

from core import history
from core.access import Access
from meetings import operations
from meetings.tests.doors import main_words, words_of_pdf, words_of_word
from tests.factories import meetings as make
from tests.factories.localities import LocalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def valley():
    return LocalityFactory(name="Golden Valley", slug="golden-valley")


@pytest.fixture
def item(group, valley):
    return make.AgendaItemFactory(meeting=make.MeetingFactory(group=group), localities=[valley])


def address_of(item, verb):
    return f"{item.meeting.get_absolute_url()}items/{item.number}/{verb}/"


def test_an_officer_chooses_the_localities_on_the_form_of_the_item(as_, group, officer, valley):
    meeting = make.MeetingFactory(group=group)
    answers = {"title": "Buses", "access": "open", "localities": [valley.pk]}

    as_("officer").post(f"{meeting.get_absolute_url()}items/add/", answers)

    item = meeting.items.get(title="Buses")
    assert list(item.localities.all()) == [valley]


def test_a_locality_that_does_not_exist_is_refused_beside_the_question(as_, item, officer):
    answers = {"title": "Kept as typed", "access": "open", "localities": ["999999"]}

    page = as_("officer").post(address_of(item, "edit"), answers).content.decode()

    assert "Choose one of the answers offered for “Localities (optional)”." in page
    assert "Kept as typed" in page


def test_the_question_is_not_asked_where_there_is_no_locality(as_, group, officer):
    meeting = make.MeetingFactory(group=group)

    assert (
        'name="localities"'
        not in as_("officer").get(f"{meeting.get_absolute_url()}items/add/").content.decode()
    )


def test_a_change_is_in_the_history_in_the_names_of_the_places(item, officer):
    hereford = LocalityFactory(name="Hereford")

    operations.edit_item(item, localities=[hereford], by=officer)

    assert history.of(item)[0].changes == {"localities": ["Golden Valley", "Hereford"]}
    assert list(item.localities.all()) == [hereford]


def test_an_edit_that_does_not_speak_of_localities_leaves_them(item, officer, valley):
    operations.edit_item(item, title="Another title", by=officer)

    assert list(item.localities.all()) == [valley]


def test_a_postponed_meeting_takes_them_along_and_a_removed_item_lets_go(item, officer, valley):
    later = operations.postpone_meeting(
        item.meeting, to=make.HELD_ON.replace(day=9), reason="Snow.", by=officer
    )
    copy = later.items.get(title=item.title)
    assert list(copy.localities.all()) == [valley]

    operations.remove_item(copy, by=officer)

    assert valley.agenda_items.count() == 1


def test_page_and_files_name_the_places_before_and_after_the_meeting(as_, item, officer):
    meeting = make.started(item.meeting)
    client, address = as_("officer"), item.meeting.get_absolute_url()
    assert "Localities: Golden Valley" in words_of_pdf(client.get(f"{address}agenda.pdf").content)

    make.minuted(item, "Buses were spoken of.")
    make.closed(meeting)
    make.circulated(meeting)
    make.approved(meeting)

    assert "Localities: Golden Valley" in main_words(client.get(address).content.decode())
    assert "Localities: Golden Valley" in words_of_pdf(client.get(f"{address}minutes.pdf").content)
    assert "Localities: Golden Valley" in words_of_word(client.get(f"{address}minutes.docx").content)


def test_a_version_that_was_sealed_before_there_were_localities_keeps_its_fingerprint(group, officer):
    from meetings import snapshot

    item = make.AgendaItemFactory(meeting=make.MeetingFactory(group=group))

    assert all("localities" not in each for each in snapshot.of(item.meeting)["items"])


def test_the_place_of_an_exempt_item_is_told_to_nobody_outside(as_, group, valley):
    meeting = make.MeetingFactory(group=group)
    make.AgendaItemFactory(meeting=meeting, access=Access.EXEMPT, localities=[valley])
    make.called(meeting)

    assert "Golden Valley" not in as_("reader").get(meeting.get_absolute_url()).content.decode()
