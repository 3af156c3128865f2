"""Bodies that meet."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.templatetags.house import british_date
from funding.models import Pot
from localities.models import Locality
from meetings.forward_plan import EntryAsRead
from meetings.models import ActionItem, Decision, ForwardPlanEntry, Meeting
from meetings.permissions import can_plan_meeting
from partnership.following import following
from partnership.models import Group, OfficeTerm, User
from partnership.offices import offices_of
from partnership.permissions import can_manage_groups
from partnership.views.pages import group_pages
from portal import biographies, circle

SHOWN = 5


@login_not_required
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Every group that the reader may see, as they report to each other; those that have ended below."""
    brief = list(circle.groups_in_brief(request.user))
    context = {
        "branches": circle.tree(group for group in brief if group.closed_on is None),
        "ended": [group for group in brief if group.closed_on is not None],
        "count": sum(group.closed_on is None for group in brief),
        "can_manage_groups": can_manage_groups(request.user),
    }
    return TemplateResponse(request, "portal/groups.html", context)


@login_not_required
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """What a group is for, who is in it, when it meets and what it has decided."""
    seen = Group.objects.visible_to(request.user)
    group = get_object_or_404(seen, slug=slug)
    context = {
        "group": group,
        "parent": seen.above(group).first(),
        "locality": Locality.objects.filter(group=group).first(),
        "subgroups": seen.under(group),
        "ended": f"This group ended on {british_date(group.closed_on)}. Its record stays."
        if group.closed_on
        else "",
        "pages": group_pages(group, request.user),
        "trail": [("Groups", reverse("portal:groups"))],
        **who_belongs(group),
        **what_happened(group, request.user),
        "following": following(group, request.user),
        "can_plan_meeting": can_plan_meeting(request.user, group) and group.closed_on is None,
        "can_manage_groups": can_manage_groups(request.user),
    }
    return TemplateResponse(request, "portal/group.html", context)


def who_belongs(group: Group) -> dict[str, Any]:
    """Members, offices and seats as they are today."""
    offices = offices_of([group])[group.pk] if group.closed_on is None else []
    return {
        "chair": next(
            (office.current for office in offices if office.office == OfficeTerm.Office.CHAIR), None
        ),
        "members": group.memberships.current().with_people(),
        "offices": offices,
        "seats": group.seats.open_today().with_holdings(),
    }


def what_happened(group: Group, user: User) -> dict[str, Any]:
    """Meetings, decisions, actions and money, as far as the reader may see them."""
    meetings = Meeting.objects.visible_to(user).of_group(group).with_group()
    actions = ActionItem.objects.visible_to(user).of_group(group)
    decisions = Decision.objects.visible_to(user).of_group(group)
    plan = ForwardPlanEntry.objects.visible_to(user).of_group(group).knowing(user).in_state("coming")
    return {
        "coming": meetings.upcoming()[:SHOWN],
        "past": meetings.past()[:SHOWN],
        "meetings_count": meetings.count(),
        "plan": [EntryAsRead(entry) for entry in plan.with_names().soonest_first()[:SHOWN]],
        "decisions": decisions.with_meeting().newest_first()[:SHOWN],
        "decisions_count": decisions.count(),
        "pots": Pot.objects.visible_to(user).of_group(group)[:SHOWN],
        "reports": biographies.reports_published(user).of_group(group)[:SHOWN],
        "open_actions": actions.unfinished().count(),
        "overdue_actions": actions.overdue().count(),
    }
