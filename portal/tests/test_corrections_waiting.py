"""An officer finds on My work what members propose to change in a draft, until it is answered."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from meetings import operations
from meetings.models import AgendaItem
from portal import waiting
from portal.waiting.meetings import corrections_to_answer
from portal.waiting.tasks import MOST_SHOWN
from tests.factories import meetings as make

pytestmark = pytest.mark.django_db
TITLE = "Proposed corrections to answer"


@pytest.fixture
def item(group, officer, member) -> AgendaItem:
    """Of a meeting whose draft is with the members."""
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=meeting, title="Performance")
    make.started(meeting)
    make.minuted(item, "Progress was good, and more is to come.")
    make.closed(meeting)
    make.circulated(meeting)
    return AgendaItem.objects.select_related("meeting__minutes").get(pk=item.pk)


@pytest.fixture
def correction(item, member):
    return make.proposed(item.meeting.minutes, item=item, by=member)


def titles(user) -> list[str]:
    return [each.title for each in waiting.for_login(user)]


def test_the_officer_finds_the_way_to_each_with_who_and_when(item, officer, member):
    with time_machine.travel(datetime(2007, 3, 1, 12, tzinfo=UTC), tick=False):
        correction = make.proposed(item.meeting.minutes, item=item, by=member, late_reason="Was ill")

    [task] = corrections_to_answer(officer).tasks

    assert task.address == correction.get_absolute_url()
    assert task.title == f"Item {item.number}: {item.meeting}"
    assert task.note == f"Proposed by {correction.proposer} on 1 March 2007"


def test_the_page_says_it(correction, as_):
    page = as_("officer").get("/my-work/").content.decode()

    assert TITLE in page
    assert f'href="{correction.get_absolute_url()}"' in page


def test_nobody_else_is_asked_to_answer(correction, member, chair, outsider):
    for user in (member, chair, outsider):
        assert TITLE not in titles(user)


@pytest.mark.parametrize("answer", ["declined", "withdrawn", "taken"])
def test_what_is_answered_waits_no_more(correction, answer, officer, member):
    assert TITLE in titles(officer)

    if answer == "declined":
        operations.decline_correction(correction, answer="It was said so.", by=officer)
    elif answer == "withdrawn":
        operations.withdraw_correction(correction, by=member)
    else:
        before = correction.minutes.meeting
        make.MeetingFactory(group=before.group, held_on=before.held_on + timedelta(weeks=4))
        operations.take_correction_to_meeting(correction, by=officer)

    assert TITLE not in titles(officer)


def test_however_many_are_one_question(item, officer, member, django_assert_num_queries):
    for number in range(MOST_SHOWN + 3):
        make.proposed(item.meeting.minutes, item=item, new_text=f"good {number}", by=member)

    with django_assert_num_queries(1):
        found = corrections_to_answer(officer)

    assert (len(found.shown), found.count) == (MOST_SHOWN, f"more than {MOST_SHOWN}")
