"""The register of decisions, and one decision."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.pages import page_of
from core.spreadsheets import csv_response
from meetings import consequences, declared, snapshot, spreadsheets
from meetings.filters import DecisionFilter
from meetings.items_as_read import DecisionAsRead
from meetings.models import ActionItem, MinutesVersion
from meetings.permissions import can_edit_decision
from meetings.reading import decision_read_by, knowing_successors
from meetings.wording import OUTCOME_COLOURS, colour_of

PER_PAGE = 20


@login_not_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The register: every decision the reader may see, the newest first."""
    form = DecisionFilter(request.GET, request.user)
    found = knowing_successors(form.found(), request.user)
    page = page_of(found, request, per_page=PER_PAGE)
    for decision in page:
        decision.colour = OUTCOME_COLOURS.get(decision.get_outcome_display(), "")
    context = {"form": form, "page": page, "told": form.told(page.paginator.count)}
    return TemplateResponse(request, "meetings/decisions.html", context)


@login_not_required
@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    """The register as a table for spreadsheets, with the same filters."""
    found = knowing_successors(DecisionFilter(request.GET, request.user).found(), request.user)
    rows = spreadsheets.decisions(found, request.build_absolute_uri("/").rstrip("/"))
    return csv_response("decisions", spreadsheets.DECISIONS, rows)


@login_not_required
@require_safe
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """One decision: its words, how it was reached, where it stands in the record."""
    visible = decision_read_by(request.user).select_related(
        "group", "item__meeting__group", "published_by", "casting_vote_by", "superseded_by"
    )
    decision = get_object_or_404(visible, ref=ref)
    meeting = decision.item.meeting
    actions = list(ActionItem.objects.visible_to(request.user).of_item(decision.item).select_related("owner"))
    for action in actions:
        action.tag, action.colour = action.urgency, colour_of(action)
    context = {
        "decision": decision,
        "as_read": DecisionAsRead(snapshot.decision(decision), decision),
        "meeting": meeting,
        "actions": actions,
        "election": declared.election_of(decision),
        "supersedes": decision_read_by(request.user).superseded_by_it(decision),
        "consequences": consequences.of_decision(decision, request.user),
        "has_minutes": MinutesVersion.objects.visible_to(request.user).of_meeting(meeting).exists(),
        "can_edit_decision": can_edit_decision(request.user, decision),
        "trail": [
            ("Decisions", "/decisions/"),
            (decision.group.name, f"/decisions/?group={decision.group.slug}"),
        ],
    }
    return TemplateResponse(request, "meetings/decision.html", context)
