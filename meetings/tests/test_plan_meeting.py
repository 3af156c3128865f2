"""A meeting is planned, changed, called off or put off on pages that keep what was typed."""

from datetime import date, time

import pytest
import time_machine
from django.utils.html import escape

from core import history
from core.refusals import Refused
from meetings import operations
from meetings.models import Meeting
from partnership.models import Notice
from tests.factories.meetings import MeetingFactory, called

pytestmark = pytest.mark.django_db
# Of the meetings that the factories make; a meeting whose day is over calls nobody.
A_WEEK_BEFORE = "2007-01-26 12:00"
DAY = {"held_on_0": "2", "held_on_1": "2", "held_on_2": "2007"}


@pytest.fixture
def plan(as_, officer, group):
    """Send the form for planning a meeting."""
    browser = as_("officer")
    return lambda **answers: browser.post("/meetings/plan/", {"group": group.slug, **DAY, **answers})


def test_planning_puts_a_meeting_with_the_standing_items_into_the_diary(plan, group, officer):
    answer = plan(start_time="10am", end_time="12.30pm", place="Town Hall", number="7")

    meeting = Meeting.objects.get(group=group)
    assert answer.url == meeting.get_absolute_url()
    assert (meeting.start_time, meeting.end_time) == (time(10), time(12, 30))
    assert (meeting.place, meeting.number) == ("Town Hall", 7)
    assert meeting.items.count() == 6
    assert [(entry.verb, entry.by) for entry in history.of(meeting)] == [("planned", officer)]


BAD_INPUT = [
    ({"group": ""}, "group", "Choose an answer to “Group”."),
    ({"group": "no-such-group"}, "group", "Choose one of the answers offered for “Group”."),
    ({"held_on_0": "", "held_on_1": "", "held_on_2": ""}, "held_on", "Enter a date for “Date”."),
    ({"held_on_0": "31"}, "held_on", "February"),
    ({"held_on_2": "0207"}, "held_on", "year"),
    ({"held_on_0": "\x00"}, "held_on", ""),
    ({"start_time": "25 past"}, "start_time", "Enter a time, such as 10am, 2.30pm or 14:30."),
    ({"start_time": "2pm", "end_time": "10am"}, "end_time", "The meeting must end after it starts."),
    ({"start_time": "2pm", "end_time": "2pm"}, "end_time", "The meeting must end after it starts."),
    ({"end_time": "2pm"}, "start_time", "Say when the meeting starts as well."),
    ({"place": "x" * 201}, "place", "must be 200 characters or fewer"),
    ({"place": "Town\x00Hall"}, "place", "contains a character that cannot be kept"),
    ({"number": "0"}, "number", "must be 1 or more"),
    ({"number": "99999999999"}, "number", "must be 9999 or less"),
    ({"number": "seven"}, "number", "as a whole number"),
]


@pytest.mark.parametrize(("wrong", "question", "sentence"), BAD_INPUT)
def test_each_wrong_answer_gets_a_sentence_and_the_rest_is_kept(plan, wrong, question, sentence):
    answer = plan(**({"place": "Town Hall"} | wrong))

    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) == {question}
    assert sentence in str(errors[question][0])
    assert not Meeting.objects.exists()
    if "place" not in wrong:
        assert 'value="Town Hall"' in answer.content.decode()


def test_what_looks_like_markup_is_kept_as_the_words_it_is(plan):
    place = "<script>alert('x')</script>"

    refused = plan(place=place, number="0").content.decode()
    plan(place=place)

    assert place not in refused
    assert escape(place) in refused
    assert Meeting.objects.get().place == place


def test_a_second_meeting_on_the_day_is_refused_beside_the_date(plan, group):
    MeetingFactory(group=group)

    errors = plan().context["form"].errors

    assert errors == {"held_on": ["The group has a meeting on that day already."]}


def test_a_number_is_given_once_in_a_group(plan, group):
    MeetingFactory(group=group, held_on=date(2007, 1, 5), number=7)

    errors = plan(number="7").context["form"].errors

    assert errors == {"number": ["The group has a meeting of that number already."]}


def test_a_closed_group_plans_no_meeting(plan, group):
    group.closed_on = date(2007, 2, 1)

    with pytest.raises(Refused, match="closed from 1 February 2007 on"):
        operations.plan_meeting(group, held_on=date(2007, 2, 2), by=None)


@time_machine.travel(A_WEEK_BEFORE, tick=False)
def test_members_who_were_called_are_told_of_a_new_hour_but_not_of_a_new_number(as_, officer, member, group):
    meeting = called(MeetingFactory(group=group))
    browser = as_("officer")
    address = f"{meeting.get_absolute_url()}edit/"

    browser.post(address, {"number": "3"})
    assert not Notice.objects.filter(what="meeting_changed").exists()
    browser.post(address, {"number": "3", "start_time": "2pm"})
    assert [notice.to for notice in Notice.objects.filter(what="meeting_changed")] == [member]


def test_a_meeting_that_was_called_keeps_its_day(as_, officer, group):
    meeting = called(MeetingFactory(group=group))

    page = as_("officer").get(f"{meeting.get_absolute_url()}edit/")

    assert "held_on" not in page.context["form"].fields
    with pytest.raises(Refused, match="Postpone it instead"):
        operations.edit_meeting(meeting, held_on=date(2007, 2, 9), by=officer)


def test_cancelling_asks_why_and_leaves_the_meeting_at_its_address(as_, officer, group):
    meeting = MeetingFactory(group=group)
    browser = as_("officer")
    address = f"{meeting.get_absolute_url()}cancel/"

    assert browser.post(address).context["form"].errors == {"reason": ["Fill in “Why is it cancelled?”."]}
    answer = browser.post(address, {"reason": "Snow"}, follow=True)

    assert answer.status_code == 200
    meeting.refresh_from_db()
    assert (meeting.status, meeting.status_reason) == ("cancelled", "Snow")


def test_postponing_makes_a_new_meeting_with_the_same_agenda(as_, officer, member, group):
    meeting = called(MeetingFactory(group=group))

    answer = as_("officer").post(
        f"{meeting.get_absolute_url()}postpone/",
        {"to_0": "9", "to_1": "February", "to_2": "2007", "reason": "Snow"},
    )

    meeting.refresh_from_db()
    assert answer.url == meeting.postponed_to.get_absolute_url()
    assert list(meeting.items.values_list("title", flat=True)) == list(
        meeting.postponed_to.items.values_list("title", flat=True)
    )
    assert Notice.objects.filter(what="meeting_postponed", to=member).count() == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2", "Enter a day after 2 February 2007."), ("9", "The group has a meeting on that day already.")],
)
def test_a_day_that_cannot_be_is_refused_beside_the_date(as_, officer, group, day, sentence):
    meeting = MeetingFactory(group=group)
    MeetingFactory(group=group, held_on=date(2007, 2, 9))

    answer = as_("officer").post(
        f"{meeting.get_absolute_url()}postpone/", {"to_0": day, "to_1": "2", "to_2": "2007", "reason": "Snow"}
    )

    assert answer.context["form"].errors == {"to": [sentence]}
    meeting.refresh_from_db()
    assert meeting.status == "planned"
