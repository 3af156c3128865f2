"""The register of actions, and one action."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.pages import page_of
from core.spreadsheets import csv_response
from meetings import spreadsheets
from meetings.filters import ActionFilter
from meetings.models import ActionItem
from meetings.permissions import can_edit_action, can_report_action
from meetings.reading import knowing_items
from meetings.wording import colour_of

PER_PAGE = 20


@login_not_required
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Who is to do what by when: every action the reader may see, the most pressing first."""
    form = actions_asked_for(request)
    found = knowing_items(form.found(), request.user)
    page = page_of(found, request, per_page=PER_PAGE)
    for action in page:
        action.tag, action.colour = action.urgency, colour_of(action)
    context = {
        "form": form,
        "page": page,
        "mine": form.mine,
        "told": form.told(page.paginator.count),
        "overdue": found.overdue().count(),
    }
    return TemplateResponse(request, "meetings/actions.html", context)


@login_not_required
@require_safe
def actions_csv(request: HttpRequest) -> HttpResponseBase:
    """The register as a table for spreadsheets, with the same filters."""
    found = knowing_items(actions_asked_for(request).found(), request.user)
    rows = spreadsheets.actions(found, request.build_absolute_uri("/").rstrip("/"))
    return csv_response("actions", spreadsheets.ACTIONS, rows)


@login_not_required
@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: who does it by when, how it goes, and where it comes from."""
    visible = ActionItem.objects.visible_to(request.user).with_source().select_related("closed_by")
    action = get_object_or_404(knowing_items(visible, request.user), pk=pk)
    action.tag, action.colour = action.urgency, colour_of(action)
    context = {
        "action": action,
        # An owner who is no member of the group knows the action, but no more of the meeting than everyone does.
        "meeting": action.item.meeting if action.item_is_seen else None,
        "can_edit_action": can_edit_action(request.user, action),
        "can_report_action": can_report_action(request.user, action),
        "trail": [("Actions", "/actions/")],
    }
    return TemplateResponse(request, "meetings/action.html", context)


def actions_asked_for(request: HttpRequest) -> ActionFilter:
    """The question in the address: of all actions, or of one's own."""
    mine = request.user.is_authenticated and request.GET.get("mine") == "1"
    return ActionFilter(request.GET, request.user, mine=mine)
