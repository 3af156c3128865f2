"""The last Sundays of March and October: no notice twice or left out, and hours are those on the clocks.

And a week in which nobody looked after the machines: the clock stood still, or no worker sent anything.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from celery.schedules import crontab
from django.utils import timezone

from config.celery import app
from meetings import operations as meetings
from partnership.models import Notice
from portal import demo
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingFactory,
    circulated,
    closed,
    started,
)
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OfficerSupportFactory,
    PersonFactory,
    UserFactory,
)
from tests.year import Mornings, at, jobs_of_the_timetable, told

pytestmark = pytest.mark.django_db
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)
EVERY_DAY = (set(range(7)), set(range(1, 32)), set(range(1, 13)))
DAILY = {
    title: entry["schedule"]
    for title, entry in app.conf.beat_schedule.items()
    if isinstance(schedule := entry["schedule"], crontab)
    and (schedule.day_of_week, schedule.day_of_month, schedule.month_of_year) == EVERY_DAY
    # What comes every hour comes in these hours, too: once more or once less does no harm, it looks what is due.
    and len(schedule.hour) == 1
}


# Hours


def test_no_daily_job_is_set_for_the_hour_that_is_missing_in_march_and_comes_twice_in_october():
    daily = [job for job in jobs_of_the_timetable() if len(job.schedule.hour) == 1]

    assert [job for job in daily if job.hour.hour == 1] == []


@pytest.mark.parametrize("sunday", [FORWARD, BACK])
@pytest.mark.parametrize("title", DAILY)
def test_every_daily_job_starts_once_on_each_of_these_days_at_its_hour_on_the_clocks(title, sunday):
    schedule = DAILY[title]
    [hour], [minute] = schedule.hour, schedule.minute
    starts, moment = [], at(sunday - timedelta(days=1), time(0))
    last_run = at(sunday - timedelta(days=2), time(hour, minute))
    # As beat does: it looks again and again whether the job is due since its last run, here every ten minutes.
    while moment < at(sunday + timedelta(days=2), time(0)):
        with time_machine.travel(moment, tick=False):
            if schedule.is_due(last_run).is_due:
                starts.append(timezone.localtime(moment))
                last_run = moment
        moment = (moment.astimezone(UTC) + timedelta(minutes=10)).astimezone(moment.tzinfo)

    assert [start.date() for start in starts] == [sunday + timedelta(days=n) for n in (-1, 0, 1)]
    wanted = timedelta(hours=hour, minutes=minute)
    for start in starts:
        late = timedelta(hours=start.hour, minutes=start.minute) - wanted
        assert timedelta(0) <= late < timedelta(minutes=10)


# Days


class Office:
    """A group whose member has an action for each of these days."""

    def __init__(self, *due_on):
        self.group = GroupFactory(name="Office", keeps_register=False)
        OfficerSupportFactory(group=self.group, user=UserFactory(email="officer@example.org"))
        self.owner = PersonFactory(user=UserFactory(email="owner@example.org"))
        MembershipFactory(group=self.group, person=self.owner)
        meeting = MeetingFactory(group=self.group, held_on=timezone.localdate())
        item = AgendaItemFactory(meeting=meeting)
        started(meeting)
        self.action, *_ = [ActionItemFactory(item=item, owner=self.owner, due_on=day) for day in due_on]
        self.minutes = circulated(closed(meeting))


def office_due(*due_on):
    """An office in which actions are due on these days, opened forty days before the first."""
    with time_machine.travel(at(due_on[0] - timedelta(days=40), time(12)), tick=False):
        return Office(*due_on)


def lived(first, last, left_out=(), sends=True):
    mornings = Mornings(done=first - timedelta(days=1), wanted=lambda day: day not in left_out, sends=sends)
    mornings.until(last)
    return mornings


MINE = told("actions_due", "owner", "owner")


@pytest.mark.parametrize("sunday", [FORWARD, BACK])
def test_what_is_due_on_the_day_the_clocks_change_is_told_on_its_days_and_once(sunday):
    office_due(sunday)

    mornings = lived(sunday - timedelta(days=8), sunday + timedelta(days=2))

    days = [sunday + timedelta(days=n) for n in (-7, 0, 1)]
    assert mornings.told == dict.fromkeys(days, MINE)
    subjects = [message.subject.split(":")[0] for message in mornings.sent]
    assert subjects == ["Due in 7 days", "Due today", "Overdue by 1 day"]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        # One minute to midnight and midnight of the clocks, on either side of each change.
        (datetime(2027, 3, 27, 23, 59, tzinfo=UTC), "Due in 1 day"),
        (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), "Due today"),
        (datetime(2027, 3, 28, 22, 59, tzinfo=UTC), "Due today"),
        (datetime(2027, 3, 28, 23, 0, tzinfo=UTC), "Overdue by 1 day"),
    ],
)
def test_a_day_begins_and_ends_by_the_clocks(moment, said):
    office = office_due(FORWARD)

    with time_machine.travel(moment, tick=False):
        assert office.action.urgency == said


@pytest.mark.parametrize(("sunday", "hour"), [(FORWARD, "23:00"), (BACK, "00:00")])
def test_corrections_end_with_the_day_on_the_clocks(sunday, hour):
    office = office_due(sunday)
    office.minutes.corrections_close_on = sunday
    end = at(sunday + timedelta(days=1), time(0))
    assert f"{end.astimezone(UTC):%H:%M}" == hour

    for moment, takes in ((end - timedelta(minutes=1), True), (end, False)):
        with time_machine.travel(moment, tick=False):
            assert office.minutes.takes_corrections is takes


# A week in which nobody looked


def test_a_week_without_the_clock_is_caught_up_with_one_telling():
    """Away from 2 to 8 March, with actions due on the 3rd and on the 9th."""
    office_due(date(2027, 3, 3), date(2027, 3, 9))
    away = [date(2027, 3, day) for day in range(2, 9)]

    mornings = lived(date(2027, 2, 20), date(2027, 3, 12), left_out=away)

    assert mornings.told == {
        date(2027, 2, 24): MINE,  # the first is due in a week
        date(2027, 3, 9): MINE,  # back: the first is late and the second is due today, in one list
        date(2027, 3, 10): MINE,  # the second is late
        date(2027, 3, 11): MINE,  # the first, a week after the morning on which it was late: no day is moved
    }
    assert mornings.sent[1].subject == "Actions: 1 overdue, 1 due within a week"


def test_of_a_week_without_a_worker_the_last_of_each_is_sent_and_the_rest_is_dropped_and_counted():
    office = office_due(date(2027, 3, 3))
    first, last = date(2027, 2, 23), date(2027, 3, 5)
    mornings = lived(first, last, sends=False)
    assert mornings.told == {date(2027, 2, 24): MINE, date(2027, 3, 3): MINE, date(2027, 3, 4): MINE}

    mornings.send_all(at(last, time(12)))

    assert [message.subject for message in mornings.sent] == [f"Overdue by 2 days: {office.action.text}"]
    assert Notice.objects.dropped().count() == 2


def test_of_a_week_without_a_worker_nothing_is_sent_of_what_was_done():
    office = office_due(date(2027, 3, 3))
    mornings = lived(date(2027, 2, 23), date(2027, 3, 3), sends=False)
    with time_machine.travel(at(date(2027, 3, 3), time(9)), tick=False):
        meetings.close_action(office.action, note="Done.", by=office.owner.user)

    mornings.send_all(at(date(2027, 3, 5), time(12)))

    assert mornings.sent == []
    assert Notice.objects.dropped().count() == 2


def test_a_record_that_is_loaded_years_after_floods_nobody():
    """The demonstration, loaded today: of all that it holds one thing still waits to be done, and it is told once."""
    demo.load()
    today = timezone.localdate()

    mornings = lived(today, today + timedelta(days=20))

    assert mornings.told == {
        today: sorted(
            told("interests_due", "representative", "Richard Quallington")
            + told("interests_overdue", "accountant finance officer", "Chief Executives Group")
        )
    }
