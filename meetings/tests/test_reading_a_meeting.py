"""The page of a meeting: what it says first, what it adds, and how little it asks the database."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from core.access import Access
from meetings import operations
from meetings.models import AgendaItem
from meetings.reading import as_read_by
from meetings.tests.doors import main_words
from tests.factories import meetings as make
from tests.factories.partnership import PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, officer):
    """Under way, with one ordinary item."""
    meeting = make.MeetingFactory(group=group, number=2)
    make.AgendaItemFactory(
        meeting=meeting, title="Performance", topics=[TopicFactory(name="Local Area Agreement")]
    )
    return make.started(meeting)


@pytest.fixture
def item(meeting):
    return AgendaItem.objects.get(meeting=meeting, title="Performance")


def page_of(client, meeting):
    return main_words(client.get(meeting.get_absolute_url()).content.decode())


def test_the_page_leads_with_what_the_meeting_is_and_where_its_minutes_stand(as_, meeting):
    make.closed(meeting)

    words = page_of(as_("reader"), meeting)

    assert (
        "The second meeting of the Chief Executives Group, held on 2 February 2007. Its minutes are not published yet."
    ) in words


def test_it_names_the_meeting_that_the_minutes_await(as_, group, meeting):
    make.MeetingFactory(group=group, held_on=date(2007, 3, 30))
    make.closed(meeting)
    make.circulated(meeting)

    words = page_of(as_("officer"), meeting)

    assert "Its minutes are a draft and await approval by the meeting of 30 March 2007." in words


def test_approved_minutes_say_who_approved_signed_and_published_them(as_, group, meeting, chair, officer):
    make.closed(meeting)
    make.circulated(meeting)
    minutes = make.approved(meeting, corrections="“Good” became “very good”.")
    approval = minutes.approved_by
    operations.publish_decision(approval, by=officer)
    operations.sign_minutes(minutes, signed_by=chair.person, on=date(2007, 3, 2), by=officer)
    make.published(meeting)
    client = as_("reader")

    words = page_of(client, meeting)

    assert "Its minutes were approved on 2 March 2007." in words
    assert "“Good” became “very good”." in words
    assert "Chair of the Group, 2 March 2007" in words
    assert minutes.meeting.minutes_versions.last().sha256 in words
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert f'href="{approval.get_absolute_url()}"' in page
    assert f'href="{approval.item.meeting.get_absolute_url()}"' in page
    back = client.get(approval.get_absolute_url()).content.decode()
    assert f'href="{meeting.get_absolute_url()}#minutes"' in back


def test_a_draft_says_so_on_page_and_title(as_, group, meeting, member):
    make.closed(meeting)
    make.circulated(meeting)

    page = as_("member").get(meeting.get_absolute_url()).content.decode()

    assert "<strong>DRAFT</strong>" in page
    assert "(draft)" in page.split("</title>")[0]


def test_an_officer_who_goes_on_writing_is_told_that_the_members_do_not_see_it(
    as_, meeting, item, officer, member
):
    make.minuted(item, "First words.")
    make.closed(meeting)
    make.circulated(meeting)
    assert "Version 1, draft" in page_of(as_("officer"), meeting)

    make.minuted(item, "Other words.")

    assert "Changed since version 1 was given to the members" in page_of(as_("officer"), meeting)
    assert "First words." in page_of(as_("member"), meeting)


def test_an_old_version_can_be_read_as_it_was_given_out(as_, meeting, item, officer):
    make.minuted(item, "First words.")
    make.closed(meeting)
    make.circulated(meeting)
    make.minuted(item, "Other words.")
    client = as_("officer")

    old = main_words(client.get(f"{meeting.get_absolute_url()}?version=1").content.decode())

    assert "First words." in old
    assert "Other words." not in old
    assert "This is version 1 of its minutes" in old


@pytest.mark.parametrize("asked", ["2", "x", "-1", "0", "1.5", "²", "9" * 30, "1' OR 1=1"])
def test_a_version_that_is_not_there_is_not_found(asked, as_, meeting, officer):
    make.closed(meeting)
    make.circulated(meeting)

    assert as_("officer").get(meeting.get_absolute_url(), {"version": asked}).status_code == 404


def test_a_postponed_meeting_stays_at_its_address_and_leads_to_the_new_day(as_, group, officer):
    meeting = make.MeetingFactory(group=group)
    later = operations.postpone_meeting(meeting, to=date(2007, 2, 9), reason="There was snow.", by=officer)
    client = as_("reader")

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "This meeting was postponed." in page
    assert "There was snow." in page
    assert f'href="{later.get_absolute_url()}"' in page
    assert f'href="{meeting.get_absolute_url()}"' in client.get(later.get_absolute_url()).content.decode()


def test_a_cancelled_meeting_says_why(as_, group, officer):
    meeting = make.MeetingFactory(group=group)
    operations.cancel_meeting(meeting, reason="There was no business.", by=officer)

    words = page_of(as_("reader"), meeting)

    assert "which was to be held on 2 February 2007" in words
    assert "This meeting was cancelled. There was no business." in words


def test_decisions_and_actions_stand_under_their_item_with_where_they_are_today(as_, meeting, item, officer):
    decision = make.DecisionFactory(
        item=item, text="Keep the profiles.", voting="carried", votes_for=7, votes_against=3, abstentions=1
    )
    owner = PersonFactory(name="Magda Prail", slug="magda-prail")
    action = make.ActionItemFactory(item=item, text="Write the letter", owner=owner, due_on=date(2007, 2, 9))
    make.closed(meeting)
    make.circulated(meeting)
    make.approved(meeting)
    make.published(meeting)

    with time_machine.travel("2007-02-12 12:00"):
        words = page_of(as_("reader"), meeting)

    assert f"Decision {decision.ref} : Agreed Carried on a vote: 7 for, 3 against, 1 abstained." in words
    assert "Write the letter" in words
    assert "Overdue by 3 days" in words

    operations.close_action(action, note="The letter went out.", by=officer)

    assert "The letter went out." in page_of(as_("reader"), meeting)


def test_a_decision_is_read_as_soon_as_it_is_published_minutes_or_not(as_, meeting, item, officer):
    decision = make.DecisionFactory(item=item, text="Keep the profiles.")
    client = as_("reader")
    assert "Keep the profiles." not in page_of(client, meeting)

    operations.publish_decision(decision, by=officer)

    assert "Keep the profiles." in page_of(client, meeting)


def test_what_people_write_is_words_and_never_markup(as_, meeting, item, officer):
    make.minuted(item, "<script>alert(1)</script> {{ x }} **bold**")
    operations.edit_meeting(meeting, place="<img src=x onerror=alert(1)>", by=officer)

    page = as_("officer").get(meeting.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<strong>bold</strong>" in page


def test_attendance_is_told_by_the_part_people_had(as_, meeting, officer):
    away = PersonFactory(name="Mark Turner", slug="mark-turner")
    here = PersonFactory(name="Sharon Gray", slug="sharon-gray")
    operations.record_attendance(meeting, person=away, status="apologies", apology_reason="Ill", by=officer)
    operations.record_attendance(meeting, person=here, status="substitute", substitute_for=away, by=officer)

    words = page_of(as_("officer"), meeting)

    assert "Sharon Gray , for Mark Turner" in words
    assert "Ill" not in words.split()


def test_a_reader_goes_from_meeting_to_meeting_of_the_group(as_, group, officer):
    first, second, third = (
        make.MeetingFactory(group=group, held_on=make.HELD_ON + timedelta(days=days)) for days in (0, 28, 56)
    )
    page = as_("reader").get(second.get_absolute_url()).content.decode()

    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page


def long_meeting(group, officer, items):
    """A meeting with everything on it, so many times."""
    meeting = make.MeetingFactory(group=group)
    topic = TopicFactory()
    rows = [
        make.AgendaItemFactory(meeting=meeting, presenter=PersonFactory(), topics=[topic])
        for _ in range(items)
    ]
    make.AgendaItemFactory(meeting=meeting, access=Access.EXEMPT)
    make.started(meeting)
    for row in rows:
        make.minuted(row, "We spoke.")
        voter = PersonFactory()
        make.DecisionFactory(
            item=row, voting="carried", votes_for=2, votes_against=1, named_votes={voter: "for"}
        )
        make.ActionItemFactory(item=row)
        operations.record_attendance(meeting, person=voter, status="present", by=officer)
    return make.closed(meeting)


@pytest.mark.parametrize("items", [3, 40])
def test_the_record_takes_thirteen_queries_however_long_the_meeting_was(
    items, group, officer, member, chair, django_assert_max_num_queries
):
    meeting = long_meeting(group, officer, items)
    readers = [officer, member, chair, AnonymousUser()]

    def all_read():
        for user in readers:
            # Sign-in and the meeting's address take three more.
            with django_assert_max_num_queries(13):
                page = as_read_by(meeting, user)
                assert page.facts
                assert f"{page.opening} {page.standing} {page.decisions}"

    all_read()
    make.circulated(meeting)
    all_read()
    make.approved(meeting)
    make.published(meeting)
    all_read()
    assert len(as_read_by(meeting, AnonymousUser()).decisions) == items


@pytest.mark.parametrize("items", [3, 40])
def test_the_page_takes_nineteen_queries_at_most(
    items, as_, group, officer, member, django_assert_max_num_queries
):
    """One of them asks the apps above what came of the items."""
    meeting = long_meeting(group, officer, items)
    make.circulated(meeting)
    client = as_("member")
    with django_assert_max_num_queries(19):
        assert client.get(meeting.get_absolute_url()).status_code == 200
    clerk = as_("officer")
    with django_assert_max_num_queries(19):
        assert "What next" in clerk.get(meeting.get_absolute_url()).content.decode()

    make.approved(meeting)
    make.published(meeting)

    with django_assert_max_num_queries(19):
        client.get(meeting.get_absolute_url())
    client.logout()
    with django_assert_max_num_queries(19):
        client.get(meeting.get_absolute_url())


def test_a_meeting_whose_day_has_passed_does_not_look_as_if_it_were_to_come(as_, group):
    meeting = make.MeetingFactory(group=group)

    words = main_words(as_("reader").get(meeting.get_absolute_url()).content.decode())

    assert "Planned, not recorded" in words
    assert "whether it was held is not recorded yet" in words
    assert meeting.state == "Planned, not recorded"
