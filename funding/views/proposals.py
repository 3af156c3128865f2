"""What was proposed for a pot: all of it, and each proposal with what would change."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core import history
from core.pages import page_of
from funding.changes import changes_of
from funding.models import Proposal
from funding.permissions import can_adopt_proposal, can_edit_proposal, can_propose
from funding.views.reading import pot_at
from meetings.models import Decision

PER_PAGE = 30


@login_not_required
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """The proposals of a pot that the reader may see, the latest first."""
    pot = pot_at(request, slug)
    found = Proposal.objects.visible_to(request.user).of_pot(pot).with_names().with_size().newest_first()
    context = {
        "pot": pot,
        "page": page_of(found, request, per_page=PER_PAGE),
        "can_propose": can_propose(request.user, pot),
        "trail": [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/proposals.html", context)


@login_not_required
@require_safe
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What one proposal asks for, beside what stands there; who asked, and what came of it."""
    found = proposal_at(request, slug, number)
    user = request.user
    context = {
        "pot": found.pot,
        "proposal": found,
        "told": changes_of(found),
        "decision_is_seen": found.authority is not None
        and Decision.objects.visible_to(user).filter(pk=found.authority.decision_id).exists(),
        "can_edit_proposal": can_edit_proposal(user, found),
        "can_adopt_proposal": can_adopt_proposal(user, found),
        "happenings": history.readable(history.of(found)[:50]) if can_propose(user, found.pot) else [],
        "trail": trail_to_proposals(found),
    }
    return TemplateResponse(request, "funding/proposal.html", context)


def proposal_at(request: HttpRequest, slug: str, number: int) -> Proposal:
    """The proposal at an address, if the reader may see it."""
    seen = Proposal.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen, pot__slug=slug, number=number)


def trail_to_proposals(found: Proposal) -> list[tuple[str, str]]:
    """The way down to the proposals of a pot."""
    pot = found.pot
    return [
        ("Funding", "/funding/"),
        (pot.name, pot.get_absolute_url()),
        ("Proposals", f"{pot.get_absolute_url()}proposals/"),
    ]
