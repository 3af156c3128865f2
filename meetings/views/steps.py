"""What the pages of officers have in common: where one is, what was sent, what happened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect

from meetings.models import Meeting

Trail = list[tuple[str, str]]


def trail_to(meeting: Meeting) -> Trail:
    """The way down to a meeting."""
    return [("Meetings", "/meetings/"), (str(meeting), meeting.get_absolute_url())]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it was nothing but the press of a button."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, sentence: str, to: Any) -> HttpResponseRedirect:
    """Say what has happened, on the page where one goes on."""
    messages.success(request, sentence)
    return redirect(to)
