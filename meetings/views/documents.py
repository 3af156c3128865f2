"""Agenda and minutes as files, made of what the page shows to the same reader."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.documents import Document, pdf_response, word_response
from meetings.documents import agenda_document, file_name, minutes_document
from meetings.views.reading import read_page

Response = Callable[[Document, str, HttpRequest], HttpResponse]


@login_not_required
@require_safe
def agenda_pdf(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The agenda as PDF."""
    return _agenda(request, group, day, pdf_response)


@login_not_required
@require_safe
def agenda_word(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The agenda as Word."""
    return _agenda(request, group, day, word_response)


@login_not_required
@require_safe
def minutes_pdf(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The minutes as PDF."""
    return _minutes(request, group, day, pdf_response)


@login_not_required
@require_safe
def minutes_word(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The minutes as Word."""
    return _minutes(request, group, day, word_response)


def _agenda(request: HttpRequest, group: str, day: date, response: Response) -> HttpResponse:
    page = read_page(request, group, day)
    if not page.items:
        raise Http404
    return response(agenda_document(page), file_name(page, "agenda"), request)


def _minutes(request: HttpRequest, group: str, day: date, response: Response) -> HttpResponse:
    page = read_page(request, group, day)
    if page.minutes is None:
        raise Http404
    return response(minutes_document(page), file_name(page, "minutes"), request)
