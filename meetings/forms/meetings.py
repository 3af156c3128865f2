"""When and where a group meets."""

from typing import Any

from django import forms

from core.forms import DayField, TimeField
from core.templatetags.house import british_date
from meetings.forms.answers import MeetingsForm
from meetings.models import Meeting
from partnership.models import Group

LARGEST_NUMBER = 9999


class MeetingForm(MeetingsForm):
    """Day, hour and place of a meeting."""

    submit_label = "Save the meeting"
    beside = {
        "on that day": "held_on",
        "is closed from": "held_on",
        "Postpone it instead": "held_on",
        "of that number": "number",
        "end after": "end_time",
        "starts as well": "start_time",
    }

    held_on = DayField(label="Date", help_text="For example, 2 February 2007.")
    start_time = TimeField(
        label="Starts at (optional)", help_text="For example, 10am or 2.30pm.", required=False
    )
    end_time = TimeField(label="Ends at (optional)", required=False)
    place = forms.CharField(label="Place (optional)", max_length=200, required=False)
    number = forms.IntegerField(
        label="Number in the group’s count of its meetings (optional)",
        min_value=1,
        max_value=LARGEST_NUMBER,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    def clean(self) -> dict[str, Any]:
        """A meeting ends after it starts."""
        answers = super().clean() or self.cleaned_data
        start, end = answers.get("start_time"), answers.get("end_time")
        if end and not start and "start_time" in answers:
            self.add_error("start_time", "Say when the meeting starts as well.")
        if start and end and end <= start:
            self.add_error("end_time", "The meeting must end after it starts.")
        return answers


class PlanMeetingForm(MeetingForm):
    """A new meeting in the diary of one of the officer's groups."""

    submit_label = "Plan the meeting"

    group = forms.ModelChoiceField(
        label="Group", queryset=Group.objects.none(), to_field_name="slug", empty_label="Choose a group"
    )
    field_order = ["group"]

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups


class EditMeetingForm(MeetingForm):
    """What can still change about a meeting: after it is called, its day cannot."""

    submit_label = "Save the changes"

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        names = ["held_on", "start_time", "end_time", "place", "number"]
        kwargs.setdefault("initial", {name: getattr(meeting, name) for name in names})
        super().__init__(*args, **kwargs)
        if meeting.status != Meeting.Status.PLANNED:
            del self.fields["held_on"]


class CancelMeetingForm(MeetingsForm):
    """Why a meeting is not held."""

    submit_label = "Cancel the meeting"
    is_warning = True

    reason = forms.CharField(
        label="Why is it cancelled?",
        help_text="Everyone who sees the meeting reads this.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PostponeMeetingForm(MeetingsForm):
    """To which day a meeting is put off, and why."""

    submit_label = "Postpone the meeting"
    is_warning = True
    beside = {"on that day": "to", "later than the old": "to"}

    to = DayField(label="New date")
    reason = forms.CharField(
        label="Why is it postponed?",
        help_text="Everyone who sees the meeting reads this.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_to(self) -> Any:
        """A meeting is put off to a later day."""
        to = self.cleaned_data["to"]
        if to <= self.meeting.held_on:
            raise forms.ValidationError(f"Enter a day after {british_date(self.meeting.held_on)}.")
        return to
