"""Leading a participatory round from step to step: pages for the officers of the group that decides."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import require
from core.spreadsheets import csv_response
from core.templatetags.house import pounds
from funding import operations
from funding.forms_of_participation import (
    CallOffForm,
    CheckIdeaForm,
    CodesForPapersForm,
    DecideRoundForm,
    IssueCodesForm,
    ParticipatoryRoundForm,
    SettleTieForm,
    TallyForm,
)
from funding.models import Idea, PaperTally, ParticipatoryRound
from funding.permissions import can_check_papers, can_lead_participatory_round
from funding.views.keeping import page
from funding.views.participation import about_round, round_at
from funding.views.reading import pot_at
from funding.votes import outcome_of, votes_of
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def draft_participatory_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a round for a pot."""
    pot = pot_at(request, slug)
    require(can_lead_participatory_round, request.user, pot)
    form = ParticipatoryRoundForm(posted(request), pot=pot, cancel_address=pot.get_absolute_url())
    if round_ := form.carry_out(operations.draft_participatory_round, pot, by=request.user):
        return done(request, "The round is a draft. Open it when everything is right.", round_)
    words = "People bring ideas for an amount of the pot, vote on them, and the group gives the money by the votes."
    return page(request, pot, form, "Begin a participatory round", words=words)


@require_http_methods(["GET", "POST"])
def edit_participatory_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a draft."""
    round_ = round_led_by(request, slug, pk)
    cancel = round_.get_absolute_url()
    form = ParticipatoryRoundForm(posted(request), pot=round_.pot, round_=round_, cancel_address=cancel)
    if form.carry_out(operations.edit_participatory_round, round_, by=request.user):
        return done(request, "The round is saved.", round_)
    return about_round(request, round_, form, "Edit the round")


@require_http_methods(["GET", "POST"])
def open_participatory_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask everybody for ideas."""
    words = "Everybody who may see the pot sees the round then. What it offers, and until when, stays."
    operation = operations.open_participatory_round
    return _step(request, slug, pk, operation, "Open the round", words, "The round is open for ideas.")


