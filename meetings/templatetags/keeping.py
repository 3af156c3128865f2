"""What officers and owners of actions find on the pages that everyone reads."""

from django import template
from django.template.context import RequestContext

from meetings.models import ActionItem, Decision, Meeting, Minutes
from meetings.next_steps import what_next
from meetings.permissions import (
    can_edit_action,
    can_edit_decision,
    can_edit_meeting,
    can_report_action,
    can_sign_minutes,
)

register = template.Library()


@register.inclusion_tag("meetings/_what_next.html", takes_context=True)
def officer_panel(context: RequestContext, meeting: Meeting) -> dict:
    """Where the meeting stands and what to do next, for its officers; for its chair, the minutes to sign."""
    user = context["request"].user
    # The page that everyone reads knows already whether its reader runs the group.
    runs_it = (
        context["can_edit_meeting"] if "can_edit_meeting" in context else can_edit_meeting(user, meeting)
    )
    if runs_it:
        return {"next": what_next(meeting)}
    if not user.is_authenticated:
        return {}
    minutes = (
        Minutes.objects.approved()
        .filter(meeting=meeting, signed_on=None)
        .select_related("meeting__group")
        .first()
    )
    return {"to_sign": minutes} if minutes and can_sign_minutes(user, minutes) else {}


@register.inclusion_tag("meetings/_what_an_owner_can_do.html", takes_context=True)
def action_buttons(context: RequestContext, action: ActionItem) -> dict:
    """What this reader may do with an action."""
    user = context["request"].user
    return {
        "action": action,
        "is_open": action.status == ActionItem.Status.OPEN,
        "can_report_action": can_report_action(user, action),
        "can_edit_action": can_edit_action(user, action),
    }


@register.inclusion_tag("meetings/_what_next_with_decision.html", takes_context=True)
def decision_buttons(context: RequestContext, decision: Decision) -> dict:
    """What this reader may do with a decision."""
    is_withdrawn = decision.outcome == Decision.Outcome.WITHDRAWN
    return {
        "decision": decision,
        "is_withdrawn": is_withdrawn,
        "can_edit_decision": can_edit_decision(context["request"].user, decision),
    }
