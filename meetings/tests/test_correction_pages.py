"""The pages on which corrections are proposed and answered: nothing typed is lost, and each refusal is a sentence."""

from datetime import date

import pytest
from django.utils import timezone

from meetings.models import AgendaItem, Correction, Minutes
from meetings.tests.doors import main_words
from partnership.models import Notice
from tests.factories import meetings as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, officer, member):
    """Its draft is with the members; the window is open."""
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=meeting, title="Performance")
    make.started(meeting)
    make.minuted(item, "Progress was good.")
    make.closed(meeting)
    make.circulated(meeting)
    return meeting


@pytest.fixture
def item(meeting):
    return AgendaItem.objects.get(meeting=meeting, title="Performance")


@pytest.fixture
def correction(meeting, item, member):
    return make.proposed(meeting.minutes, item=item, by=member)


def propose(item, /, **words):
    answers = {"item": item.pk, "old_text": "good", "new_text": "very good", "why": "So it was said."}
    return f"{item.meeting.get_absolute_url()}minutes/corrections/propose/", answers | words


def test_a_member_finds_the_way_from_the_item_and_is_told_of_the_answer(as_, meeting, item, member):
    browser = as_("member")
    page = browser.get(meeting.get_absolute_url()).content.decode()
    assert f"minutes/corrections/propose/?item={item.number}" in page
    assert "Members can propose corrections until" in main_words(page)

    asked = browser.get(f"{meeting.get_absolute_url()}minutes/corrections/propose/?item={item.number}")
    assert "Progress was good." in main_words(asked.content.decode())
    address, answers = propose(item)
    answer = browser.post(address, answers, follow=True)

    assert "The correction is proposed." in answer.content.decode()
    assert Correction.objects.get().proposed_by == member


def test_the_public_reads_nothing_of_corrections(client, as_, group, meeting, correction):
    group.draft_minutes = "as_draft"
    group.save()
    make.published_as_draft(meeting)
    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Progress was good" in page
    assert "orrection" not in main_words(page)


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"old_text": "", "new_text": ""}, "old_text", "Say which words are wrong"),
        ({"new_text": "good"}, "new_text", "stand there already"),
        ({"why": ""}, "why", "Why?"),
        ({"item": "999999"}, "item", "Choose one of the answers"),
        ({"item": "x"}, "item", "Choose one of the answers"),
        ({"new_text": "x" * 5001}, "new_text", "5000 characters or fewer"),
        ({"new_text": "a\x00b"}, "new_text", "cannot be kept"),
    ],
)
def test_bad_answers_get_a_sentence_and_keep_what_was_typed(as_, item, member, words, field, sentence):
    address, answers = propose(item, **words)
    answer = as_("member").post(address, answers)

    assert answer.status_code == 200
    assert any(sentence in error for error in answer.context["form"].errors[field])
    assert "So it was said." in answer.content.decode() or field == "why"


def test_after_the_last_day_a_member_is_refused_and_an_officer_gives_a_reason(
    as_, meeting, item, member, client
):
    Minutes.objects.filter(meeting=meeting).update(corrections_close_on=date(2007, 2, 12))
    address, answers = propose(item)
    refused = as_("member").post(address, answers)
    client.logout()
    asked = as_("officer").post(address, answers)
    taken = as_("officer").post(address, answers | {"late_reason": "It came by post."})

    assert "until 12 February 2007" in str(refused.context["form"].non_field_errors())
    assert asked.context["form"].errors["late_reason"]
    assert taken.status_code == 302


def test_the_officer_sees_old_text_beside_new_and_writes_it(as_, correction, item):
    browser = as_("officer")
    address = f"{correction.get_absolute_url()}accept/"
    page = browser.get(address)
    item.refresh_from_db()
    shown = {"old_text": "good", "new_text": "very good", "revision": item.revision}
    answer = browser.post(address, shown)

    assert "<ins>" in page.content.decode()
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.minute == "Progress was very good."


def test_a_text_that_changed_is_shown_anew_and_then_written(as_, correction, item):
    browser = as_("officer")
    address = f"{correction.get_absolute_url()}accept/"
    item.refresh_from_db()
    shown = {"old_text": "good", "new_text": "very good", "revision": item.revision}
    make.minuted(item, "Progress was good, it was said.")
    again = browser.post(address, shown)
    fresh = again.context["form"]["revision"].value()

    assert "was changed while you looked at it" in str(again.context["form"].non_field_errors())
    assert browser.post(address, shown | {"revision": fresh}).status_code == 302
    item.refresh_from_db()
    assert item.minute == "Progress was very good, it was said."


