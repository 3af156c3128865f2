"""Reminders before a meeting (agenda, papers, reports) and after it (draft minutes, corrections)."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.utils import timezone

from meetings import operations
from meetings.models import Meeting, Minutes
from partnership import sending
from partnership.models import Notice
from tests.at_once import at_once
from tests.factories import reports
from tests.factories.meetings import MeetingFactory, called, circulated, closed, officer_of, reopened, started
from tests.factories.papers import PaperFactory
from tests.factories.partnership import GroupFactory, OfficeTermFactory, PersonFactory, UserFactory
from tests.year import each_morning

pytestmark = pytest.mark.django_db
HELD_ON = date(2027, 1, 25)  # a Monday; five clear days before it end on Friday the 15th


@pytest.fixture(autouse=True)
def before(time_machine):
    time_machine.move_to("2027-01-04 12:00Z", tick=False)


@pytest.fixture
def meeting(group, officer):
    return MeetingFactory(group=group, held_on=HELD_ON)


@pytest.fixture
def held(meeting, time_machine):
    """The meeting, on its day."""
    time_machine.move_to(f"{HELD_ON} 12:00Z", tick=False)
    return meeting


def run(job, first, last, time_machine, **how):
    return each_morning(lambda: job(on=timezone.localdate(), by=None), first, last, **how)


def january(job, time_machine, **how):
    return run(job, date(2027, 1, 5), date(2027, 1, 31), time_machine, **how)


# Agenda and papers


def test_officers_hear_twice_before_the_last_day_and_with_the_chair_after_it(meeting, chair, time_machine):
    assert january(operations.remind_of_papers, time_machine) == {
        "8 Jan": [("papers_due", "officer")],
        "14 Jan": [("papers_due", "officer")],
        "16 Jan": [("papers_late", "chair"), ("papers_late", "officer")],
    }


def test_the_day_before_a_monday_is_the_friday(group, officer, time_machine):
    MeetingFactory(group=group, held_on=date(2027, 1, 26))  # to be published by Monday the 18th

    assert list(january(operations.remind_of_papers, time_machine)) == ["11 Jan", "15 Jan", "19 Jan"]


def test_nobody_hears_of_an_agenda_that_is_out_or_set_for_an_hour_in_time(
    meeting, group, officer, time_machine
):
    other = MeetingFactory(group=GroupFactory(), held_on=HELD_ON)
    called(other)
    operations.plan_publication(meeting, act="agenda", at=_at("2027-01-15 17:00"), by=officer_of(group))

    assert january(operations.remind_of_papers, time_machine) == {}


def test_an_agenda_set_for_an_hour_that_is_too_late_is_reminded_of(meeting, officer, time_machine):
    operations.plan_publication(meeting, act="agenda", at=_at("2027-01-18 09:00"), by=officer)

    assert "14 Jan" in january(operations.remind_of_papers, time_machine)


def test_papers_that_are_not_published_are_counted(meeting, group, officer, time_machine):
    item = meeting.items.order_by("position").first()
    PaperFactory(item=item)
    called(meeting)
    time_machine.move_to("2027-01-08 07:15Z", tick=False)
    operations.remind_of_papers(on=date(2027, 1, 8), by=None)

    sending.send(Notice.objects.get(what="papers_due").pk)

    assert "this is not published yet: 1 paper." in mail.outbox[-1].body
    assert "Publish by Friday 15 January 2027" in mail.outbox[-1].body


@pytest.mark.parametrize("step", ["cancelled", "published"])
def test_what_is_off_or_out_when_its_turn_comes_is_dropped(meeting, officer, step, time_machine):
    time_machine.move_to("2027-01-08 07:15Z", tick=False)
    operations.remind_of_papers(on=date(2027, 1, 8), by=None)
    if step == "cancelled":
        operations.cancel_meeting(meeting, reason="Snow", by=officer)
    else:
        called(meeting)

    assert sending.send(Notice.objects.get(what="papers_due").pk) is False


def test_a_reminder_of_papers_that_is_late_itself_is_dropped_for_the_one_that_says_so(
    meeting, officer, time_machine
):
    run(operations.remind_of_papers, date(2027, 1, 8), date(2027, 1, 16), time_machine)

    time_machine.move_to("2027-01-16 09:00Z", tick=False)
    sent = [sending.send(notice.pk) for notice in Notice.objects.order_by("pk")]

    assert sent == [False, False, True]
    assert mail.outbox[-1].subject == f"Late: papers of the {meeting.group} for 25 January 2027"


def test_a_week_without_the_clock(meeting, officer, time_machine):
    away = [date(2027, 1, day) for day in range(8, 15)]

    assert list(january(operations.remind_of_papers, time_machine, left_out=away)) == ["15 Jan", "16 Jan"]


def test_the_author_of_a_report_hears_until_it_is_ready(meeting, group, officer, time_machine):
    author = UserFactory(email="author@example.org")
    report = reports.begun(group, author=author, meeting=meeting)
    called(meeting)

    told = january(operations.remind_of_papers, time_machine)

    assert told["8 Jan"] == [("papers_due", "officer"), ("report_wanted", "author")]
    time_machine.move_to("2027-01-08 12:00Z", tick=False)
    ready = reports.cleared(reports.written(report))
    operations.approve_report(ready, by=officer)
    assert sending.send(Notice.objects.filter(what="report_wanted").latest("pk").pk) is False


# Draft minutes


def test_officers_hear_three_times_that_nobody_has_a_draft_and_the_third_time_the_chair(
    held, chair, time_machine
):
    closed(started(held))

    assert run(operations.remind_of_minutes, HELD_ON, date(2027, 3, 31), time_machine) == {
        "4 Feb": [("minutes_overdue", "officer")],
        "11 Feb": [("minutes_overdue", "officer")],
        "18 Feb": [("minutes_overdue", "chair"), ("minutes_overdue", "officer")],
    }


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda meeting: None, "does not say whether it was held"),
        (started, "is not closed"),
        (lambda meeting: closed(started(meeting)), "none has been circulated"),
    ],
)
def test_the_words_say_what_is_wanted(held, step, words, time_machine):
    step(held)
    time_machine.move_to("2027-02-04 07:15Z", tick=False)
    operations.remind_of_minutes(on=date(2027, 2, 4), by=None)

    sending.send(Notice.objects.get(what="minutes_overdue").pk)

    assert words in mail.outbox[-1].body
    assert "25 January 2027" in mail.outbox[-1].subject


def test_nobody_hears_of_a_draft_that_is_out_or_of_a_meeting_that_was_not_held(held, officer, time_machine):
    circulated(closed(started(held)))
    off = MeetingFactory(group=held.group, held_on=date(2027, 1, 26))
    operations.cancel_meeting(off, reason="Snow", by=officer)

    assert run(operations.remind_of_minutes, HELD_ON, date(2027, 3, 31), time_machine) == {}


def test_of_a_record_that_is_taken_back_the_days_count_from_then(held, time_machine):
    circulated(closed(started(held)))
    time_machine.move_to("2027-03-01 12:00Z", tick=False)
    reopened(Meeting.objects.get(pk=held.pk))

    told = run(operations.remind_of_minutes, date(2027, 3, 2), date(2027, 4, 30), time_machine)

    assert list(told) == ["11 Mar", "18 Mar", "25 Mar"]


def test_the_record_of_an_old_meeting_is_written_without_being_reminded_of(group, officer, time_machine):
    MeetingFactory(group=group, held_on=date(2019, 5, 1))

    assert january(operations.remind_of_minutes, time_machine) == {}


def test_the_chair_of_a_closed_group_hears_only_as_its_member(officer, time_machine):
    closed_group = GroupFactory(is_public=False)
    meeting = MeetingFactory(group=closed_group, held_on=HELD_ON)
    stranger = PersonFactory(user=UserFactory(email="stranger@example.org"))
    OfficeTermFactory(group=closed_group, person=stranger)
    keeper = officer_of(meeting.group).email.split("@")[0]

    told = run(operations.remind_of_minutes, date(2027, 2, 18), date(2027, 2, 18), time_machine)

    assert told == {"18 Feb": [("minutes_overdue", keeper)]}


# Corrections


def corrections_until(meeting, day, time_machine):
    minutes = Minutes.objects.get(meeting=closed(started(meeting)))
    operations.circulate_minutes(minutes, corrections_until=day, by=officer_of(meeting.group))
    minutes.refresh_from_db()
    return minutes


@pytest.mark.parametrize(("left_out", "told_on"), [([], ["9 Feb"]), ([9], ["10 Feb"]), ([9, 10], [])])
def test_members_hear_on_the_day_before_the_last_or_on_the_last_or_not_at_all(
    held, member, outsider, left_out, told_on, time_machine
):
    corrections_until(held, date(2027, 2, 10), time_machine)
    away = [date(2027, 2, day) for day in left_out]

    told = run(operations.remind_of_corrections, HELD_ON, date(2027, 3, 1), time_machine, left_out=away)

    assert told == {day: [("corrections_closing", "member")] for day in told_on}


def test_on_the_morning_after_the_last_day_it_is_dropped(held, member, time_machine):
    corrections_until(held, date(2027, 2, 10), time_machine)
    run(operations.remind_of_corrections, date(2027, 2, 9), date(2027, 2, 9), time_machine)
    notice = Notice.objects.get(what="corrections_closing")

    time_machine.move_to("2027-02-11 00:01Z", tick=False)

    assert sending.send(notice.pk) is False


# At the same time


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(meeting, chair, time_machine):
    before = Notice.objects.count()
    time_machine.move_to("2027-01-16 07:15Z", tick=False)

    told = at_once(lambda n: operations.remind_of_papers(on=date(2027, 1, 16), by=None), times=3)

    assert sum(told) == Notice.objects.count() - before == 2


def _at(words):
    return datetime.fromisoformat(words).replace(tzinfo=UTC)
