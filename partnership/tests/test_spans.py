"""The times that reports are of: they follow each other without a gap, whatever the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.spans import Rhythm, financial_year_of, last_over, quarter, span_with

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
WHOLE = [Rhythm.WEEK, Rhythm.MONTH, Rhythm.QUARTER, Rhythm.YEAR, Rhythm.FINANCIAL_YEAR]


@pytest.mark.parametrize(
    ("rhythm", "day", "starts_on", "ends_on", "label"),
    [
        (Rhythm.WEEK, date(2007, 2, 25), date(2007, 2, 19), date(2007, 2, 26), "week of 19 February 2007"),
        (Rhythm.MONTH, date(2008, 2, 29), date(2008, 2, 1), date(2008, 3, 1), "February 2008"),
        (Rhythm.MONTH, date(2007, 12, 31), date(2007, 12, 1), date(2008, 1, 1), "December 2007"),
        (Rhythm.QUARTER, date(2006, 4, 1), date(2006, 4, 1), date(2006, 7, 1), "quarter 1 of 2006/07"),
        (Rhythm.QUARTER, date(2007, 3, 31), date(2007, 1, 1), date(2007, 4, 1), "quarter 4 of 2006/07"),
        (Rhythm.YEAR, date(2007, 2, 2), date(2007, 1, 1), date(2008, 1, 1), "2007"),
        (Rhythm.FINANCIAL_YEAR, date(2007, 2, 2), date(2006, 4, 1), date(2007, 4, 1), "2006/07"),
        (
            Rhythm.YEAR_SO_FAR,
            date(2007, 2, 2),
            date(2007, 1, 1),
            date(2007, 3, 1),
            "2007 to the end of February",
        ),
        (Rhythm.YEAR_SO_FAR, date(2007, 12, 2), date(2007, 1, 1), date(2008, 1, 1), "2007"),
    ],
)
def test_the_time_that_has_a_day_in_it(rhythm, day, starts_on, ends_on, label):
    span = span_with(rhythm, day)

    assert (span.starts_on, span.ends_on, span.label) == (starts_on, ends_on, label)


@given(st.sampled_from(WHOLE), DAYS)
def test_each_follows_the_one_before_it(rhythm, day):
    span = span_with(rhythm, day)

    assert span.starts_on <= day < span.ends_on
    assert span_with(rhythm, span.ends_on).starts_on == span.ends_on
    assert span_with(rhythm, span.last_day) == span


@given(st.sampled_from(list(Rhythm)), DAYS)
def test_the_last_that_was_over_ended_by_then_and_no_other_has_since(rhythm, day):
    span = last_over(rhythm, day)

    assert span.ends_on <= day
    if rhythm != Rhythm.YEAR_SO_FAR:
        assert span_with(rhythm, span.ends_on).ends_on > day


@given(DAYS)
def test_a_quarter_is_known_by_its_year_and_number(day):
    span = span_with(Rhythm.QUARTER, day)
    number = int(span.label.split()[1])

    assert quarter(financial_year_of(day), number) == span


def test_moments_follow_the_clocks_here():
    summer = span_with(Rhythm.MONTH, date(2007, 7, 1))

    assert summer.since.utcoffset() == timedelta(hours=1)
    assert (summer.until - summer.since).days == 31
