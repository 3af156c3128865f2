"""On which days around a due day something is said, and what of it is still worth saying when the clock was late."""

from collections.abc import Mapping
from datetime import date, timedelta

# The clock may have stood still for a week: what came in that time is said when it goes again, and only the last of it.
CAUGHT_UP = 7


def around(due_on: date, **days: int) -> dict[str, date]:
    """Named days before and after: `around(due_on, soon=-7, due=0, late=1)`."""
    return {name: due_on + timedelta(count) for name, count in days.items()}


def reached(days: Mapping[str, date], *, on: date, within: int = CAUGHT_UP) -> str:
    """The name of the latest of these days that has come, unless it is more than so many days past; else nothing.

    What came before it is overtaken: nobody needs to hear that something is due soon once it is late.
    """
    come = {name: day for name, day in days.items() if day <= on}
    if not come:
        return ""
    latest = max(come, key=lambda name: come[name])
    return latest if (on - come[latest]).days <= within else ""


def dues_to_look_at(*, on: date, first: int, last: int, within: int = CAUGHT_UP) -> tuple[date, date]:
    """Between which due days something may be said on this day, where it is said from `first` to `last` days after."""
    return on - timedelta(last + within), on - timedelta(first)


def monday_of(day: date) -> date:
    """The day with which its week begins."""
    return day - timedelta(day.weekday())
