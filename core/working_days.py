"""Which days are working days in England, and how many lie between two days."""

from datetime import date, datetime, timedelta
from functools import cache

import holidays
from django.utils import timezone

DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _bank_holidays() -> holidays.HolidayBase:
    # The library adds the years as they are asked for, one-off days such as a royal wedding among them.
    return holidays.country_holidays("GB", subdiv="ENG", language="en_GB")


def bank_holiday(day: date) -> str:
    """What the bank holiday on that day is called; nothing on any other day."""
    return _bank_holidays().get(day) or ""


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a bank holiday."""
    return not is_weekend(day) and not bank_holiday(day)


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += DAY
    return day


def clear_days_between(published: date | datetime, meeting: date) -> int:
    """The working days between, with neither the day of publication nor that of the meeting counted.

    A moment counts on the day it has in London.
    """
    first = _day_of(published) + DAY
    return sum(is_working_day(first + n * DAY) for n in range((meeting - first).days))


def latest_day_for(clear_days: int, meeting: date) -> date:
    """The last working day on which publishing still gives so many clear days before the meeting."""
    day, left = meeting - DAY, clear_days
    while left or not is_working_day(day):
        left -= is_working_day(day)
        day -= DAY
    return day


def _day_of(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
