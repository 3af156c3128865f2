"""Clear days leave out both ends, weekends and the bank holidays of England, on the days that London has."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.working_days import (
    bank_holiday,
    clear_days_between,
    is_working_day,
    latest_day_for,
    next_working_day,
)

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(1975, 1, 1), max_value=date(2060, 12, 31))
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPANS = st.integers(min_value=-30, max_value=120)


@pytest.mark.parametrize(
    "day",
    [
        date(2011, 4, 29),  # the royal wedding
        date(2022, 9, 19),  # the state funeral
        date(2012, 6, 5),  # the Diamond Jubilee
        date(2012, 6, 4),  # the spring holiday, moved to stand before it
        date(2007, 4, 6),  # Good Friday
        date(2007, 4, 9),  # Easter Monday, which Scotland does not keep
        date(2007, 8, 27),
        date(2021, 12, 27),  # Christmas Day, a Saturday, kept on the Monday
        date(2021, 12, 28),
    ],
)
def test_bank_holidays_are_no_working_days(day):
    assert bank_holiday(day)
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2012, 5, 28),  # the last Monday in May of the year of the Jubilee
        date(2007, 1, 2),  # kept in Scotland
        date(2007, 3, 19),  # kept in Northern Ireland
        date(2008, 2, 29),
        date(2007, 5, 11),
    ],
)
def test_days_that_only_look_like_holidays_are_working_days(day):
    assert bank_holiday(day) == ""
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("published", "meeting", "days"),
    [
        (date(2007, 1, 25), date(2007, 2, 2), 5),
        (date(2007, 2, 1), date(2007, 2, 2), 0),
        (date(2007, 2, 2), date(2007, 2, 2), 0),
        (date(2007, 2, 5), date(2007, 2, 2), 0),
        (date(2007, 4, 3), date(2007, 4, 12), 4),  # over Easter: the 4th, 5th, 10th and 11th
        (date(2008, 2, 28), date(2008, 3, 3), 1),  # the leap day alone
        (date(2007, 2, 27), date(2007, 3, 2), 2),
        (date(2009, 12, 23), date(2010, 1, 5), 5),  # the 24th, 29th, 30th and 31st, and the 4th
        (date(2011, 4, 26), date(2011, 5, 4), 3),  # the wedding and May Day out
        (date(2022, 9, 16), date(2022, 9, 21), 1),
    ],
)
def test_clear_days(published, meeting, days):
    assert clear_days_between(published, meeting) == days


@UNHURRIED
@given(DAYS, SPANS)
def test_one_day_more_before_counts_exactly_when_the_day_passed_over_is_a_working_day(published, span):
    meeting = published + span * DAY
    more = clear_days_between(published - DAY, meeting) - clear_days_between(published, meeting)

    assert more == int(is_working_day(published) and published < meeting)


@UNHURRIED
@given(DAYS, SPANS)
def test_it_is_what_counting_on_the_calendar_gives(published, span):
    meeting = published + span * DAY
    between = [published + n * DAY for n in range(1, max(span, 1))]

    assert clear_days_between(published, meeting) == len([day for day in between if is_working_day(day)])


@UNHURRIED
@given(DAYS, st.integers(min_value=0, max_value=40))
def test_the_latest_day_is_on_time_and_the_next_working_day_is_not(meeting, asked):
    latest = latest_day_for(asked, meeting)

    assert is_working_day(latest)
    assert clear_days_between(latest, meeting) >= asked
    following = next_working_day(latest + DAY)
    assert following >= meeting or clear_days_between(following, meeting) < asked


@UNHURRIED
@given(DAYS)
def test_the_next_working_day_passes_over_no_other(day):
    found = next_working_day(day)

    assert is_working_day(found)
    assert not any(is_working_day(day + n * DAY) for n in range((found - day).days))


# Clocks go forward on 29 March 2026 and back on 25 October 2026, both at one in the morning by Greenwich.
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 27, 23, 30, tzinfo=LONDON), date(2026, 3, 27)),
        (datetime(2026, 3, 28, 0, 30, tzinfo=LONDON), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=LONDON), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=LONDON), date(2026, 3, 29)),
        (datetime(2026, 3, 30, 23, 30, tzinfo=LONDON), date(2026, 3, 30)),
        (datetime(2026, 3, 31, 0, 30, tzinfo=LONDON), date(2026, 3, 31)),
        # The same moments by Greenwich: in summer half past eleven there is tomorrow in London.
        (datetime(2026, 3, 27, 23, 30, tzinfo=UTC), date(2026, 3, 27)),
        (datetime(2026, 3, 30, 23, 30, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_moment_counts_on_its_day_in_london(moment, day):
    for meeting in (day + n * DAY for n in range(-2, 12)):
        assert clear_days_between(moment, meeting) == clear_days_between(day, meeting)


@UNHURRIED
@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_whatever_zone_a_moment_is_told_in_it_counts_the_same(moment):
    meeting = date(moment.year, 12, 20)

    assert clear_days_between(moment, meeting) == clear_days_between(moment.astimezone(LONDON), meeting)
    assert clear_days_between(moment, meeting) == clear_days_between(
        moment.astimezone(LONDON).date(), meeting
    )
