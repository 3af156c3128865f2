"""The minute book of a group's year: on a page, as PDF and as Word."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.documents import pdf_response, word_response
from meetings.minute_book import MinuteBook, file_name, minute_book_document, minute_book_read_by
from meetings.models import Meeting
from partnership.models import Group

EARLIEST, LATEST = 1900, 2100


@login_not_required
@require_safe
def minute_books(request: HttpRequest, group: str) -> HttpResponse:
    """The years of which the group has a book."""
    found = group_at(request, group)
    years = Meeting.objects.visible_to(request.user).of_group(found).counted_by_year()
    context = {"group": found, "years": years, "trail": trail_above(found)}
    return TemplateResponse(request, "meetings/minute_books.html", context)


@login_not_required
@require_safe
def minute_book(request: HttpRequest, group: str, year: int) -> HttpResponse:
    """The year to read."""
    book = book_at(request, group, year)
    books = reverse("meetings:minute_books", args=[book.group.slug])
    context = {"book": book, "trail": [*trail_above(book.group), ("Minute books", books)]}
    return TemplateResponse(request, "meetings/minute_book.html", context)


@login_not_required
@require_safe
def minute_book_pdf(request: HttpRequest, group: str, year: int) -> HttpResponse:
    """The year as PDF."""
    book = book_at(request, group, year)
    return pdf_response(minute_book_document(book), file_name(book), request)


@login_not_required
@require_safe
def minute_book_word(request: HttpRequest, group: str, year: int) -> HttpResponse:
    """The year as Word."""
    book = book_at(request, group, year)
    return word_response(minute_book_document(book), file_name(book), request)


def group_at(request: HttpRequest, slug: str) -> Group:
    """The group, if this reader may see it; otherwise a 404."""
    return get_object_or_404(Group.objects.visible_to(request.user), slug=slug)


def book_at(request: HttpRequest, slug: str, year: int) -> MinuteBook:
    """The book of a year in which the group has meetings that this reader may know of; otherwise a 404."""
    group = group_at(request, slug)
    if not EARLIEST <= year <= LATEST:
        raise Http404
    book = minute_book_read_by(group, year, request.user)
    if not book.chapters:
        raise Http404
    return book


def trail_above(group: Group) -> list[tuple[str, str]]:
    """The way down to the books of a group."""
    return [("Groups", "/groups/"), (group.name, f"/groups/{group.slug}/")]
