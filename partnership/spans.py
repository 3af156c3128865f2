"""The times that reports are of: a month, a quarter of a financial year, a year. The end is the first day after."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils import timezone

APRIL = 4


class Rhythm(TextChoices):
    """How often a report of a kind is made, and of what time it is."""

    WEEK = "week", "Every week"
    MONTH = "month", "Every month"
    # It is made every month and tells of the calendar year so far.
    YEAR_SO_FAR = "year_so_far", "Every month, of the year so far"
    QUARTER = "quarter", "Every quarter"
    YEAR = "year", "Every year"
    FINANCIAL_YEAR = "financial_year", "Every financial year"


@dataclass(frozen=True)
class Span:
    """From a day on, up to another that is no longer in it."""

    starts_on: date
    ends_on: date
    label: str

    @property
    def since(self) -> datetime:
        """Its first moment, as the clocks go here."""
        return midnight(self.starts_on)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return midnight(self.ends_on)

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def financial_year(self) -> int:
        """The calendar year in which the financial year of its last day began."""
        return financial_year_of(self.last_day)


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def financial_year_of(day: date) -> int:
    return day.year if day.month >= APRIL else day.year - 1


def span_with(rhythm: str, day: date) -> Span:
    """The time of this rhythm that has the day in it."""
    match rhythm:
        case Rhythm.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Span(monday, monday + timedelta(days=7), f"week of {monday.day} {monday:%B %Y}")
        case Rhythm.MONTH:
            first = day.replace(day=1)
            return Span(first, _next_month(first), f"{first:%B %Y}")
        case Rhythm.YEAR_SO_FAR:
            end = _next_month(day.replace(day=1))
            label = str(day.year) if end.year > day.year else f"{day.year} to the end of {day:%B}"
            return Span(date(day.year, 1, 1), end, label)
        case Rhythm.QUARTER:
            year, number = financial_year_of(day), (day.month - APRIL) % 12 // 3 + 1
            return quarter(year, number)
        case Rhythm.FINANCIAL_YEAR:
            year = financial_year_of(day)
            return Span(date(year, APRIL, 1), date(year + 1, APRIL, 1), f"{year}/{(year + 1) % 100:02d}")
    return Span(date(day.year, 1, 1), date(day.year + 1, 1, 1), str(day.year))


def quarter(year: int, number: int) -> Span:
    """A quarter of the financial year that begins in a year."""
    first = (
        date(year, APRIL, 1)
        if number == 1
        else date(year, APRIL + 3 * (number - 1), 1)
        if number < 4
        else None
    )
    first = first or date(year + 1, 1, 1)
    end = first
    for _ in range(3):
        end = _next_month(end)
    return Span(first, end, f"quarter {number} of {year}/{(year + 1) % 100:02d}")


def last_over(rhythm: str, on: date) -> Span:
    """The last time of this rhythm that was over on a day."""
    if rhythm == Rhythm.YEAR_SO_FAR:
        return span_with(rhythm, on.replace(day=1) - timedelta(days=1))
    return span_with(rhythm, span_with(rhythm, on).starts_on - timedelta(days=1))


def _next_month(first: date) -> date:
    return first + timedelta(days=calendar.monthrange(first.year, first.month)[1])
