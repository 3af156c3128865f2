"""The minuting page: a meeting is written down while it happens."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.refusals import require
from meetings.addresses import meeting_at
from meetings.models import AgendaItem
from meetings.permissions import can_write_minutes
from meetings.views.writing_items import WrittenItem
from meetings.views.writing_page import MinutingPage
from meetings.views.writing_people import PeopleOfTheRoom


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The whole meeting on one page, item by item; every button saves all of it."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)

    page = MinutingPage(request, meeting)
    return page.save_and_do() if request.method == "POST" else page.answer()


@require_POST
def write_item(request: HttpRequest, group: str, day: date, item: int) -> HttpResponse:
    """Save one item while its writer goes on typing; the answer is what the page shows beside the box."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)
    items = AgendaItem.objects.of_meeting(meeting).select_related("minuted_by", "parent")

    written = WrittenItem(get_object_or_404(items, pk=item), request.POST)
    written.save(by=request.user)
    written.room = PeopleOfTheRoom(meeting).say_of(written.item)

    status = 409 if written.conflict else 422 if written.errors else 200
    return TemplateResponse(request, "meetings/_write_saved.html", {"written": written}, status=status)


@never_cache
@require_GET
def write_token(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Whether this person can write now, and the token that their next form needs: it changes with every sign-in."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)

    return HttpResponse(get_token(request), content_type="text/plain")
