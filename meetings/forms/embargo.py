"""At which day and hour something is published."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from core.forms import DayField, TimeField
from core.refusals import Refused
from core.templatetags.house import british_date, british_time
from meetings.forms.answers import MeetingsForm


class PublishLaterForm(MeetingsForm):
    """A day and an hour, by the clocks of London."""

    submit_label = "Set this day and hour"
    beside = {"That hour has passed": "hour", "after the meeting": "day"}

    day = DayField(label="Date", help_text="For example, 3 March 2026.", earliest=2000)
    hour = TimeField(label="Time", help_text="For example, 9am or 5.30pm, by the clock in London.")

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        if at is not None:
            local = timezone.localtime(at)
            kwargs.setdefault("initial", {"day": local.date(), "hour": local.time()})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The moment that is meant."""
        answers = super().clean() or self.cleaned_data
        if "day" not in answers or "hour" not in answers:
            return answers
        try:
            return {"at": moment_in_london(answers["day"], answers["hour"])}
        except Refused as refusal:
            self.add_error("hour", str(refusal))
            return answers


def moment_in_london(day: date, hour: time) -> datetime:
    """The moment when the clocks show it. Of an hour that comes twice, when they go back, the first is meant."""
    told = datetime.combine(day, hour)
    moment = told.replace(tzinfo=timezone.get_current_timezone(), fold=0).astimezone(UTC)
    back = timezone.localtime(moment).replace(tzinfo=None)
    if back != told:
        raise Refused(
            f"There is no {british_time(hour)} on {british_date(day)}: the clocks go forward from 1am to 2am. "
            "Choose an hour before 1am, or 2am or later."
        )
    return moment


def comes_twice(moment: datetime) -> bool:
    """The clocks show this hour a second time, an hour later."""
    local = timezone.localtime(moment)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset() and local.fold == 0
