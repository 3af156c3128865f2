"""Publishing at a day and hour."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused, require
from core.templatetags.house import british_datetime
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.embargo import PublishLaterForm, comes_twice
from meetings.models import Meeting, PlannedPublication
from meetings.notice import clock_if_published
from meetings.permissions import can_plan_publication
from meetings.views.steps import done, posted, trail_to


@require_http_methods(["GET", "POST"])
def publish_later(request: HttpRequest, group: str, day: date, act: str) -> HttpResponse:
    """Set, or change, the day and hour at which something of a meeting is published."""
    meeting = meeting_at(request, group, day)
    require(can_plan_publication, request.user, meeting)
    label = label_of(act)
    plan = PlannedPublication.objects.of_meeting(meeting).waiting().filter(act=act).first()
    form = PublishLaterForm(
        posted(request), at=plan.at if plan else None, cancel_address=meeting.get_absolute_url()
    )
    if plan:
        saved = form.carry_out(operations.change_publication, plan, by=request.user)
    else:
        saved = form.carry_out(operations.plan_publication, meeting, act=act, by=request.user)
    if saved:
        return done(request, _told(saved, meeting), meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "plan": plan,
        "act": act,
        "label": label,
        "now_address": reverse(f"meetings:publish_{act}", args=meeting.address),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/publish_later.html", context)


@require_POST
def cancel_publication(request: HttpRequest, group: str, day: date, act: str) -> HttpResponse:
    """Call off what was to be published at an hour."""
    meeting = meeting_at(request, group, day)
    require(can_plan_publication, request.user, meeting)
    label = label_of(act)
    waiting = PlannedPublication.objects.of_meeting(meeting).waiting()
    plan = get_object_or_404(waiting, act=act)
    try:
        operations.cancel_publication(plan, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(meeting)
    return done(request, f"The {label.lower()} will not be published at the hour that was set.", meeting)


def label_of(act: str) -> str:
    """What is published, in words; a 404 for what cannot be."""
    if act not in PlannedPublication.Act.values:
        raise Http404
    return PlannedPublication.Act(act).label


def _told(plan: PlannedPublication, meeting: Meeting) -> str:
    sentence = f"The {plan.get_act_display().lower()} will be published on {british_datetime(plan.at)}."
    if plan.act == PlannedPublication.Act.AGENDA:
        sentence += f" That gives {clock_if_published(meeting, plan.at).would_give}."
    if comes_twice(plan.at):
        sentence += " The clocks show that hour twice; the first is meant."
    return sentence
