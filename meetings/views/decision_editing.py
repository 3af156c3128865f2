"""Correcting, publishing, withdrawing and replacing decisions."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.answers import ConfirmForm
from meetings.forms.decisions import DecisionForm, SupersedeDecisionForm, WithdrawDecisionForm
from meetings.models import Decision
from meetings.permissions import can_edit_decision, can_publish_decision, can_publish_minutes
from meetings.views.steps import Trail, done, posted, trail_to


@require_http_methods(["GET", "POST"])
def edit_decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct a decision that is not published yet: its words, its reasons, its votes."""
    decision = decision_at(request, ref)
    require(can_edit_decision, request.user, decision)
    back = decision.get_absolute_url()
    if request.GET.get("back") == "minutes":  # whoever is minuting goes on minuting
        item = decision.item
        back = f"{reverse('meetings:write', args=item.meeting.address)}#item-{item.number}"
    form = DecisionForm(posted(request), people=decision.voters(), decision=decision, cancel_address=back)
    if form.carry_out(operations.edit_decision, decision, by=request.user):
        return done(request, f"Decision {decision} is saved.", back)
    context = {"decision": decision, "form": form, "trail": trail_to_decision(decision)}
    return TemplateResponse(request, "meetings/edit_decision.html", context)


@require_http_methods(["GET", "POST"])
def withdraw_decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Mark a decision that was logged in error."""
    decision = decision_at(request, ref)
    require(can_edit_decision, request.user, decision)
    form = WithdrawDecisionForm(posted(request), cancel_address=decision.get_absolute_url())
    if form.carry_out(operations.withdraw_decision, decision, by=request.user):
        return done(request, f"Decision {decision} is withdrawn.", decision)
    context = {"decision": decision, "form": form, "trail": trail_to_decision(decision)}
    return TemplateResponse(request, "meetings/withdraw_decision.html", context)


@require_http_methods(["GET", "POST"])
def publish_decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Put one decision into the register, for good."""
    decision = decision_at(request, ref)
    require(can_publish_decision, request.user, decision)
    form = ConfirmForm(
        posted(request), submit_label="Publish the decision", cancel_address=decision.get_absolute_url()
    )
    if form.carry_out(operations.publish_decision, decision, by=request.user):
        return done(request, f"Decision {decision} is published.", decision)
    context = {"decision": decision, "form": form, "trail": trail_to_decision(decision)}
    return TemplateResponse(request, "meetings/publish_decision.html", context)


@require_http_methods(["GET", "POST"])
def publish_decisions(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Put every decision of a meeting into the register at once."""
    meeting = meeting_at(request, group, day)
    require(can_publish_minutes, request.user, meeting)
    waiting = Decision.objects.of_meeting(meeting).unpublished().select_related("item")
    form = ConfirmForm(
        posted(request), submit_label="Publish these decisions", cancel_address=meeting.get_absolute_url()
    )
    if form.carry_out(operations.publish_decisions, meeting, by=request.user):
        return done(request, "The decisions are published.", meeting)
    context = {"meeting": meeting, "waiting": waiting, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/publish_decisions.html", context)


@require_http_methods(["GET", "POST"])
def supersede_decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Say which later decision takes the place of this one."""
    decision = decision_at(request, ref)
    require(can_edit_decision, request.user, decision)
    later = Decision.objects.of_group(decision.group).later_than(decision)
    form = SupersedeDecisionForm(posted(request), later=later, cancel_address=decision.get_absolute_url())
    if form.carry_out(operations.supersede_decision, decision, by=request.user):
        return done(
            request, f"It is recorded that another decision has taken the place of {decision}.", decision
        )
    context = {"decision": decision, "form": form, "trail": trail_to_decision(decision)}
    return TemplateResponse(request, "meetings/supersede_decision.html", context)


def decision_at(request: HttpRequest, ref: str) -> Decision:
    """The decision of this number, if this reader may see it; otherwise a 404."""
    return get_object_or_404(Decision.objects.visible_to(request.user).with_meeting(), ref=ref)


def trail_to_decision(decision: Decision) -> Trail:
    """The way down to a decision."""
    return [("Decisions", "/decisions/"), (decision.ref, decision.get_absolute_url())]
