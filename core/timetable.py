"""The timetable of what the clock starts, as `config/celery.py` writes it: its moments, and the names of its jobs."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from celery import current_app
from celery.schedules import crontab
from croniter import croniter  # type: ignore[import-untyped]
from django.utils import timezone

from core.templatetags.house import british_time

# The clock of a worker may be a little behind the clock that started the job.
TOLERANCE = timedelta(seconds=30)


@dataclass(frozen=True)
class Entry:
    """One line of the timetable: a job, and when it is started."""

    name: str
    task: str
    schedule: crontab | timedelta
    # A start that nobody has taken up for so long is left: the next one does its work.
    late_for: timedelta

    @property
    def is_daily_or_rarer(self) -> bool:
        """Started at hours of the day, and not every so many minutes."""
        return isinstance(self.schedule, crontab)

    @property
    def seconds(self) -> float:
        """From one start to the next, of a job that is started every so many minutes."""
        return 0.0 if isinstance(self.schedule, crontab) else self.schedule.total_seconds()

    @property
    def often(self) -> str:
        """How often, in words: "every minute", "every day at 7.10am"."""
        if isinstance(self.schedule, crontab):
            return _in_words(self.schedule)
        minutes = round(self.schedule.total_seconds() / 60)
        return "every minute" if minutes == 1 else f"every {minutes} minutes"

    def due_before(self, moment: datetime) -> datetime:
        """The last moment at which it was due, not after this one."""
        if isinstance(self.schedule, crontab):
            # croniter asks for what is strictly before.
            local = timezone.localtime(moment) + timedelta(seconds=1)
            return croniter(_cron(self.schedule), local).get_prev(datetime)
        seconds = self.schedule.total_seconds()
        return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, UTC)

    def due_after(self, moment: datetime) -> datetime:
        """The next moment at which it is due."""
        if isinstance(self.schedule, crontab):
            return croniter(_cron(self.schedule), timezone.localtime(moment)).get_next(datetime)
        return self.due_before(moment) + self.schedule


def entries() -> list[Entry]:
    """The whole timetable, in the order in which it is written."""
    return [
        _entry(name, line) for name, line in current_app.conf.beat_schedule.items() if isinstance(line, dict)
    ]


def entry_of(task: str) -> Entry | None:
    """The line of one job; None for one that is not on the timetable."""
    return next((entry for entry in entries() if entry.task == task), None)


def _entry(name: str, line: dict) -> Entry:
    schedule = line["schedule"]
    late_for = timedelta(seconds=line.get("options", {}).get("expires", 3600))
    if not isinstance(schedule, crontab | timedelta):
        schedule = timedelta(seconds=float(schedule))
    return Entry(name, line["task"], schedule, late_for)


def _cron(schedule: crontab) -> str:
    """The five fields as cron writes them."""
    return " ".join(
        str(field)
        for field in (
            schedule._orig_minute,
            schedule._orig_hour,
            schedule._orig_day_of_month,
            schedule._orig_month_of_year,
            schedule._orig_day_of_week,
        )
    )


DAYS = {
    "1": "Monday",
    "2": "Tuesday",
    "3": "Wednesday",
    "4": "Thursday",
    "5": "Friday",
    "6": "Saturday",
    "0": "Sunday",
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def _in_words(schedule: crontab) -> str:
    minute, hour, day, month, weekday = _cron(schedule).split()
    if hour == "*" and minute.isdigit():
        return "every hour, on the hour" if minute == "0" else f"every hour, at {minute} minutes past"
    if not (minute.isdigit() and hour.isdigit()):
        return f"by the rule {_cron(schedule)}"
    at = f"at {british_time(time(int(hour), int(minute)))}"
    if weekday != "*":
        return f"every {DAYS.get(weekday.lower(), f'day {weekday} of the week')} {at}"
    if month != "*":
        months = " and ".join(_month(each) for each in month.split(","))
        return f"on day {day} of {months} {at}"
    return f"every day {at}" if day == "*" else f"on day {day} of every month {at}"


def _month(number: str) -> str:
    return datetime(2000, int(number), 1).strftime("%B") if number.isdigit() else number
