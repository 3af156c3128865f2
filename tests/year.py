"""A year of the timetable: what the clock starts, morning by morning, and what it tells whom."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import time_machine
from celery.schedules import crontab
from django.core import mail
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from config.celery import app
from core.models import Run
from partnership import sending
from partnership.models import Notice
from portal.demo import days
from portal.tasks import make_report

LONDON = ZoneInfo("Europe/London")
# When every job of the morning is over, a worker sends what they told.
SENT_AT = time(8, 30)

# A day as it is written in a list: what was told, to whom (the first word of an address), about what.
Told = tuple[str, str, str]


@dataclass(frozen=True)
class Job:
    """Something that the timetable starts at an hour of every day, or of some days."""

    hour: time
    schedule: crontab
    run: Callable[[], Any]

    def is_on(self, day: date) -> bool:
        """Whether it is for this day of the week, of the month and of the year."""
        of_week, of_month, of_year = day.isoweekday() % 7, day.day, day.month
        schedule = self.schedule
        return (
            of_week in schedule.day_of_week
            and of_month in schedule.day_of_month
            and of_year in schedule.month_of_year
        )


def jobs_of_the_timetable() -> list[Job]:
    """What the timetable starts at an hour, in the order of the hours; what it starts every minute is left out."""
    found = []
    for entry in app.conf.beat_schedule.values():
        schedule = entry["schedule"]
        if isinstance(schedule, crontab):
            hours = [time(hour, minute) for hour in schedule.hour for minute in schedule.minute]
            found += [Job(hour, schedule, import_string(entry["task"])) for hour in hours]
    return sorted(found, key=lambda job: job.hour)


@dataclass
class Mornings:
    """Runs the jobs of one day after the other, and keeps what each day told."""

    done: date
    # Days on which nobody is at work are passed over, such as the years of which the record says nothing.
    wanted: Callable[[date], bool] = lambda day: True
    told: dict[date, list[Told]] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=jobs_of_the_timetable)
    sent: list[EmailMessage] = field(default_factory=list)
    # Whether a worker is there; without one everything waits for `send_all`.
    sends: bool = True
    waiting: list[int] = field(default_factory=list)

    def until(self, day: date) -> None:
        """Every morning that is still to come, that of the day itself among them."""
        while self.done < day:
            self.done += timedelta(days=1)
            if self.wanted(self.done):
                self.morning(self.done)

    def morning(self, day: date) -> None:
        """One morning: each job at its hour on the clocks of that day, then whatever they told is sent."""
        last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for job in self.jobs:
            if job.is_on(day):
                with time_machine.travel(at(day, job.hour), tick=False):
                    job.run()
                    make_what_was_asked_for()
        new = Notice.objects.filter(pk__gt=last).select_related("to").order_by("pk")
        if new:
            self.told[day] = sorted(as_written(notice) for notice in new)
            self.waiting += [notice.pk for notice in new]
            if self.sends:
                self.send_all(at(day, SENT_AT))

    def send_all(self, moment: datetime) -> None:
        """A worker takes up what the clock told."""
        mail.outbox.clear()
        with time_machine.travel(moment, tick=False):
            for number in self.waiting:
                sending.send(number)
        self.waiting.clear()
        self.sent += mail.outbox

    @contextmanager
    def as_the_record_is_written(self) -> Iterator[None]:
        """While this lasts, the mornings before each day of the demonstration record pass before it is entered."""

        def travel(moment: datetime, **how: Any) -> time_machine.travel:
            self.until(moment.date())
            return time_machine.travel(moment, **how)

        with mock.patch.object(days, "time_machine", SimpleNamespace(travel=travel)):
            yield

    def in_year(self, year: int) -> dict[str, list[Told]]:
        """What each day of a year told; days without anything are left out."""
        return {f"{day.day} {day:%B}": told for day, told in self.told.items() if day.year == year}


def make_what_was_asked_for() -> None:
    """A worker makes the reports that the clock has just asked for."""
    asked = Run.objects.unfinished().filter(task=make_report.name).order_by("pk")
    for number in asked.values_list("pk", flat=True):
        make_report(number)


def each_morning(
    job: Callable[[], Any], first: date, last: date, *, left_out: Iterable[date] = ()
) -> dict[str, list[tuple[str, str]]]:
    """One job on every morning, twice as a careless clock would: what each told whom, without the empty ones."""
    found = {}
    away = set(left_out)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in away:
            continue
        before = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with time_machine.travel(at(day, time(7, 30)), tick=False):
            job()
            job()
        if new := Notice.objects.filter(pk__gt=before).select_related("to"):
            found[f"{day.day} {day:%b}"] = sorted(as_written(notice)[:2] for notice in new)
    return found


def told(what: str, whom: str, about: str) -> list[Told]:
    """The same to several, named by the first words of their addresses, for a list written by hand."""
    return [(what, reader, about) for reader in sorted(whom.split())]


def at(day: date, hour: time) -> datetime:
    """An hour on the clocks of a day."""
    return datetime.combine(day, hour, tzinfo=LONDON)


def as_written(notice: Notice) -> Told:
    """For a list that a person reads."""
    return (
        notice.what,
        notice.reader if notice.to is None else notice.to.email.split("@")[0],
        str(notice.about),
    )
