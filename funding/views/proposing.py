"""Writing a proposal, asking for a virement, handing in, taking back and withdrawing."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, require
from funding import grid_steps, operations
from funding.forms_of_proposals import DraftProposalForm, VirementForm
from funding.grids import Grid
from funding.models import Authority, Period, Proposal
from funding.permissions import can_edit_proposal, can_propose, can_submit_proposal, can_withdraw_proposal
from funding.proposed import Outdated
from funding.views.keeping import page
from funding.views.proposals import proposal_at, trail_to_proposals
from funding.views.reading import pot_at
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import done, posted

Filling = Callable[[Grid, Mapping[str, str]], list[tuple[str, str]]]
FILLING: dict[str, Filling] = {
    "spread": grid_steps.spread,
    "last_year": grid_steps.as_last_year,
    "paste": grid_steps.paste,
    # The totals are worked out for every answer: nothing more is to do.
    "totals": lambda grid, posted: [],
}


@require_http_methods(["GET", "POST"])
def draft_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a proposal for a year."""
    pot = pot_at(request, slug)
    require(can_propose, request.user, pot)
    form = DraftProposalForm(
        posted(request),
        pot=pot,
        initial={"year": request.GET.get("year")},
        cancel_address=f"{pot.get_absolute_url()}proposals/",
    )
    if proposal := form.carry_out(operations.draft_proposal, pot, by=request.user):
        return redirect("funding:edit_proposal", slug=pot.slug, number=proposal.number)
    words = "Current figures stay as they are, beside what you propose, until another officer adopts the proposal."
    return page(request, pot, form, "Propose a profile", words=words)


@require_http_methods(["GET", "POST"])
def request_virement(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for money of one stream to go to another, in one year."""
    pot = pot_at(request, slug)
    require(can_propose, request.user, pot)
    years = sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True)), reverse=True)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), years[0] if years else 0)
    form = VirementForm(
        posted(request), pot=pot, year=year, cancel_address=f"{pot.get_absolute_url()}proposals/"
    )
    if proposal := _asked_for(form, pot, year, by=request.user):
        return done(request, "The virement is asked for. Another officer adopts or refuses it.", proposal)
    words = (
        "It is one movement. Ring-fenced money leaves its stream only on a decision that makes an exception."
    )
    named = f"{year}/{(year + 1) % 100:02d}" if year else "no year is open"
    return page(
        request,
        pot,
        form,
        f"Request a virement, {named}",
        words=words,
        other_years=[each for each in years if each != year],
    )


@require_http_methods(["GET", "POST"])
def edit_proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The grid: what is wanted for each stream and project in each period, beside what stands there."""
    found = proposal_at(request, slug, number)
    require(can_edit_proposal, request.user, found)
    if found.lines.of_what_is_not_planned().exists():
        messages.info(request, "A virement is one movement: to change it, withdraw it and ask for another.")
        return redirect(found)
    if request.method == "GET" and not found.is_draft:
        messages.info(
            request, f"The proposal is {found.get_status_display().lower()}: only a draft can be changed."
        )
        return redirect(found)
    grid = Grid(found, page=request.GET.get("page"), typed=posted(request))
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        do = request.POST.get("do", "save")
        errors = FILLING[do](grid, request.POST) if do in FILLING else []
        if grid.read() and do not in FILLING:
            try:
                if _save(grid, _number(request.POST.get("revision", "")), request):
                    messages.success(request, "Saved. Current figures stay as they are until it is adopted.")
                    return redirect(found if do == "look" else request.get_full_path())
            except Refused as refusal:
                errors = [("", str(refusal))]
        elif not grid.errors and not errors:
            grid.notes.append("Nothing is saved yet: look at the totals, then save.")
    context = {
        "pot": found.pot,
        "proposal": found,
        "grid": grid,
        "page": grid.page,
        "errors": [*errors, *grid.errors],
        "posted": request.POST,
        "allowed": Authority.objects.of_pot(found.pot).in_force().with_decisions().knowing_what_is_left(),
        "trail": [*trail_to_proposals(found), (str(found), found.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/edit_proposal.html", context)


@require_http_methods(["GET", "POST"])
def submit_proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Hand it in for another officer to adopt or refuse."""
    found = proposal_at(request, slug, number)
    require(can_submit_proposal, request.user, found)
    words = "The officers who can adopt it are told. You can take it back until one of them has answered."
    return _confirm(
        request,
        found,
        operations.submit_proposal,
        "Submit the proposal",
        words,
        "The proposal is submitted.",
    )


@require_http_methods(["GET", "POST"])
def take_back_proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make it a draft again, to work on it."""
    found = proposal_at(request, slug, number)
    require(can_edit_proposal, request.user, found)
    words = "It is a draft again, and nobody can adopt it until you submit it once more."
    return _confirm(
        request,
        found,
        operations.take_back_proposal,
        "Take it back to work on it",
        words,
        "It is a draft again.",
    )


@require_http_methods(["GET", "POST"])
def take_new_figures(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Go on from the figures that stand now, with everything that was typed."""
    found = proposal_at(request, slug, number)
    require(can_edit_proposal, request.user, found)
    words = (
        "What you typed stays. Beside it stands what the ledger says today; look at it, then submit it again."
    )
    return _confirm(
        request,
        found,
        operations.take_new_figures,
        "Take the new figures and go on",
        words,
        "The proposal goes on from today’s figures.",
    )


@require_http_methods(["GET", "POST"])
def withdraw_proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """No longer ask for it."""
    found = proposal_at(request, slug, number)
    require(can_withdraw_proposal, request.user, found)
    words = "It stays on the list as withdrawn. To ask for it again, begin another."
    return _confirm(
        request,
        found,
        operations.withdraw_proposal,
        "Withdraw the proposal",
        words,
        "The proposal is withdrawn.",
    )


def _save(grid: Grid, revision: int, request: HttpRequest) -> bool:
    """Save what is typed. False where another window wrote otherwise into the same boxes: both are on the page."""
    try:
        operations.save_proposal(grid.proposal, lines=grid.wanted(), revision=revision, by=request.user)
    except Outdated:
        grid.merge()
        if grid.conflicts:
            return False
        operations.save_proposal(
            grid.proposal, lines=grid.wanted(), revision=grid.proposal.revision, by=request.user
        )
    return True


def _confirm(
    request: HttpRequest, found: Proposal, operation: Any, heading: str, words: str, sentence: str
) -> HttpResponse:
    """A step with nothing to fill in."""
    form = ConfirmForm(posted(request), submit_label=heading, cancel_address=found.get_absolute_url())
    if form.carry_out(operation, found, by=request.user):
        return done(request, sentence, found)
    context = {
        "pot": found.pot,
        "form": form,
        "heading": heading,
        "words": words,
        "trail": [*trail_to_proposals(found), (str(found), found.get_absolute_url())],
    }
    return TemplateResponse(request, "funding/form.html", context)


def _asked_for(form: VirementForm, pot: Any, year: int, *, by: Any) -> Proposal | None:
    """The virement that was asked for; none where something is wrong, which is then beside its question."""
    if not form.is_valid():
        return None
    try:
        return operations.request_virement(pot, year=year, by=by, **form.answers())
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _number(text: str) -> int:
    """The number that came with the form; none that could fit where it makes no sense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
