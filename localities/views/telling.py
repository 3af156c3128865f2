"""What was sent, and what has happened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from partnership.views.pages import typed as posted

__all__ = ["done", "posted"]


def done(request: HttpRequest, sentence: str, to: Any) -> HttpResponseRedirect:
    """Say what has happened, on the page where one goes on."""
    messages.success(request, sentence)
    return redirect(to)
