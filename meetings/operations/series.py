"""Planning a year of meetings at once."""

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction

from core.refusals import Refused
from meetings.models import Meeting
from meetings.operations.meetings import plan_meeting
from partnership.models import Group, User


class DaysRefused(Refused):
    """Some of the days cannot be; none is planned. `sentences` says of each, by its place in the list, why not."""

    def __init__(self, sentences: dict[int, str]) -> None:
        many = len(sentences) > 1
        super().__init__(f"Nothing is planned yet: {len(sentences)} day{'s' if many else ''} cannot be.")
        self.sentences = sentences


@transaction.atomic
def plan_series(
    group: Group,
    *,
    days: Sequence[date],
    by: User,
    start_time: time | None = None,
    end_time: time | None = None,
    place: str = "",
) -> list[Meeting]:
    """Put a meeting into the diary for each of the days: all of them, or none with what is wrong with each."""
    if not days:
        raise Refused("Tick at least one day.")

    planned, sentences = [], {}
    # In the order of the calendar, so that what is left over comes to the first of them.
    for row, day in sorted(enumerate(days), key=lambda each: each[1]):
        try:
            with transaction.atomic():
                meeting = plan_meeting(
                    group, held_on=day, start_time=start_time, end_time=end_time, place=place, by=by
                )
            planned.append(meeting)
        except Refused as refusal:
            sentences[row] = str(refusal)
    if sentences:
        raise DaysRefused(sentences)
    return planned
