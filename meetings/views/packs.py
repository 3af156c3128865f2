"""The papers of a meeting in one file: made when somebody asks for it, and kept until something in it changes."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.private_files import file_response
from meetings import operations, packs
from meetings.as_read import MeetingAsRead
from meetings.models import Meeting, Pack
from meetings.reading import read_at
from meetings.views.reading import read_page
from meetings.views.steps import trail_to


@login_not_required
@require_safe
def pack_pdf(request: HttpRequest, group: str, day: date) -> HttpResponseBase:
    """The pack, if it is ready; the page that says how far it is, if it has to be made first."""
    page, holds = _asked_for(request, group, day)
    pack = operations.ask_for_pack(page.meeting, holds=holds, by=request.user)
    if not pack.run.is_done:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('meetings:pack', args=page.meeting.address)}{query}")
    return file_response(
        pack.run.file,
        name=pack.run.file_name,
        media_type=pack.run.media_type,
        saved="download" in request.GET,
    )


@login_not_required
@require_safe
def pack(request: HttpRequest, group: str, day: date) -> HttpResponseBase:
    """What is in the pack for this reader, and how far it is while it is being made."""
    page, holds = _asked_for(request, group, day)
    kept = Pack.objects.of_meeting(page.meeting).holding(packs.digest(holds)).select_related("run").first()
    context = {
        "meeting": page.meeting,
        "page": page,
        "holds": holds,
        "papers": [(item, paper) for item in holds["items"] for paper in item["papers"]],
        "pack": kept,
        "run": kept.run if kept else None,
        "is_public_one": "for" in request.GET,
        "trail": trail_to(page.meeting),
    }
    return TemplateResponse(request, "meetings/pack.html", context)


def _asked_for(request: HttpRequest, group: str, day: date) -> tuple[MeetingAsRead, packs.Holds]:
    """The meeting as the reader may know it, or as everyone does with ?for=everyone, and what its pack holds."""
    page = read_page(request, group, day)
    if request.GET.get("for") == "everyone":
        try:
            page = read_at(group, day, AnonymousUser())
        except Meeting.DoesNotExist:
            raise Http404 from None
    holds = packs.holds(page)
    if holds is None:
        raise Http404("There are no papers here to put together.")
    return page, holds
