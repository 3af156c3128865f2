"""From an address to a meeting."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import register_converter

from meetings.models import Meeting


class DayConverter:
    """A day in an address: 2007-02-02."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")


def meeting_at(request: HttpRequest, group: str, day: date) -> Meeting:
    """The meeting at this address, if this reader may see it; otherwise a 404."""
    visible = Meeting.objects.visible_to(request.user).with_group()
    return get_object_or_404(visible.at_address(group, day))
