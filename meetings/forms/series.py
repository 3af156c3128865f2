"""A year of meetings: the rule, and the days that it gives."""

import calendar
from datetime import date
from typing import Any

from django import forms

from core.forms import DayField, GovukForm, TimeField
from meetings.forms.answers import MeetingsForm
from meetings.series import LAST, MOST_DAYS, Rule
from partnership.models import Group

WEEKDAYS = list(enumerate(calendar.day_name))
NTHS = [(1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (LAST, "Last")]
MONTHS = [(number, calendar.month_name[number]) for number in range(1, 13)]
LONGEST_DAYS = 731


class SeriesForm(MeetingsForm):
    """How often a group meets, from when to when, at what hour and where."""

    submit_label = "Show the dates"

    group = forms.ModelChoiceField(
        label="Group", queryset=Group.objects.none(), to_field_name="slug", empty_label="Choose a group"
    )
    rule = forms.ChoiceField(
        label="How often?",
        choices=[
            ("weeks", "Every few weeks, on the same weekday"),
            ("months", "Every month, for example on the first Monday"),
        ],
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(label="Weekday", choices=WEEKDAYS, coerce=int)
    every_weeks = forms.IntegerField(
        label="Every how many weeks?",
        help_text="If it meets every few weeks. For example, 4.",
        min_value=1,
        max_value=52,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    nth = forms.TypedChoiceField(
        label="Which one in the month?",
        help_text="If it meets every month.",
        choices=[("", "Choose which"), *NTHS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    months = forms.TypedMultipleChoiceField(
        label="Only in these months (optional)",
        help_text="Tick none for every month.",
        choices=MONTHS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_day = DayField(label="From", help_text="For example, 1 January 2027.")
    last_day = DayField(label="Until", help_text="Two years later at most.")
    start_time = TimeField(
        label="Starts at (optional)", help_text="For example, 10am or 2.30pm.", required=False
    )
    end_time = TimeField(label="Ends at (optional)", required=False)
    place = forms.CharField(label="Place (optional)", max_length=200, required=False)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups

    def clean(self) -> dict[str, Any]:
        """The rule that was meant gives at least one day, and not hundreds."""
        answers = super().clean() or self.cleaned_data
        if answers.get("rule") == "weeks" and not answers.get("every_weeks") and "every_weeks" in answers:
            self.add_error("every_weeks", "Say every how many weeks the group meets.")
        if answers.get("rule") == "months" and not answers.get("nth") and "nth" in answers:
            self.add_error("nth", "Choose which one in the month.")
        self._check_days(answers.get("first_day"), answers.get("last_day"))
        self._check_hours(answers)
        if not self.errors:
            self._check_what_it_gives()
        return answers

    def _check_days(self, first: date | None, last: date | None) -> None:
        if first and last and last < first:
            self.add_error("last_day", "The last day must be on or after the first.")
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("last_day", "Choose a day within two years of the first.")

    def _check_hours(self, answers: dict[str, Any]) -> None:
        start, end = answers.get("start_time"), answers.get("end_time")
        if end and not start and "start_time" in answers:
            self.add_error("start_time", "Say when the meetings start as well.")
        if start and end and end <= start:
            self.add_error("end_time", "The meetings must end after they start.")

    def _check_what_it_gives(self) -> None:
        count = len(list(self.given_rule().days()))
        if not count:
            self.add_error("last_day", "No day fits between these two. Choose a longer time or other months.")
        elif count > MOST_DAYS:
            self.add_error("last_day", f"That makes {count} meetings. Plan {MOST_DAYS} at most at once.")

    def given_rule(self) -> Rule:
        """The rule in the answers."""
        answers = self.cleaned_data
        by_weeks = answers["rule"] == "weeks"
        return Rule(
            weekday=answers["weekday"],
            first_day=answers["first_day"],
            last_day=answers["last_day"],
            every_weeks=answers["every_weeks"] if by_weeks else None,
            nth=None if by_weeks else answers["nth"],
            months=tuple(answers["months"]) or Rule.months,
        )


class SeriesDayForm(GovukForm):
    """One day of the series: planned or not, and on which day."""

    wanted = forms.BooleanField(label="Plan this meeting", required=False)
    day = DayField(label="Date", required=False)

    def clean(self) -> dict[str, Any]:
        """A meeting that is planned has a day; what stands in a row that is not ticked does not matter."""
        answers = super().clean() or self.cleaned_data
        if not answers.get("wanted"):
            self.errors.pop("day", None)
        elif "day" in answers and answers["day"] is None:
            self.add_error("day", "Enter a date, or take the tick away.")
        return answers
