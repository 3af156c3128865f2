"""Answering a proposal: an officer other than who asked adopts it, or refuses it with a reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, require
from core.templatetags.house import pounds
from funding import operations
from funding.changes import changes_of
from funding.forms_of_proposals import AdoptProposalForm, RefuseProposalForm
from funding.models import Proposal
from funding.permissions import can_adopt_proposal, can_refuse_proposal
from funding.proposed import NotAdopted, Place
from funding.views.proposals import proposal_at, trail_to_proposals
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def adopt_proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make what the proposal wants the plan, on the word of a decision."""
    found = proposal_at(request, slug, number)
    require(can_adopt_proposal, request.user, found)
    form = AdoptProposalForm(
        posted(request),
        proposal=found,
        initial={"effective_on": timezone.localdate()},
        cancel_address=found.get_absolute_url(),
    )
    said: dict[Place, str] = {}

    def adopt(**answers: Any) -> Proposal:
        try:
            return operations.adopt_proposal(found, **answers)
        except NotAdopted as refusal:
            said.update(refusal.problems)
            # One thing that is wrong with all of it is said once, where it can be answered.
            sentences = set(refusal.problems.values())
            raise Refused(sentences.pop()) if len(sentences) == 1 else refusal from refusal

    if adopted := form.carry_out(adopt, by=request.user):
        return done(request, f"The proposal is adopted: {_movements(adopted)}.", adopted)
    told = changes_of(found, said=said)
    context = {
        "pot": found.pot,
        "proposal": found,
        "form": form,
        "told": told,
        "trail": [*trail_to_proposals(found), (str(found), found.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/adopt_proposal.html", context)


@require_http_methods(["GET", "POST"])
def refuse_proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say no, and why."""
    found = proposal_at(request, slug, number)
    require(can_refuse_proposal, request.user, found)
    form = RefuseProposalForm(posted(request), cancel_address=found.get_absolute_url())
    if form.carry_out(operations.refuse_proposal, found, by=request.user):
        return done(request, "The proposal is refused, and whoever asked is told.", found)
    context = {
        "pot": found.pot,
        "form": form,
        "heading": "Refuse the proposal",
        "words": f"{found}, asked for by {found.requested_by}. Current figures stay as they are.",
        "trail": [*trail_to_proposals(found), (str(found), found.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/form.html", context)


def _movements(adopted: Proposal) -> str:
    amounts = list(adopted.entries.values_list("amount", flat=True))
    return f"{len(amounts)} movement{'' if len(amounts) == 1 else 's'}, {pounds(sum(amounts))}"
