"""Where a report goes on an agenda."""

from typing import Any

from django import forms

from meetings.forms.answers import MeetingsForm
from meetings.models import AgendaItem, Meeting, Report

AHEAD = [Meeting.Status.PLANNED, Meeting.Status.CALLED, Meeting.Status.UNDER_WAY]


class PlaceReportForm(MeetingsForm):
    """Which item of which agenda the report is read for: one that is there, or a new one of the report's name."""

    submit_label = "Put it on the agenda"

    place = forms.ChoiceField(
        label="Which item is it for?",
        help_text="Once an agenda is published, add a late item to it first, then put the report there.",
        choices=[],
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = list(Meeting.objects.of_group(report.group).filter(status__in=AHEAD).order_by("held_on"))
        # The meeting it is written for comes first.
        meetings.sort(key=lambda meeting: meeting.pk != report.meeting_id)
        self.meetings = {f"new-{each.pk}": each for each in meetings if not each.agenda_is_published}
        items = AgendaItem.objects.filter(meeting__in=meetings).select_related("meeting__group", "parent")
        self.items = {f"item-{item.pk}": item for item in items.in_order()}
        self.fields["place"].choices = [
            ("", "Choose an item"),
            *((str(meeting), self._offered(meeting)) for meeting in meetings),
        ]

    def clean(self) -> dict[str, Any]:
        """The item that was chosen, or the meeting that gets a new one."""
        answers = super().clean() or self.cleaned_data
        place = answers.pop("place", "")
        return answers | {"item": self.items.get(place), "meeting": self.meetings.get(place)}

    def _offered(self, meeting: Meeting) -> list[tuple[str, str]]:
        new = f"new-{meeting.pk}"
        own = [(new, "A new item of the report’s name")] if new in self.meetings else []
        return own + [(key, str(item)) for key, item in self.items.items() if item.meeting_id == meeting.pk]