def test_words_that_are_not_there_are_said_beside_the_box(as_, correction):
    answer = as_("officer").post(
        f"{correction.get_absolute_url()}accept/", {"old_text": "bad", "new_text": "very good"}
    )

    assert "not in the text of item" in answer.context["form"].errors["old_text"][0]


def test_declining_leaving_and_withdrawing(as_, client, correction, member, meeting, item):
    browser = as_("officer")
    assert browser.post(f"{correction.get_absolute_url()}decline/", {"answer": ""}).status_code == 200
    assert browser.post(f"{correction.get_absolute_url()}take-to-meeting/").status_code == 302
    assert browser.post(f"{correction.get_absolute_url()}decline/", {"answer": "No."}).status_code == 302
    second = make.proposed(meeting.minutes, item=item, by=member, new_text="fair")
    client.logout()
    assert as_("member").post(f"{second.get_absolute_url()}withdraw/").status_code == 302

    page = main_words(client.get(f"{meeting.get_absolute_url()}minutes/corrections/").content.decode())
    assert "2 corrections were proposed: 1 declined, 1 withdrawn" in page
    assert Notice.objects.filter(to=member, what="correction_answered").count() == 2


def test_circulating_shows_what_it_brings_and_asks_for_no_other_reason(as_, correction, meeting, item):
    browser = as_("officer")
    browser.post(f"{correction.get_absolute_url()}accept/", {"old_text": "good", "new_text": "very good"})
    address = f"{meeting.get_absolute_url()}minutes/circulate/"
    page = browser.get(address)
    today = timezone.localdate()

    assert "Corrections that it brings" in page.content.decode()
    assert page.context["form"]["corrections_until"].value() == meeting.minutes.corrections_close_on
    past = {"corrections_until_0": 1, "corrections_until_1": 1, "corrections_until_2": 2007}
    assert browser.post(address, past).context["form"].errors["corrections_until"]
    last = {
        "corrections_until_0": today.day,
        "corrections_until_1": today.month,
        "corrections_until_2": today.year,
    }
    assert browser.post(address, last).status_code == 302
    versions = browser.get(f"{meeting.get_absolute_url()}minutes/versions/").content.decode()
    assert "Item 5: “very good” instead of “good”." in versions


def test_the_approval_page_lists_and_corrects(as_, correction, meeting, item, group):
    later = make.started(make.MeetingFactory(group=group, held_on=date(2007, 3, 2)))
    offer = AgendaItem.objects.get(meeting=later, offers_minutes_of=meeting)
    address = f"{later.get_absolute_url()}items/{offer.number}/approve-minutes/"
    browser = as_("officer")

    assert "Waiting for an answer" in browser.get(address).content.decode()
    assert "wait for an answer" in str(browser.post(address).context["form"].non_field_errors())
    browser.post(f"{correction.get_absolute_url()}decline/", {"answer": "It was good."})
    wrong = browser.post(f"{address}correct/", {"item": item.pk, "old_text": "bad", "new_text": "fair"})
    assert "not in the text" in wrong.context["form"].errors["old_text"][0]
    written = browser.post(
        f"{address}correct/", {"item": item.pk, "old_text": "good", "new_text": "fair"}, follow=True
    )
    assert "<ins>fair</ins>" in written.content.decode()
    assert browser.post(address).status_code == 302

    minutes = Minutes.objects.get(meeting=meeting)
    assert minutes.approved_by.outcome == "agreed_as_amended"
    page = main_words(browser.get(meeting.get_absolute_url()).content.decode())
    assert "Item 5: “fair” instead of “good”." in page


def test_a_proposal_of_another_meeting_is_not_at_this_address(as_, correction, group):
    other = make.MeetingFactory(group=group, held_on=date(2007, 3, 2))

    assert (
        as_("officer").get(f"{other.get_absolute_url()}minutes/corrections/{correction.pk}/").status_code
        == 404
    )


def test_a_long_list_takes_no_more_queries(
    as_, meeting, item, member, officer, django_assert_max_num_queries
):
    for number in range(12):
        make.proposed(meeting.minutes, item=item, by=member, new_text=f"word {number}")
    browser = as_("officer")

    with django_assert_max_num_queries(10):
        browser.get(f"{meeting.get_absolute_url()}minutes/corrections/")
