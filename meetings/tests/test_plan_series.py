"""A year of meetings is planned in one form: every date is shown with what is in its way, then all or none."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.refusals import Refused
from core.working_days import is_working_day
from meetings import operations
from meetings.models import Meeting
from meetings.series import LAST, Rule, nth_weekday, propose
from tests.factories.meetings import MeetingFactory

MONDAY, FRIDAY = 0, 4
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
YEAR = {"first_day": date(2007, 1, 1), "last_day": date(2007, 12, 31)}
TODAY = date(2006, 12, 1)


def test_every_so_many_weeks_begins_with_the_first_such_day():
    days = list(Rule(weekday=FRIDAY, every_weeks=4, **YEAR).days())

    assert days[:3] == [date(2007, 1, 5), date(2007, 2, 2), date(2007, 3, 2)]
    assert len(days) == 13


def test_the_first_second_or_last_of_a_weekday_in_some_months():
    rule = Rule(weekday=FRIDAY, nth=LAST, months=(3, 6, 9, 12), **YEAR)

    assert list(rule.days()) == [date(2007, 3, 30), date(2007, 6, 29), date(2007, 9, 28), date(2007, 12, 28)]


def test_a_year_end_lies_between():
    rule = Rule(weekday=MONDAY, nth=1, first_day=date(2006, 11, 7), last_day=date(2007, 2, 5))

    assert list(rule.days()) == [date(2006, 12, 4), date(2007, 1, 1), date(2007, 2, 5)]


@UNHURRIED
@given(st.integers(2000, 2060), st.integers(1, 12), st.integers(0, 6), st.integers(1, 5))
def test_the_nth_weekday_lies_in_its_month_and_week(year, month, weekday, nth):
    day = nth_weekday(year, month, weekday, nth)

    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    if nth == LAST:
        assert day.day > 31 - 7 - 3
    else:
        assert (day.day - 1) // 7 == nth - 1


@UNHURRIED
@given(
    st.integers(0, 6), st.integers(1, 5), st.sets(st.dates(date(2007, 1, 1), date(2007, 12, 31)), max_size=40)
)
def test_no_proposal_is_a_holiday_or_proposed_twice(weekday, nth, taken):
    proposals = propose(Rule(weekday=weekday, nth=nth, **YEAR), taken=taken, today=TODAY)

    moved = [each.day for each in proposals if each.day != each.by_rule]
    assert all(is_working_day(day) and day not in taken for day in moved)
    assert len({each.day for each in proposals}) == len(proposals)


def test_what_is_in_the_way_is_said_and_another_day_proposed():
    taken = {date(2007, 8, 6)}
    easter_monday = {"first_day": date(2007, 4, 9), "last_day": date(2007, 4, 9)}
    [easter] = propose(Rule(weekday=MONDAY, every_weeks=1, **easter_monday), taken=taken, today=TODAY)
    august = propose(Rule(weekday=MONDAY, nth=1, months=(8,), **YEAR), taken=taken, today=TODAY)[0]

    assert easter.day == date(2007, 4, 10)
    assert easter.in_the_way == [
        "It is a bank holiday, Easter Monday.",
        "Tuesday 10 April 2007 is proposed instead.",
    ]
    assert not august.is_wanted
    assert august.in_the_way == [
        "The group has a meeting on that day already, so it is not ticked.",
        "It is in August, when many are away.",
    ]


RULE = {
    "rule": "months",
    "weekday": "4",
    "nth": "1",
    "every_weeks": "",
    "months": ["3", "4", "5"],
    "first_day_0": "1",
    "first_day_1": "January",
    "first_day_2": "2007",
    "last_day_0": "31",
    "last_day_1": "12",
    "last_day_2": "2007",
    "start_time": "10am",
    "end_time": "noon",
    "place": "Town Hall",
}
# The first Fridays: 2 March, 6 April (Good Friday), 4 May.
DAYS = ["2007-03-02", "2007-04-06", "2007-05-04"]


def rows(**days):
    """What the page of days sends: each row ticked, on its day or another."""
    sent = {"step": "plan"}
    for row in DAYS:
        day = date.fromisoformat(days.get(row.replace("-", "_"), row))
        prefix = f"on-{row}"
        sent |= {f"{prefix}-wanted": "on"}
        sent |= {f"{prefix}-day_0": day.day, f"{prefix}-day_1": day.month, f"{prefix}-day_2": day.year}
    return sent


@pytest.fixture
def send(as_, officer, group):
    browser = as_("officer")
    return lambda **more: browser.post("/meetings/plan-series/", {"group": group.slug, **RULE, **more})


@pytest.mark.django_db
class TestThePages:
    def test_the_first_page_shows_every_date_and_plans_nothing(self, send):
        page = send()

        assert "3 dates; look at 3 of them" in page.content.decode()
        assert (
            "It is a bank holiday, Good Friday. Tuesday 10 April 2007 is proposed instead."
            in page.content.decode()
        )
        assert [row["form"].initial["day"] for row in page.context["rows"]] == [
            date(2007, 3, 2),
            date(2007, 4, 10),
            date(2007, 5, 4),
        ]
        assert not Meeting.objects.exists()

    def test_the_second_plans_what_is_ticked(self, send, group):
        answers = rows(**{"2007-04-06".replace("-", "_"): "2007-04-11"})
        del answers["on-2007-05-04-wanted"]
        answer = send(**answers)

        assert answer.status_code == 302
        planned = Meeting.objects.of_group(group).order_by("held_on")
        assert [meeting.held_on for meeting in planned] == [date(2007, 3, 2), date(2007, 4, 11)]
        assert {(m.place, m.start_time.hour, m.end_time.hour) for m in planned} == {("Town Hall", 10, 12)}

    def test_nothing_is_planned_if_one_day_is_wrong_and_nothing_typed_is_lost(self, send, group):
        MeetingFactory(group=group, held_on=date(2007, 5, 11))
        answers = rows(**{"2007_04_06": "2007-04-11", "2007_05_04": "2007-05-11"})

        page = send(**answers)

        assert page.status_code == 200
        wrong = {row["proposal"].by_rule: row["form"].errors for row in page.context["rows"]}
        assert wrong[date(2007, 5, 4)] == {"day": ["The group has a meeting on that day already."]}
        assert wrong[date(2007, 3, 2)] == {}
        text = page.content.decode()
        assert "Friday 4 May 2007: The group has a meeting on that day already." in text
        assert 'value="11"' in text
        assert '<input type="hidden" name="place" value="Town Hall">' in text
        assert text.count('name="months"') == 3
        assert Meeting.objects.of_group(group).count() == 1

    def test_two_rows_on_one_day_are_refused_beside_one_of_them(self, send):
        page = send(**rows(**{"2007_04_06": "2007-03-02"}))

        assert sum(bool(row["form"].errors) for row in page.context["rows"]) == 1
        assert not Meeting.objects.exists()

    def test_a_date_that_is_none_is_refused_beside_its_row(self, send):
        answers = rows() | {"on-2007-03-02-day_0": "31", "on-2007-03-02-day_1": "2"}
        answers |= {"on-2007-05-04-day_0": "", "on-2007-05-04-day_1": "", "on-2007-05-04-day_2": ""}
        page = send(**answers).content.decode()

        assert "Friday 2 March 2007: February 2007 has only 28 days." in page
        assert "Friday 4 May 2007: Enter a date, or take the tick away." in page
        assert not Meeting.objects.exists()

    def test_a_wrong_date_in_a_row_without_a_tick_does_not_matter(self, send):
        answers = rows() | {"on-2007-03-02-day_0": "99"}
        del answers["on-2007-03-02-wanted"]

        assert send(**answers).status_code == 302
        assert Meeting.objects.count() == 2

    def test_nothing_ticked_is_refused(self, send):
        page = send(step="plan")

        assert "Tick at least one day." in page.content.decode()

    def test_one_can_go_back_to_the_rule_and_finds_it_as_it_was(self, send):
        page = send(step="rule").content.decode()

        assert "Plan a series of meetings" in page
        assert 'value="Town Hall"' in page

    @pytest.mark.parametrize(
        ("wrong", "question", "sentence"),
        [
            ({"nth": ""}, "nth", "Choose which one in the month."),
            ({"rule": "weeks"}, "every_weeks", "Say every how many weeks the group meets."),
            ({"rule": "weeks", "every_weeks": "0"}, "every_weeks", "must be 1 or more"),
            ({"rule": "sometimes"}, "rule", "Choose one of the answers offered"),
            ({"last_day_2": "2006"}, "last_day", "must be on or after the first"),
            ({"last_day_2": "2010"}, "last_day", "within two years"),
            ({"last_day_1": "1", "last_day_0": "2"}, "last_day", "No day fits"),
            ({"rule": "weeks", "every_weeks": "1", "months": [], "last_day_2": "2008"}, "last_day", "Plan 60 at most"),
            ({"months": ["13"]}, "months", "Choose one of the answers offered"),
            ({"weekday": "8"}, "weekday", "Choose one of the answers offered"),
            ({"start_time": "2pm"}, "end_time", "must end after they start"),
            ({"start_time": ""}, "start_time", "Say when the meetings start as well."),
            ({"place": "x\x00"}, "place", "cannot be kept"),
            ({"group": "another"}, "group", "Choose one of the answers offered"),
        ],
    )  # fmt: skip
    def test_each_wrong_answer_gets_a_sentence(self, send, wrong, question, sentence):
        page = send(**wrong)

        assert set(page.context["form"].errors) == {question}
        assert sentence in str(page.context["form"].errors[question])


@pytest.mark.django_db
def test_the_operation_plans_all_or_none(group, officer):
    MeetingFactory(group=group, held_on=date(2007, 3, 2))

    with pytest.raises(operations.DaysRefused) as refused:
        operations.plan_series(group, days=[date(2007, 2, 2), date(2007, 3, 2), date(2007, 3, 2)], by=officer)

    assert list(refused.value.sentences) == [1, 2]
    assert Meeting.objects.of_group(group).count() == 1
    with pytest.raises(Refused, match="Tick at least one day"):
        operations.plan_series(group, days=[], by=officer)


@pytest.mark.django_db
def test_a_group_that_closes_in_the_year_plans_none_after_it(group, officer):
    group.closed_on = date(2007, 3, 1)
    group.save()

    with pytest.raises(operations.DaysRefused) as refused:
        operations.plan_series(group, days=[date(2007, 2, 2), date(2007, 3, 2)], by=officer)

    assert "is closed from 1 March 2007" in refused.value.sentences[1]
    assert not Meeting.objects.exists()
