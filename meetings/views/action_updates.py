"""Changing actions, saying how they go, and closing them."""

import re

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, require
from meetings import operations
from meetings.forms.actions import ActionForm, ReopenActionForm, ReportActionForm, UpdateSheet
from meetings.models import ActionItem
from meetings.permissions import can_edit_action, can_plan_meeting, can_report_action
from meetings.views.steps import Trail, done, posted
from partnership.models import Group, User


@require_http_methods(["GET", "POST"])
def edit_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words, the owner or the day of an action."""
    action = action_at(request, pk)
    require(can_edit_action, request.user, action)
    initial = {"text": action.text, "owner": action.owner, "due_on": action.due_on}
    form = ActionForm(posted(request), initial=initial, cancel_address=action.get_absolute_url())
    if form.carry_out(operations.edit_action, action, by=request.user):
        return done(request, "The action is changed.", action)
    context = {"action": action, "form": form, "trail": trail_to_action(action)}
    return TemplateResponse(request, "meetings/edit_action.html", context)


@require_http_methods(["GET", "POST"])
def report_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how an action goes, or that it is done or dropped."""
    action = action_at(request, pk)
    require(can_report_action, request.user, action)
    form = ReportActionForm(posted(request), action=action, cancel_address=action.get_absolute_url())
    if request.method == "POST" and form.is_valid() and record([form], by=request.user):
        return done(request, "Thank you. What you reported is saved.", action)
    context = {"action": action, "form": form, "trail": trail_to_action(action)}
    return TemplateResponse(request, "meetings/report_action.html", context)


@require_http_methods(["GET", "POST"])
def reopen_action(request: HttpRequest, pk: int) -> HttpResponse:
    """An action was closed too early."""
    action = action_at(request, pk)
    require(can_report_action, request.user, action)
    form = ReopenActionForm(posted(request), cancel_address=action.get_absolute_url())
    if form.carry_out(operations.reopen_action, action, by=request.user):
        return done(request, "The action is open again.", action)
    context = {"action": action, "form": form, "trail": trail_to_action(action)}
    return TemplateResponse(request, "meetings/reopen_action.html", context)


@require_http_methods(["GET", "POST"])
def update_actions(request: HttpRequest) -> HttpResponse:
    """All my open actions, or for its officer all of a group's, on one page with one button."""
    actions, group = _actions_to_update(request)
    sheet = UpdateSheet(actions, posted(request))
    if request.method == "POST" and sheet.is_valid():
        changed = len(sheet.changed_rows)
        if not changed:
            return done(request, "Nothing was changed, so nothing was saved.", request.get_full_path())
        if record(sheet.changed_rows, by=request.user):
            return done(
                request, f"{changed} action{'' if changed == 1 else 's'} saved.", request.get_full_path()
            )
    context = {
        "sheet": sheet,
        "group": group,
        "groups": Group.objects.supported_by(request.user),
        "overdue": sum(row.action.is_overdue for row in sheet.rows),
        "trail": [("Actions", "/actions/")],
    }
    return TemplateResponse(request, "meetings/update_actions.html", context)


def record(rows: list[ReportActionForm], *, by: User) -> bool:
    """Carry out every report, or none: a refusal stands in its row."""
    row = rows[0]
    try:
        with transaction.atomic():
            for row in rows:
                answers = row.cleaned_data
                if answers["progress"] != row.action.progress:
                    operations.report_progress(row.action, progress=answers["progress"], by=by)
                if answers["status"] != ActionItem.Status.OPEN:
                    dropped = answers["status"] == ActionItem.Status.DROPPED
                    operations.close_action(row.action, note=answers["note"], dropped=dropped, by=by)
    except Refused as refusal:
        row.refuse(refusal)
        return False
    return True


def action_at(request: HttpRequest, pk: int) -> ActionItem:
    """The action of this number, if this reader may see it; otherwise a 404."""
    return get_object_or_404(ActionItem.objects.visible_to(request.user).with_source(), pk=pk)


def trail_to_action(action: ActionItem) -> Trail:
    """The way down to an action."""
    return [("Actions", "/actions/"), (f"Action {action.pk}", action.get_absolute_url())]


def _actions_to_update(request: HttpRequest) -> tuple[QuerySet[ActionItem], Group | None]:
    visible = ActionItem.objects.visible_to(request.user).with_source().most_pressing_first()
    # What somebody else closed while this page was being filled in is kept on it, so that no word is lost.
    sent = [
        int(found[1]) for name in request.POST if (found := re.fullmatch(r"action-(\d{1,9})-status", name))
    ]
    unfinished = visible.filter(Q(status=ActionItem.Status.OPEN) | Q(pk__in=sent))
    slug = request.GET.get("group", "")
    if not slug:
        return unfinished.owned_by(request.user), None
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    require(can_plan_meeting, request.user, group)
    return unfinished.of_group(group), group
