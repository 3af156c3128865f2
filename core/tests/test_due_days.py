"""Which of the days around a due day is said, and what is made up for when the clock stood still."""

from datetime import date

from core.due_days import around, dues_to_look_at, monday_of, reached

DUE = date(2027, 3, 10)
DAYS = around(DUE, soon=-7, due=0, late=1)


def test_each_day_is_reached_on_its_own_morning():
    said = {day: reached(DAYS, on=date(2027, 3, day)) for day in (2, 3, 9, 10, 11)}

    assert said == {2: "", 3: "soon", 9: "soon", 10: "due", 11: "late"}


def test_what_was_missed_is_overtaken_by_what_came_after_it_and_forgotten_in_the_end():
    assert reached(DAYS, on=date(2027, 3, 18)) == "late"
    assert reached(DAYS, on=date(2027, 3, 19)) == ""
    assert reached(DAYS, on=date(2027, 3, 19), within=30) == "late"


def test_the_due_days_to_look_at_are_those_of_which_something_may_be_said():
    first, last = dues_to_look_at(on=date(2027, 3, 11), first=-7, last=1)

    assert (first, last) == (date(2027, 3, 3), date(2027, 3, 18))
    for due, said in ((first, "late"), (last, "soon")):
        assert reached(around(due, soon=-7, due=0, late=1), on=date(2027, 3, 11)) == said
    for due in (date(2027, 3, 2), date(2027, 3, 19)):
        assert reached(around(due, soon=-7, due=0, late=1), on=date(2027, 3, 11)) == ""


def test_a_week_begins_on_its_monday():
    assert {monday_of(date(2027, 3, day)) for day in range(8, 15)} == {date(2027, 3, 8)}
