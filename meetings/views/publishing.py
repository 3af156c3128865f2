"""Giving out the minutes: to the members, to the later meeting, to the chair, to everyone."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.access import Access
from core.refusals import require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.answers import ConfirmForm
from meetings.forms.minutes import CirculateForm, SignMinutesForm
from meetings.models import AgendaItem, Correction, Decision, Meeting, Minutes
from meetings.operations.minutes import last_day_for_corrections
from meetings.permissions import can_circulate_minutes, can_publish_minutes, can_sign_minutes
from meetings.views.steps import done, posted, trail_to
from partnership.models import User


@require_http_methods(["GET", "POST"])
def circulate_minutes(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Give the draft to the members."""
    meeting = meeting_at(request, group, day)
    require(can_circulate_minutes, request.user, meeting)
    minutes = minutes_of(meeting)
    form = CirculateForm(
        posted(request),
        minutes=minutes,
        corrected=corrections_to_give_out(meeting),
        initial={"corrections_until": last_day_for_corrections(minutes)},
        cancel_address=meeting.get_absolute_url(),
    )
    if form.carry_out(operations.circulate_minutes, minutes, by=request.user):
        return done(
            request, "The draft minutes are circulated and members who have a login are told.", meeting
        )
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "form": form,
        "told": User.objects.members_of(meeting.group).count(),
        "corrected": form.corrected,
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/circulate_minutes.html", context)


@require_http_methods(["GET", "POST"])
def publish_draft_minutes(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Let everyone read the draft, where the group's rules allow it."""
    meeting = meeting_at(request, group, day)
    require(can_publish_minutes, request.user, meeting)
    minutes = minutes_of(meeting)
    form = ConfirmForm(
        posted(request), submit_label="Publish the draft minutes", cancel_address=meeting.get_absolute_url()
    )
    if form.carry_out(operations.publish_draft_minutes, minutes, by=request.user):
        return done(request, "The draft minutes are published, marked as a draft.", meeting)
    context = {"meeting": meeting, "minutes": minutes, "form": form} | what_becomes_public(meeting)
    return TemplateResponse(request, "meetings/publish_draft_minutes.html", context)


@require_http_methods(["GET", "POST"])
def publish_minutes(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Show what becomes public and what is kept back, then publish the approved minutes."""
    meeting = meeting_at(request, group, day)
    require(can_publish_minutes, request.user, meeting)
    minutes = minutes_of(meeting)
    form = ConfirmForm(
        posted(request), submit_label="Publish the minutes", cancel_address=meeting.get_absolute_url()
    )
    if form.carry_out(operations.publish_minutes, minutes, by=request.user):
        return done(request, "The minutes are published and members who have a login are told.", meeting)
    context = {"meeting": meeting, "minutes": minutes, "form": form} | what_becomes_public(meeting)
    return TemplateResponse(request, "meetings/publish_minutes.html", context)


@require_http_methods(["GET", "POST"])
def sign_minutes(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Record who signed the approved minutes, and when."""
    meeting = meeting_at(request, group, day)
    minutes = minutes_of(meeting)
    require(can_sign_minutes, request.user, minutes)
    form = SignMinutesForm(posted(request), minutes=minutes, cancel_address=meeting.get_absolute_url())
    if form.carry_out(operations.sign_minutes, minutes, by=request.user):
        return done(request, "The signature is recorded.", meeting)
    context = {"meeting": meeting, "minutes": minutes, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/sign_minutes.html", context)


def corrections_to_give_out(meeting: Meeting) -> list[Correction]:
    """What was accepted since the members were given the draft."""
    return list(Correction.objects.of_meeting(meeting).not_given_out().with_names())


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes of a meeting that has started; a 404 for any other."""
    return get_object_or_404(Minutes.objects.select_related("meeting__group"), meeting=meeting)


def what_becomes_public(meeting: Meeting) -> dict:
    """Which items everyone will read, which are kept back, and which decisions wait to be published first."""
    items = list(AgendaItem.objects.of_meeting(meeting).in_order())
    return {
        "open_items": [item for item in items if item.access == Access.OPEN],
        "kept_back": [item for item in items if item.access != Access.OPEN],
        "waiting": Decision.objects.of_meeting(meeting).unpublished(),
        "trail": trail_to(meeting),
    }
