"""The register of decisions, and one decision."""

import csv

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings import snapshot
from meetings.filters import DecisionFilter
from meetings.items_as_read import DecisionAsRead
from meetings.models import ActionItem, MinutesVersion
from meetings.permissions import can_edit_decision
from meetings.reading import decision_read_by, knowing_successors
from meetings.wording import OUTCOME_COLOURS, colour_of

PER_PAGE = 20
COLUMNS = ["Reference", "Group", "Date of the meeting", "Item", "Decision", "Outcome", "How it was decided"]
COLUMNS += ["Key decision", "Takes effect on", "Published on", "Superseded by", "Address"]


@login_not_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The register: every decision the reader may see, the newest first."""
    form = DecisionFilter(request.GET, request.user)
    found = knowing_successors(form.found(), request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for decision in page:
        decision.colour = OUTCOME_COLOURS.get(decision.get_outcome_display(), "")
    return TemplateResponse(request, "meetings/decisions.html", {"form": form, "page": page})


@login_not_required
@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponse:
    """The register as a table for spreadsheets, with the same filters."""
    found = knowing_successors(DecisionFilter(request.GET, request.user).found(), request.user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    response.write("\ufeff")  # Excel takes the file for Latin-1 without it
    rows = csv.writer(response)
    rows.writerow(COLUMNS)
    for decision in found.select_related("casting_vote_by", "group", "item__meeting__group", "superseded_by"):
        row = [
            decision.ref,
            decision.group.name,
            decision.item.meeting.held_on.isoformat(),
            f"{decision.item.number} {decision.item.title}",
            decision.text,
            decision.get_outcome_display(),
            snapshot.voting_sentence(decision),
            "yes" if decision.is_key else "no",
            decision.effective_on.isoformat() if decision.effective_on else "",
            timezone.localtime(decision.published_at).date().isoformat() if decision.published_at else "",
            decision.superseded_by.ref if decision.superseded_by and decision.successor_is_seen else "",
            request.build_absolute_uri(decision.get_absolute_url()),
        ]
        rows.writerow([_harmless(cell) for cell in row])
    return response


@login_not_required
@require_safe
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """One decision: its words, how it was reached, where it stands in the record."""
    visible = decision_read_by(request.user).select_related(
        "group", "item__meeting__group", "published_by", "casting_vote_by", "superseded_by"
    )
    decision = get_object_or_404(visible, ref=ref)
    meeting = decision.item.meeting
    actions = list(
        ActionItem.objects.visible_to(request.user).filter(item=decision.item).select_related("owner")
    )
    for action in actions:
        action.tag, action.colour = action.urgency, colour_of(action)
    context = {
        "decision": decision,
        "as_read": DecisionAsRead(snapshot.decision(decision), decision),
        "meeting": meeting,
        "actions": actions,
        "supersedes": decision_read_by(request.user).filter(superseded_by=decision),
        "has_minutes": MinutesVersion.objects.visible_to(request.user).filter(meeting=meeting).exists(),
        "can_edit_decision": can_edit_decision(request.user, decision),
        "trail": [
            ("Decisions", "/decisions/"),
            (decision.group.name, f"/decisions/?group={decision.group.slug}"),
        ],
    }
    return TemplateResponse(request, "meetings/decision.html", context)


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
