"""Meetings for calendar programs. What everyone may see, but for the file of one meeting, which is for its reader."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.calendars import calendar_response, of_the_site
from localities.models import Locality
from meetings.addresses import meeting_at
from meetings.calendars import all_in_calendar, as_it_stands, in_calendar
from meetings.models import AgendaItem, Meeting
from partnership.models import Group

# A calendar of fifteen years in which nobody scrolls back; the register has them all.
MOST = 500


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All meetings that are open to everyone."""
    happenings = all_in_calendar(_public()[:MOST])
    page = reverse("meetings:meetings")
    return calendar_response(request, of_the_site("Meetings"), happenings, file="meetings", address=page)


@login_not_required
@require_safe
def group_calendar(request: HttpRequest, group: str) -> HttpResponse:
    """The meetings of one group that is open to everyone. Members of a closed one have an address of their own."""
    of = get_object_or_404(Group.objects.visible_to(AnonymousUser()), slug=group)
    happenings = all_in_calendar(_public().of_group(of)[:MOST])
    page = of.get_absolute_url()
    return calendar_response(request, of_the_site(of.name), happenings, file=of.slug, address=page)


@login_not_required
@require_safe
def locality_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings of a locality's partnership, and those with it on their agenda."""
    of = get_object_or_404(Locality, slug=slug)
    items = AgendaItem.objects.visible_to(AnonymousUser()).in_locality(of).order_by()
    happenings = all_in_calendar(_public().concerning(of, items)[:MOST])
    page = of.get_absolute_url()
    return calendar_response(request, of_the_site(of.name), happenings, file=of.slug, address=page)


@login_not_required
@require_safe
def meeting_calendar(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """One meeting, to put into a calendar once. At the address of one that was put off stands its new day."""
    meeting = as_it_stands(meeting_at(request, group, day))
    file = "-".join(meeting.address)
    return calendar_response(
        request, str(meeting), [in_calendar(meeting)], file=file, address=meeting.get_absolute_url()
    )


def _public() -> Any:
    return Meeting.objects.visible_to(AnonymousUser()).in_calendars().with_group().latest_first()
