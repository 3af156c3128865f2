"""Each moment of the timetable is done once, whatever clocks and workers there are and whichever of them dies."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from inspect import signature
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core import clock, timetable
from core.models import ScheduledStart
from core.schedule import sweep_runs
from core.timetable import Entry
from tests.databases import address_of_the_test_database
from tests.factories.partnership import UserFactory

LONDON = ZoneInfo("Europe/London")
State = ScheduledStart.State
DAILY = Entry("Remind", "core.schedule.forget_old_starts", crontab(hour=7, minute=10), timedelta(hours=12))
MINUTELY = Entry("Sweep", "core.schedule.sweep_runs", timedelta(minutes=1), timedelta(minutes=1))


@pytest.fixture(autouse=True)
def lines(monkeypatch):
    """A timetable of two jobs."""
    monkeypatch.setattr(clock, "entries", lambda: [DAILY, MINUTELY])
    monkeypatch.setattr(
        clock, "entry_of", lambda task: next((e for e in [DAILY, MINUTELY] if e.task == task), None)
    )


@pytest.fixture
def queued(monkeypatch):
    """The jobs that were put into the queue, each with the start it is for."""
    jobs = []
    monkeypatch.setattr(
        current_app,
        "send_task",
        lambda task, kwargs=None, **options: jobs.append((task, (kwargs or {}).get("start_id"))),
    )
    return jobs


# The moments


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2007-02-02 07:09", "2007-02-01 07:10", "2007-02-02 07:10"),
        ("2007-02-02 07:10", "2007-02-02 07:10", "2007-02-03 07:10"),
        # The night on which clocks go forward has 23 hours, the one on which they go back 25.
        ("2007-03-25 07:09", "2007-03-24 07:10", "2007-03-25 07:10"),
        ("2007-03-25 12:00", "2007-03-25 07:10", "2007-03-26 07:10"),
        ("2007-10-28 07:09", "2007-10-27 07:10", "2007-10-28 07:10"),
        ("2007-10-28 12:00", "2007-10-28 07:10", "2007-10-29 07:10"),
    ],
)
def test_a_daily_job_keeps_its_hour_on_the_clock_at_the_wall(moment, before, after):
    assert DAILY.due_before(at(moment)) == at(before)
    assert DAILY.due_after(at(moment)) == at(after)


def test_a_job_of_every_minute_belongs_to_whole_minutes():
    assert MINUTELY.due_before(datetime(2007, 2, 2, 9, 30, 59, tzinfo=UTC)) == datetime(
        2007, 2, 2, 9, 30, tzinfo=UTC
    )
    assert MINUTELY.due_after(datetime(2007, 2, 2, 9, 30, tzinfo=UTC)) == datetime(
        2007, 2, 2, 9, 31, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (crontab(hour=7, minute=5), "every day at 7.05am"),
        (crontab(hour=8, minute=0, day_of_week="mon"), "every Monday at 8am"),
        (crontab(hour=6, minute=30, day_of_month="1"), "on day 1 of every month at 6.30am"),
        (
            crontab(hour=6, minute=30, day_of_month="1", month_of_year="1,4"),
            "on day 1 of January and April at 6.30am",
        ),
        (crontab(minute=0), "every hour, on the hour"),
        (crontab(minute=5), "every hour, at 5 minutes past"),
        (timedelta(minutes=1), "every minute"),
        (timedelta(minutes=5), "every 5 minutes"),
    ],
)
def test_how_often_is_said_in_words(schedule, words):
    assert Entry("Some job", "some.task", schedule, timedelta(hours=1)).often == words


def test_every_line_of_the_timetable_is_a_job_of_the_clock():
    current_app.loader.import_default_modules()
    for entry in timetable.entries():
        assert entry.task in current_app.tasks, entry.name
        assert entry.due_before(timezone.now()) <= timezone.now() < entry.due_after(timezone.now())
        assert "rule" not in entry.often, "a line that nobody can say in words"
        # Made by on_the_clock: it takes the start that a person asked for.
        assert "start_id" in signature(current_app.tasks[entry.task].run).parameters


# Once


@pytest.mark.django_db
def test_a_second_clock_finds_the_moment_taken():
    done = []

    with time_machine.travel(at("2007-02-02 07:10"), tick=False):
        first = clock.run(DAILY.task, lambda: done.append("once") or 3)
        second = clock.run(DAILY.task, lambda: done.append("twice"))
    with time_machine.travel(at("2007-02-03 07:10"), tick=False):
        third = clock.run(DAILY.task, lambda: done.append("the next day"))

    assert done == ["once", "the next day"]
    assert second is None
    assert third
    first.refresh_from_db()
    assert (first.state, first.outcome, first.due_at) == (State.DONE, "3", at("2007-02-02 07:10"))


@pytest.mark.django_db
def test_a_worker_whose_clock_is_a_little_behind_takes_the_moment_that_is_meant():
    with time_machine.travel(at("2007-02-02 07:09:50"), tick=False):
        start = clock.run(DAILY.task, lambda: None)

    assert start.due_at == at("2007-02-02 07:10")


def test_called_as_a_function_it_is_the_plain_job(db):
    assert sweep_runs() == 0
    assert sweep_runs() == 0
    assert ScheduledStart.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_do_it_once():
    begun, may_end, done, second = threading.Event(), threading.Event(), [], []

    def slow():
        begun.set()
        assert may_end.wait(20)
        done.append("slow")

    def first_worker():
        clock.run(MINUTELY.task, slow)
        connection.close()

    def second_worker():
        # A minute later, so that it is the lock that keeps it out and not the row.
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            second.append(clock.run(MINUTELY.task, lambda: done.append("second")))
        connection.close()

    one = threading.Thread(target=first_worker)
    one.start()
    assert begun.wait(20)
    two = threading.Thread(target=second_worker)
    two.start()
    two.join(20)
    may_end.set()
    one.join(20)

    assert done == ["slow"]
    assert second == [None]


# What dies


KILLED = """
import django, os, time
django.setup()
from core import clock
def job():
    print("at it", flush=True)
    time.sleep(60)
