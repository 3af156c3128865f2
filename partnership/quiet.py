"""The hours in which a login does not wish to be written to, by the local clock."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from partnership.kinds import kind_of
from partnership.models import NoticeWishes

SATURDAY = 5
# What cannot wait if the meeting is near.
OF_MEETINGS = ("meeting_cancelled", "meeting_changed", "meeting_postponed")
# Whoever reads of it in the morning must still be able to stay at home.
IN_TIME = timedelta(hours=2)


def may_be_told(wishes: NoticeWishes | None, what: str, about: Any, *, at: datetime) -> datetime:
    """The first moment from `at` on at which this may be told: now, if the hour is not quiet or it cannot wait."""
    ends = end_of_quiet(wishes, at)
    return at if ends > at and _is_urgent(what, about, at, ends) else ends


def end_of_quiet(wishes: NoticeWishes | None, at: datetime) -> datetime:
    """The first moment from `at` on that is not quiet."""
    if wishes is None:
        return at
    moment = at
    # A night may end in a weekend, and a weekend in a night.
    for _ in range(5):
        later = _end_of_weekend(wishes, moment) or _end_of_night(wishes, moment)
        if later is None:
            break
        moment = later
    return moment


def _end_of_weekend(wishes: NoticeWishes, moment: datetime) -> datetime | None:
    local = timezone.localtime(moment)
    if not wishes.not_at_weekends or local.weekday() < SATURDAY:
        return None
    return _moment(local, time.min, days=7 - local.weekday(), after=moment)


def _end_of_night(wishes: NoticeWishes, moment: datetime) -> datetime | None:
    begins, ends = wishes.quiet_from, wishes.quiet_until
    if begins is None or ends is None:
        return None
    local = timezone.localtime(moment)
    clock = local.time()
    if begins < ends:
        return _moment(local, ends, days=0, after=moment) if begins <= clock < ends else None
    if clock >= begins:
        return _moment(local, ends, days=1, after=moment)
    return _moment(local, ends, days=0, after=moment) if clock < ends else None


def _moment(local: datetime, clock: time, *, days: int, after: datetime) -> datetime:
    """That hour of the local clock, some days on. Where the clocks go back it comes twice: the one still to come."""
    wall = datetime.combine(local.date() + timedelta(days=days), clock, tzinfo=local.tzinfo)
    moment = wall.astimezone(UTC)
    return moment if moment > after else wall.replace(fold=1).astimezone(UTC)


def _is_urgent(what: str, about: Any, at: datetime, ends: datetime) -> bool:
    """What keeps a login safe, and what is wrong with a meeting of today or one that would begin unheard."""
    if kind_of(what).key == "login":
        return True
    if what not in OF_MEETINGS or about is None:
        return False
    local = timezone.localtime(at)
    begins = datetime.combine(about.held_on, about.start_time or time.min, tzinfo=local.tzinfo)
    return about.held_on == local.date() or at <= begins.astimezone(UTC) <= ends + IN_TIME
