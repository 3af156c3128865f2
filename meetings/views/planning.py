"""Calling, holding and calling off meetings."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.access import Access
from core.refusals import require
from core.templatetags.house import british_date
from meetings import notice, operations
from meetings.addresses import meeting_at
from meetings.forms.answers import ConfirmForm
from meetings.forms.meetings import CancelMeetingForm, EditMeetingForm, PlanMeetingForm, PostponeMeetingForm
from meetings.models import AgendaItem
from meetings.permissions import can_edit_meeting, can_publish_agenda, can_write_minutes, is_officer
from meetings.views.steps import done, posted, trail_to
from partnership.models import Group, User


@require_http_methods(["GET", "POST"])
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Put a meeting of one of the officer's groups into the diary."""
    require(is_officer, request.user)
    groups = Group.objects.supported_by(request.user).open_today()
    form = PlanMeetingForm(
        posted(request),
        groups=groups,
        initial={"group": request.GET.get("group")},
        cancel_address="/meetings/",
    )
    meeting = form.carry_out(operations.plan_meeting, by=request.user)
    if meeting:
        return done(request, f"The meeting of {british_date(meeting.held_on)} is planned.", meeting)
    context = {"form": form, "trail": [("Meetings", "/meetings/")]}
    return TemplateResponse(request, "meetings/plan_meeting.html", context)


@require_http_methods(["GET", "POST"])
def edit_meeting(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Change when and where the group meets."""
    meeting = meeting_at(request, group, day)
    require(can_edit_meeting, request.user, meeting)
    form = EditMeetingForm(posted(request), meeting=meeting, cancel_address=meeting.get_absolute_url())
    edited = form.carry_out(operations.edit_meeting, meeting, by=request.user)
    if edited:
        return done(request, "The meeting is changed.", edited)
    context = {"meeting": meeting, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/edit_meeting.html", context)


@require_http_methods(["GET", "POST"])
def publish_agenda(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Show what will be open to whom and who will be told, then call the meeting."""
    meeting = meeting_at(request, group, day)
    require(can_publish_agenda, request.user, meeting)
    form = ConfirmForm(
        posted(request), submit_label="Publish the agenda", cancel_address=meeting.get_absolute_url()
    )
    if form.carry_out(operations.publish_agenda, meeting, by=request.user):
        told = "" if meeting.has_passed else " and members who have a login are told"
        return done(request, f"The agenda is published{told}.", meeting)
    items = AgendaItem.objects.of_meeting(meeting).in_order()
    context = {
        "meeting": meeting,
        "form": form,
        "items": items,
        "kept_back": [item for item in items if item.access != Access.OPEN],
        "told": User.objects.members_of(meeting.group).count(),
        "clock": notice.clock_if_published(meeting),
        "if_published_now": notice.if_published_now(meeting),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/publish_agenda.html", context)


@require_http_methods(["GET", "POST"])
def start_meeting(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The meeting begins."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)
    form = ConfirmForm(
        posted(request), submit_label="Start the meeting", cancel_address=meeting.get_absolute_url()
    )
    if form.carry_out(operations.start_meeting, meeting, by=request.user):
        return done(request, "The meeting has started. You can write its minutes now.", meeting)
    context = {"meeting": meeting, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/start_meeting.html", context)


@require_http_methods(["GET", "POST"])
def close_meeting(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The meeting is over, once every item has an outcome."""
    meeting = meeting_at(request, group, day)
    require(can_write_minutes, request.user, meeting)
    form = ConfirmForm(
        posted(request), submit_label="Close the meeting", cancel_address=meeting.get_absolute_url()
    )
    if form.carry_out(operations.close_meeting, meeting, by=request.user):
        return done(request, "The meeting is closed. Its draft minutes can be circulated.", meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "without_outcome": AgendaItem.objects.of_meeting(meeting).without_outcome().in_order(),
        "without_decision": AgendaItem.objects.of_meeting(meeting).without_their_decision().in_order(),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/close_meeting.html", context)


@require_http_methods(["GET", "POST"])
def cancel_meeting(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The meeting will not be held."""
    meeting = meeting_at(request, group, day)
    require(can_edit_meeting, request.user, meeting)
    form = CancelMeetingForm(posted(request), cancel_address=meeting.get_absolute_url())
    if form.carry_out(operations.cancel_meeting, meeting, by=request.user):
        return done(request, "The meeting is cancelled.", meeting)
    context = {"meeting": meeting, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/cancel_meeting.html", context)


@require_http_methods(["GET", "POST"])
def postpone_meeting(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """The meeting is put off to another day."""
    meeting = meeting_at(request, group, day)
    require(can_edit_meeting, request.user, meeting)
    form = PostponeMeetingForm(posted(request), meeting=meeting, cancel_address=meeting.get_absolute_url())
    later = form.carry_out(operations.postpone_meeting, meeting, by=request.user)
    if later:
        return done(request, f"The meeting is postponed to {british_date(later.held_on)}.", later)
    context = {"meeting": meeting, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/postpone_meeting.html", context)
