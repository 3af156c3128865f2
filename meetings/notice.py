"""How many clear days of notice an agenda gives, in sentences."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from core.templatetags.house import british_date
from core.working_days import bank_holiday, clear_days_between, latest_day_for
from meetings.models import Meeting

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@dataclass(frozen=True)
class NoticeClock:
    """An agenda published on one day for a meeting on another, and what the group's rules ask for."""

    published_on: date
    held_on: date
    asked: int

    @property
    def clear_days(self) -> int:
        return clear_days_between(self.published_on, self.held_on)

    @property
    def short(self) -> int:
        """By how many days it is late."""
        return max(self.asked - self.clear_days, 0)

    @property
    def is_on_time(self) -> bool:
        return self.short == 0 and self.published_on <= self.held_on

    @property
    def latest_day(self) -> date:
        return latest_day_for(self.asked, self.held_on)

    @property
    def verdict(self) -> str:
        """On time, or late by 2 clear days."""
        if self.is_on_time:
            return "on time"
        return f"late by {days(self.short)}" if self.short else "late"

    @property
    def given(self) -> str:
        """After publication: 5 clear days before the meeting, on time."""
        if self.published_on > self.held_on:
            return f"after the meeting: {self.verdict}"
        if self.published_on == self.held_on:
            return f"on the day of the meeting: {self.verdict}"
        return f"{days(self.clear_days)} before the meeting: {self.verdict}"

    @property
    def would_give(self) -> str:
        """Before publication: what publishing on that day would mean."""
        if self.published_on > self.held_on:
            return "no notice, because the day of the meeting has passed"
        rule = f"the group’s {self.asked}"
        if not self.asked:
            return f"{days(self.clear_days)}; the group’s rules ask for none"
        if self.short:
            return f"{days(self.clear_days)}, {number(self.short)} short of {rule}"
        return f"{days(self.clear_days)}, enough for {rule}"

    @property
    def advice(self) -> str:
        """Until when it is on time."""
        if not self.asked:
            return ""
        day = weekday_date(self.latest_day)
        if self.published_on <= self.latest_day or self.is_on_time:
            return f"Publish by {day} to be on time."
        return f"To be on time it had to be published by {day}."

    @property
    def not_counted(self) -> str:
        """The bank holidays in between, by name."""
        between = (self.held_on - self.published_on).days
        # Nobody needs the holidays of a year that is far away.
        passed = (self.published_on + timedelta(days=n) for n in range(1, min(between, 60)))
        named = [f"{name} ({british_date(day)})" for day in passed if (name := bank_holiday(day))]
        return f"Not counted: {', '.join(named)}." if named else ""


def clock_of(meeting: Meeting) -> NoticeClock | None:
    """What notice the published agenda gave; nothing where it is not published."""
    if meeting.agenda_published_at is None:
        return None
    published_on = timezone.localtime(meeting.agenda_published_at).date()
    # The rules as they were then; of meetings from before that was kept, as they are.
    asked = meeting.group.notice_days if meeting.notice_days is None else meeting.notice_days
    return NoticeClock(published_on, meeting.held_on, asked)


def clock_if_published(meeting: Meeting, at: datetime | None = None) -> NoticeClock:
    """What notice it would give if it were published at that moment, or now."""
    return NoticeClock(timezone.localtime(at).date(), meeting.held_on, meeting.group.notice_days)


def given_in_words(meeting: Meeting) -> str:
    """Agenda published on 25 January 2007, 5 clear days before the meeting: on time."""
    clock = clock_of(meeting)
    return f"Agenda published on {british_date(clock.published_on)}, {clock.given}." if clock else ""


def if_published_now(meeting: Meeting) -> str:
    """If you publish now: 4 clear days, one short of the group's 5. And until when it is on time."""
    clock = clock_if_published(meeting)
    return " ".join(filter(None, [f"If you publish now: {clock.would_give}.", clock.advice]))


def days(count: int) -> str:
    return f"{count or 'no'} clear day{'' if count == 1 else 's'}"


def number(count: int) -> str:
    """one, two, ... nine, 10."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def weekday_date(day: date) -> str:
    """Tuesday 3 March 2026."""
    return f"{day:%A} {british_date(day)}"
