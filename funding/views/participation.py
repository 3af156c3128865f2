"""Participatory rounds as everybody sees them: what is on offer, the ideas, the voting, the result."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import history
from core.charts import BarChart, bar_chart
from core.pages import page_of
from core.refusals import require
from core.templatetags.house import pounds
from funding import operations
from funding.forms_of_participation import BallotForm, IdeaForm
from funding.leading import next_steps
from funding.models import Idea, ParticipatoryRound, Pot
from funding.permissions import can_bring_idea, can_lead_participatory_round
from funding.views.reading import pot_at
from funding.votes import Votes, votes_of
from meetings.models import Decision
from meetings.views.steps import Trail, done, posted

PER_PAGE = 30
MOST_BARS = 12


@login_not_required
@require_safe
def participatory_rounds(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of a pot, the newest first."""
    pot = pot_at(request, slug)
    found = ParticipatoryRound.objects.visible_to(request.user).of_pot(pot).with_pot().newest_first()
    context = {
        "pot": pot,
        "page": page_of(found, request, per_page=PER_PAGE),
        "can_lead": can_lead_participatory_round(request.user, pot),
        "trail": trail_to_pot(pot),
    }
    return TemplateResponse(request, "funding/participatory_rounds.html", context)


@login_not_required
@require_safe
def participatory_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One round: what is on offer, until when, what was brought, and what came of it."""
    round_ = round_at(request, slug, pk)
    can_lead = can_lead_participatory_round(request.user, round_.pot)
    told = round_.is_decided or (can_lead and round_.status == ParticipatoryRound.Status.COUNTING)
    votes = votes_of(round_) if told else []
    ideas = Idea.objects.visible_to(request.user).of_round(round_).with_names()
    if can_lead:
        ideas = ideas.select_related("round__pot__group", "entry__destination__project")
    decision = round_.authority.decision if round_.authority else None
    context = {
        "pot": round_.pot,
        "round": round_,
        "page": page_of(ideas, request, per_page=PER_PAGE),
        "votes": votes,
        "chart": _chart(votes) if votes else None,
        "key": [("online", "Online, with a code"), ("paper", "On paper")],
        "given": sum(each.idea.amount for each in votes if each.idea.is_selected),
        "selected": sum(each.idea.is_selected for each in votes),
        "decision": Decision.objects.visible_to(request.user).filter(pk=decision.pk).first()
        if decision
        else None,
        "can_bring_idea": round_.takes_ideas and can_bring_idea(request.user, round_),
        "can_lead": can_lead,
        "steps": next_steps(round_) if can_lead else None,
        "happenings": history.readable(history.of(round_)[:50]) if can_lead else [],
        "trail": trail_to_rounds(round_.pot),
    }
    return TemplateResponse(request, "funding/participatory_round.html", context)


@require_http_methods(["GET", "POST"])
def bring_idea(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring an idea, or enter one that came on paper."""
    round_ = round_at(request, slug, pk)
    require(can_bring_idea, request.user, round_)
    form = IdeaForm(posted(request), cancel_address=round_.get_absolute_url())
    if form.carry_out(operations.bring_idea, round_, by=request.user):
        return done(request, "The idea is brought. It is shown to everybody once it is checked.", round_)
    if not round_.takes_ideas and request.method == "GET":
        return done(request, "The round takes no ideas now.", round_)
    words = f"“{round_}” has {pounds(round_.amount)} on offer. An idea may ask for all of it or a part."
    return about_round(request, round_, form, "Bring an idea", words=words)


@login_not_required
@require_http_methods(["GET", "POST"])
def cast_ballot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Vote with a code. Nobody signs in for it, and nothing is kept that says who voted."""
    round_ = round_at(request, slug, pk)
    form = BallotForm(posted(request), round_=round_, cancel_address=round_.get_absolute_url())
    if form.carry_out(operations.cast_ballot, round_, by=None):
        return done(request, "Thank you: your votes are in. Your code is used up.", round_)
    if not round_.takes_votes and request.method == "GET":
        return done(request, "Nobody can vote in this round now.", round_)
    words = "Nothing is kept that says whose votes they are. A code votes once, and votes cannot be changed."
    return about_round(request, round_, form, "Vote", words=words, is_vote=True)


def about_round(
    request: HttpRequest, round_: ParticipatoryRound, form: Any, heading: str, **more: Any
) -> HttpResponse:
    """A form about a round."""
    trail = [*trail_to_rounds(round_.pot), (round_.title, round_.get_absolute_url())]
    context = {"pot": round_.pot, "round": round_, "form": form, "heading": heading, "trail": trail} | more
    return TemplateResponse(request, "funding/round_form.html", context)


def round_at(request: HttpRequest, slug: str, pk: int) -> ParticipatoryRound:
    """The round at an address, if the reader may see it."""
    seen = ParticipatoryRound.objects.visible_to(request.user).with_pot()
    return get_object_or_404(seen, pot__slug=slug, pk=pk)


def trail_to_pot(pot: Pot) -> Trail:
    """The way down to a pot."""
    return [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())]


def trail_to_rounds(pot: Pot) -> Trail:
    """The way down to its participatory rounds."""
    return [*trail_to_pot(pot), ("Participatory rounds", f"{pot.get_absolute_url()}participation/")]


def _chart(votes: list[Votes]) -> BarChart:
    rows = [
        (
            f"{each.idea.number}. {each.idea.title}",
            f"{each.all} votes{': selected' if each.idea.is_selected else ''}",
            {"online": each.online, "paper": each.paper},
        )
        for each in votes
    ]
    return bar_chart("Votes for each idea", rows, series=["online", "paper"], most=MOST_BARS)