clock.run("core.schedule.sweep_runs", job)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_gives_the_job_back_with_its_connection():
    environment = os.environ | {
        "DATABASE_URL": address_of_the_test_database(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE
    )
    assert worker.stdout.readline() == b"at it\n"
    assert clock.run(MINUTELY.task, lambda: None) is None, "it is in other hands"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()

    def given_back() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            return cursor.fetchone()[0] == 0

    deadline = timezone.now() + timedelta(seconds=20)
    while not given_back():
        assert timezone.now() < deadline

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert clock.run(MINUTELY.task, lambda: "done after all") is not None
    states = list(ScheduledStart.objects.order_by("due_at").values_list("state", "outcome"))
    assert states == [(State.ABANDONED, ""), (State.DONE, "done after all")]


@pytest.mark.django_db
def test_an_error_is_written_down_and_tried_again_three_times_in_all(queued):
    def fails():
        raise RuntimeError("no such table")

    for minutes in (0, 6, 12, 18):
        with time_machine.travel(at("2007-02-02 07:10") + timedelta(minutes=minutes), tick=False):
            if minutes:
                clock.catch_up()
            if minutes == 0 or queued:
                queued.clear()
                with pytest.raises(RuntimeError):
                    clock.run(DAILY.task, fails)

    start = ScheduledStart.objects.get()
    assert (start.state, start.tries, start.problem) == (State.FAILED, 3, "RuntimeError: no such table")


@pytest.mark.django_db
def test_a_day_without_a_worker_is_caught_up_while_it_is_the_same_day(queued):
    with time_machine.travel(at("2007-02-01 07:10"), tick=False):
        clock.run(DAILY.task, lambda: None)

    for moment, expected in [
        ("2007-02-02 07:12", []),  # it may be on its way
        ("2007-02-02 09:00", [(DAILY.task, None)]),
        ("2007-02-02 19:30", []),  # too late for today's
        ("2007-02-09 08:00", [(DAILY.task, None)]),  # a week later only today's
    ]:
        queued.clear()
        with time_machine.travel(at(moment), tick=False):
            clock.catch_up()
        assert queued == expected, moment


@pytest.mark.django_db
def test_a_job_that_never_ran_waits_for_its_first_moment(queued):
    assert clock.catch_up() == 0
    assert queued == []


@pytest.mark.django_db
def test_what_a_person_asked_for_is_done_though_its_message_was_lost(
    queued, django_capture_on_commit_callbacks
):
    asked = clock.ask(DAILY.task, by=UserFactory())
    assert queued == []  # the transaction is not over

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        clock.catch_up()
    assert queued == [(DAILY.task, asked.pk)]
    done = clock.run(DAILY.task, lambda: 5, start_id=asked.pk)

    assert done == asked
    assert clock.run(DAILY.task, lambda: 5, start_id=asked.pk) is None


@pytest.mark.django_db
def test_old_starts_are_forgotten_those_of_every_minute_first():
    now = timezone.now()
    for entry, days in [(DAILY, 5), (DAILY, 900), (MINUTELY, 1), (MINUTELY, 5)]:
        ScheduledStart.objects.create(task=entry.task, due_at=now - timedelta(days=days))

    assert clock.forget_old_starts() == 2
    kept = {(start.task, (now - start.due_at).days) for start in ScheduledStart.objects.all()}
    assert kept == {(DAILY.task, 5), (MINUTELY.task, 1)}


@pytest.mark.django_db
def test_late_is_what_missed_its_moment_and_new_is_not_late():
    with time_machine.travel(at("2007-02-02 09:00"), tick=False):
        assert not clock.is_late(DAILY, None)
        yesterday = ScheduledStart(task=DAILY.task, due_at=at("2007-02-01 07:10"))
        assert clock.is_late(DAILY, yesterday)
        yesterday.due_at = at("2007-02-02 07:10")
        assert not clock.is_late(DAILY, yesterday)
        assert clock.is_late(MINUTELY, ScheduledStart(due_at=at("2007-02-02 08:50")))
        assert not clock.is_late(MINUTELY, ScheduledStart(due_at=at("2007-02-02 08:58")))
