"""The clear days between agenda and meeting are told before publishing and after, to everyone."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils.text import capfirst

from meetings import notice
from meetings.models import Meeting
from meetings.reading import as_read_by
from tests.factories.meetings import MeetingFactory, called

pytestmark = pytest.mark.django_db
HELD_ON = date(2026, 3, 11)  # a Wednesday


def on(day: int, month: int = 3, hour: int = 12):
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=UTC), tick=False)


@pytest.fixture
def meeting(group, officer) -> Meeting:
    return MeetingFactory(group=group, held_on=HELD_ON)


BEFORE = [
    (2, "6 clear days, enough for the group’s 5. Publish by Tuesday 3 March 2026 to be on time."),
    (3, "5 clear days, enough for the group’s 5. Publish by Tuesday 3 March 2026 to be on time."),
    (
        4,
        "4 clear days, one short of the group’s 5. To be on time it had to be published by Tuesday 3 March 2026.",
    ),
    (10, "no clear days, five short of the group’s 5."),
    (12, "no notice, because the day of the meeting has passed."),
]


@pytest.mark.parametrize(("day", "sentence"), BEFORE)
def test_before_publishing_the_page_says_what_it_would_mean(as_, meeting, day, sentence):
    with on(day):
        page = as_("officer").get(f"{meeting.get_absolute_url()}publish-agenda/").content.decode()

    assert f"If you publish now: {sentence}" in page


AFTER = [
    (2, "6 clear days before the meeting: on time"),
    (3, "5 clear days before the meeting: on time"),
    (4, "4 clear days before the meeting: late by 1 clear day"),
    (9, "1 clear day before the meeting: late by 4 clear days"),
    (10, "no clear days before the meeting: late by 5 clear days"),
    (11, "on the day of the meeting: late by 5 clear days"),
    (20, "after the meeting: late by 5 clear days"),
]


@pytest.mark.parametrize(("day", "words"), AFTER)
def test_after_publishing_everyone_reads_whether_it_was_on_time(client, meeting, day, words):
    with on(day):
        called(meeting)

    page = client.get(meeting.get_absolute_url()).content.decode()
    assert capfirst(words) in page


def test_the_lead_and_the_facts_of_every_document_say_it(meeting, reader):
    with on(4):
        called(meeting)
        page = as_read_by(meeting, reader)

        assert (
            page.standing
            == "Agenda published on 4 March 2026, 4 clear days before the meeting: late by 1 clear day."
        )
        assert ("Notice", "4 clear days before the meeting: late by 1 clear day") in page.facts_of_agenda


def test_the_day_is_that_of_london(meeting):
    # Half past midnight on 31 March there; by Greenwich it is still the 30th.
    with time_machine.travel(datetime(2026, 3, 30, 23, 30, tzinfo=UTC), tick=False):
        later = MeetingFactory(group=meeting.group, held_on=date(2026, 4, 15))
        called(later)

    later.refresh_from_db()
    # Out are Good Friday, Easter Monday and three weekends.
    assert notice.given_in_words(later) == (
        "Agenda published on 31 March 2026, 8 clear days before the meeting: on time."
    )


def test_bank_holidays_that_do_not_count_are_named(as_, group, meeting):
    later = MeetingFactory(group=group, held_on=date(2026, 4, 8))
    with on(31):
        page = as_("officer").get(f"{later.get_absolute_url()}publish-agenda/").content.decode()

    assert "Good Friday (3 April 2026), Easter Monday (6 April 2026)" in page


def test_the_rule_of_that_day_counts_even_if_it_changes(group, meeting):
    with on(4):
        called(meeting)
    group.notice_days = 2
    group.save()

    meeting.refresh_from_db()
    assert notice.clock_of(meeting).verdict == "late by 1 clear day"


def test_a_group_that_asks_for_no_notice_is_never_short(group, meeting):
    group.notice_days = 0
    group.save()
    meeting.refresh_from_db()
    with on(10):
        assert notice.if_published_now(meeting) == (
            "If you publish now: no clear days; the group’s rules ask for none."
        )
