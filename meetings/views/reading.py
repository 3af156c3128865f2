"""The list of meetings, and one meeting."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.pages import page_of
from core.spreadsheets import csv_response
from meetings import led_to, spreadsheets
from meetings.as_read import MeetingAsRead
from meetings.filters import MeetingFilter
from meetings.models import Meeting, MinutesVersion
from meetings.permissions import can_sign_minutes
from meetings.reading import read_at
from meetings.representative_reports_as_read import reports_around
from meetings.wording import STATUS_COLOURS
from partnership.models import Group

PER_PAGE = 20


@login_not_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings the reader may know of: those to come first."""
    form = MeetingFilter(request.GET, request.user)
    page = page_of(form.found(), request, per_page=PER_PAGE)
    for meeting in page:
        meeting.colour = STATUS_COLOURS[meeting.status]
    asked = form.cleaned_data.get("group") if form.is_valid() else ""
    context = {
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        # A group has a calendar for everyone, or none.
        "open_group": Group.objects.visible_to(AnonymousUser()).filter(slug=asked).first() if asked else None,
    }
    return TemplateResponse(request, "meetings/meetings.html", context)


@login_not_required
@require_safe
def meetings_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as a table for spreadsheets, with the same filters."""
    found = MeetingFilter(request.GET, request.user).found()
    rows = spreadsheets.meetings(found, request.build_absolute_uri("/").rstrip("/"))
    return csv_response("meetings", spreadsheets.MEETINGS, rows)


@login_not_required
@require_safe
def meeting(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """One meeting: what it is, where its minutes stand, and its agenda or minutes item by item."""
    page = read_page(request, group, day)
    waits_for_signature = (
        page.minutes is not None and not page.minutes.is_draft and page.minutes.signed_on is None
    )
    kept = led_to.from_items_of(page.meeting, request.user)
    for item in page.items:
        item.led_to.extend(kept.get(item.number, []))
    context = {
        "meeting": page.meeting,
        "page": page,
        "trail": trail_of(page.meeting, itself=False),
        **reports_around(page.meeting, request.user),
        "can_edit_meeting": page.reads_as_officer,
        "can_sign_minutes": page.reads_as_officer
        or (waits_for_signature and page.reads_all and can_sign_minutes(request.user, page.meeting.minutes)),
    }
    return TemplateResponse(request, "meetings/meeting.html", context)


def read_page(request: HttpRequest, group: str, day: date) -> MeetingAsRead:
    """The meeting as this reader may know it; ?version=1 asks for its minutes as they were given out then."""
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise Http404
    try:
        return read_at(group, day, request.user, version=int(asked) if asked else None)
    except (Meeting.DoesNotExist, MinutesVersion.DoesNotExist):
        raise Http404 from None


def trail_of(meeting: Meeting, *, itself: bool = True) -> list[tuple[str, str]]:
    """Where the reader is: all meetings, the group's, and the meeting itself on the pages under it."""
    trail = [("Meetings", "/meetings/"), (meeting.group.name, f"/meetings/?group={meeting.group.slug}")]
    return [*trail, (str(meeting), meeting.get_absolute_url())] if itself else trail