@require_http_methods(["GET", "POST"])
def close_ideas(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take no more ideas."""
    words = "No more ideas can be brought then. Those that came are checked before the voting."
    said = "No more ideas are taken."
    return _step(request, slug, pk, operations.close_ideas, "Take no more ideas", words, said)


@require_http_methods(["GET", "POST"])
def open_voting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let people vote."""
    words = "Whoever has a code can vote then on the ideas that are feasible."
    return _step(request, slug, pk, operations.open_voting, "Open the voting", words, "People can vote now.")


@require_http_methods(["GET", "POST"])
def close_voting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take no more votes."""
    words = "No code can vote then. Papers are counted, and the officers see the votes."
    return _step(request, slug, pk, operations.close_voting, "End the voting", words, "The voting has ended.")


@require_http_methods(["GET", "POST"])
def call_off_participatory_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a round up."""
    round_ = round_led_by(request, slug, pk)
    form = CallOffForm(posted(request), cancel_address=round_.get_absolute_url())
    if form.carry_out(operations.call_off_participatory_round, round_, by=request.user):
        return done(request, "The round is called off. Whoever brought an idea is told.", round_)
    return about_round(request, round_, form, "Call the round off")


@require_http_methods(["GET", "POST"])
def check_idea(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Say whether an idea can be done."""
    round_ = round_led_by(request, slug, pk)
    idea = get_object_or_404(Idea.objects.of_round(round_).with_names(), number=number)
    initial = {"feasibility": idea.feasibility, "feasibility_reason": idea.feasibility_reason}
    form = CheckIdeaForm(posted(request), initial=initial, cancel_address=idea.get_absolute_url())
    if form.carry_out(operations.check_idea, idea, by=request.user):
        return done(request, f"“{idea}” is checked.", idea)
    return about_round(request, round_, form, f"Check “{idea}”", idea=idea)


@require_http_methods(["GET", "POST"])
def issue_codes(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Make codes and hand them out, once, as a table to print letters from."""
    round_ = round_led_by(request, slug, pk)
    form = IssueCodesForm(posted(request), cancel_address=round_.get_absolute_url())
    if codes := form.carry_out(operations.issue_codes, round_, by=request.user):
        where = request.build_absolute_uri(reverse("funding:cast_ballot", args=[slug, pk]))
        rows = [(code, where) for code in codes]
        response = csv_response(f"codes-of-round-{round_.pk}", ["Code", "Where to vote"], rows)
        response["Cache-Control"] = "no-store"
        return response
    words = (
        "Give one code to each person. The file is made once: only hashes of the codes are kept, so nobody can "
        "download them again or see how a code voted. Lost codes are replaced by new ones."
    )
    return about_round(request, round_, form, "Make codes", words=words)


@require_http_methods(["GET", "POST"])
def take_codes_for_papers(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Use up the codes of people who vote on paper."""
    round_ = round_led_by(request, slug, pk)
    form = CodesForPapersForm(posted(request), cancel_address=round_.get_absolute_url())
    if taken := form.carry_out(operations.take_codes_for_papers, round_, by=request.user):
        return done(
            request, f"{taken} code{'' if taken == 1 else 's'} taken: give out as many papers.", round_
        )
    words = "Whoever votes on paper gives up their code for it, so that nobody votes both ways."
    return about_round(request, round_, form, "Take in codes for voting papers", words=words)


@require_http_methods(["GET", "POST"])
def count_papers(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down the first count of the papers."""
    round_ = round_led_by(request, slug, pk)
    form = _tally_form(request, round_, "Save what I counted")
    if form.carry_out(operations.count_papers, round_, by=request.user):
        return done(request, "Your count is saved. Now somebody else counts the same papers.", round_)
    words = "Somebody else counts the same papers after you, without seeing your figures. Both must agree."
    return about_round(request, round_, form, "Count the papers", words=words)


@require_http_methods(["GET", "POST"])
def check_papers(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down the second count."""
    round_ = round_led_by(request, slug, pk)
    tally = PaperTally.objects.of_round(round_).to_check().select_related("round__pot__group").first()
    if tally is None:
        return done(request, "No count waits for a second person.", round_)
    require(can_check_papers, request.user, tally)
    form = _tally_form(request, round_, "Save what I counted")
    if checked := form.carry_out(operations.check_papers, tally, by=request.user):
        differ = "The two counts differ, so neither counts. Count the papers again."
        return done(request, "Both counts agree: the papers count." if checked.agrees else differ, round_)
    words = "You do not see the first count. Where a figure differs, both are set aside."
    return about_round(request, round_, form, "Count the papers as the second person", words=words)


@require_http_methods(["GET", "POST"])
def settle_tie(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say in which order ideas with equal votes come."""
    round_ = round_led_by(request, slug, pk)
    votes = votes_of(round_)
    numbers = outcome_of(round_, votes).tied
    tied = [each for each in votes if each.idea.number in numbers]
    if not tied or round_.status != ParticipatoryRound.Status.COUNTING:
        return done(request, "No ideas are tied so that it matters.", round_)
    cancel = round_.get_absolute_url()
    form = SettleTieForm(posted(request), round_=round_, tied=tied, cancel_address=cancel)
    if form.carry_out(operations.settle_tie, round_, by=request.user):
        return done(request, "The tie is settled.", round_)
    words = f"{len(tied)} ideas have {tied[0].all} votes each, and the money does not reach all of them."
    return about_round(request, round_, form, "Settle a tie", words=words)


@require_http_methods(["GET", "POST"])
def decide_participatory_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give the money by the votes, on the word of the group."""
    round_ = round_led_by(request, slug, pk)
    initial = {"effective_on": timezone.localdate()}
    cancel = round_.get_absolute_url()
    form = DecideRoundForm(posted(request), round_=round_, initial=initial, cancel_address=cancel)
    if form.carry_out(operations.decide_participatory_round, round_, by=request.user):
        return done(request, "The round is decided. Whoever brought an idea is told what came of it.", round_)
    if round_.status != ParticipatoryRound.Status.COUNTING and request.method == "GET":
        return done(request, "A round is decided after the voting has ended.", round_)
    outcome = outcome_of(round_, votes := votes_of(round_))
    chosen = [each for each in votes if each.idea.number in outcome.selected]
    words = f"By the votes {len(chosen)} of {len(votes)} ideas get {pounds(round_.amount - outcome.left)}."
    if outcome.tied:
        words = "Ideas are tied and cannot all be paid: settle their order by a decision first."
    return about_round(request, round_, form, "Decide the round", words=words, chosen=chosen)


def round_led_by(request: HttpRequest, slug: str, pk: int) -> ParticipatoryRound:
    """The round at an address, for the officers who lead it."""
    round_ = round_at(request, slug, pk)
    require(can_lead_participatory_round, request.user, round_.pot)
    return round_


def _step(
    request: HttpRequest,
    slug: str,
    pk: int,
    operation: Callable[..., ParticipatoryRound],
    label: str,
    words: str,
    said: str,
) -> HttpResponse:
    """A step to confirm."""
    round_ = round_led_by(request, slug, pk)
    form = ConfirmForm(posted(request), submit_label=label, cancel_address=round_.get_absolute_url())
    if form.carry_out(operation, round_, by=request.user):
        return done(request, said, round_)
    return about_round(request, round_, form, label, words=words)


def _tally_form(request: HttpRequest, round_: ParticipatoryRound, label: str) -> TallyForm:
    ideas = list(Idea.objects.of_round(round_).feasible())
    cancel = round_.get_absolute_url()
    return TallyForm(posted(request), ideas=ideas, submit_label=label, cancel_address=cancel)
