"""The days on which a rule has a group meet, and what is in the way of each."""

import calendar
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.templatetags.house import british_date
from core.working_days import DAY, bank_holiday, is_weekend, is_working_day
from meetings.notice import weekday_date

AUGUST = 8
LAST = 5
# More than this is more than a year of meetings every week.
MOST_DAYS = 60


@dataclass(frozen=True)
class Rule:
    """Every so many weeks on a weekday; or the first, second, ... or last of a weekday in a month."""

    weekday: int
    first_day: date
    last_day: date
    every_weeks: int | None = None
    nth: int | None = None
    months: tuple[int, ...] = tuple(range(1, 13))

    def days(self) -> Iterator[date]:
        """In their order, from the first day to the last."""
        return self._by_weeks() if self.every_weeks else self._by_months()

    def _by_weeks(self) -> Iterator[date]:
        assert self.every_weeks
        day = self.first_day + DAY * ((self.weekday - self.first_day.weekday()) % 7)
        while day <= self.last_day:
            if day.month in self.months:
                yield day
            day += timedelta(weeks=self.every_weeks)

    def _by_months(self) -> Iterator[date]:
        assert self.nth
        year, month = self.first_day.year, self.first_day.month
        while (year, month) <= (self.last_day.year, self.last_day.month):
            day = nth_weekday(year, month, self.weekday, self.nth)
            if month in self.months and self.first_day <= day <= self.last_day:
                yield day
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The first to fourth of a weekday in a month, or (5) its last."""
    if nth == LAST:
        end = date(year, month, calendar.monthrange(year, month)[1])
        return end - DAY * ((end.weekday() - weekday) % 7)
    start = date(year, month, 1)
    return start + DAY * ((weekday - start.weekday()) % 7) + timedelta(weeks=nth - 1)


@dataclass(frozen=True)
class Proposal:
    """One day of a series: where the rule puts it, what is in its way, and the day proposed."""

    by_rule: date
    day: date
    in_the_way: list[str] = field(default_factory=list)
    is_wanted: bool = True

    @property
    def name(self) -> str:
        return weekday_date(self.by_rule)


def propose(rule: Rule, *, taken: Collection[date], today: date) -> list[Proposal]:
    """The days of a rule. One that is a holiday or a weekend moves to the next working day that is free."""
    days = list(rule.days())
    proposals: list[Proposal] = []
    used = set(taken) | set(days)
    for by_rule in days:
        day = by_rule
        if bank_holiday(by_rule) or (is_weekend(by_rule) and by_rule not in taken):
            day = next(each for each in _after(by_rule) if each not in used)
            used.add(day)
        is_taken = by_rule in taken
        reasons = list(_in_the_way(by_rule, day, is_taken=is_taken, today=today))
        proposals.append(Proposal(by_rule, day, reasons, is_wanted=not is_taken))
    return proposals


def _after(day: date) -> Iterator[date]:
    """The working days after it."""
    while True:
        day += DAY
        if is_working_day(day):
            yield day


def _in_the_way(by_rule: date, day: date, *, is_taken: bool, today: date) -> Iterator[str]:
    if name := bank_holiday(by_rule):
        yield f"It is a bank holiday, {name}."
    if is_weekend(by_rule):
        yield f"It is a {by_rule:%A}."
    if is_taken:
        yield "The group has a meeting on that day already, so it is not ticked."
    if day != by_rule:
        yield f"{weekday_date(day)} is proposed instead."
    if by_rule.month == AUGUST:
        yield "It is in August, when many are away."
    if by_rule < today:
        yield f"That day has passed: it was before {british_date(today)}."
