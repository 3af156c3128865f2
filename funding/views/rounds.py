"""Rounds: when returns are asked for, who has sent theirs, who is late."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import page_of
from funding import operations, outturn
from funding.forms_of_returns import EditRoundForm, RoundForm
from funding.models import Pot, Return, Round
from funding.returning import units_of
from funding.views.keeping import page, pot_kept_by
from meetings.views.steps import Trail, done, posted

PER_PAGE = 50


@require_safe
def rounds(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of a pot, the latest first."""
    pot = pot_kept_by(request, slug)
    page = page_of(Round.objects.of_pot(pot).with_pot().latest_first(), request, per_page=PER_PAGE)
    context = {"pot": pot, "page": page, "trail": trail_to_pot(pot)}
    return TemplateResponse(request, "funding/rounds.html", context)


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for returns on a year."""
    pot = pot_kept_by(request, slug)
    form = RoundForm(posted(request), pot=pot, cancel_address=pot.get_absolute_url())
    if round_ := form.carry_out(operations.open_round, pot, by=request.user):
        return done(request, f"{round_} is open: everyone who spends the pot’s money is asked.", round_)
    words = "Each project is asked for a return, and each stream that has money of its own."
    return page(request, pot, form, "Open a round", words=words)


@require_safe
def round_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who has sent a return, who has not, and which wait for an answer."""
    round_ = round_kept_by(request, slug, pk)
    returns = list(Return.objects.of_round(round_).with_names().in_order())
    # Late ones first, then those that wait for an answer.
    returns.sort(key=lambda each: (not each.is_late, not each.is_submitted))
    known = outturn.of_round(round_)
    colours = {line.key: line for line in known.returned}
    rows = [(each, colours.get((each.stream_id, each.project_id))) for each in returns]
    there = {(each.stream_id, each.project_id) for each in returns}
    context = {
        "pot": round_.pot,
        "round": round_,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "count": len(returns),
        "accepted": sum(each.is_accepted for each in returns),
        "submitted": sum(each.is_submitted for each in returns),
        "late": sum(each.is_late for each in returns),
        "missing": [unit for unit in units_of(round_, known) if _key(unit) not in there],
        "trail": trail_to_rounds(round_.pot),
    }
    return TemplateResponse(request, "funding/round.html", context)


@require_http_methods(["GET", "POST"])
def edit_round(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a round another name, or other days."""
    round_ = round_kept_by(request, slug, pk)
    initial = {"name": round_.name, "opens_on": round_.opens_on, "due_on": round_.due_on}
    form = EditRoundForm(posted(request), initial=initial, cancel_address=round_.get_absolute_url())
    if form.carry_out(operations.edit_round, round_, by=request.user):
        return done(request, "The round is saved.", round_)
    return page(request, round_.pot, form, f"Edit {round_}")


@require_POST
def draft_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin the return of a project that came after the round had opened."""
    round_ = round_kept_by(request, slug, pk)
    asked = request.POST.get("unit", "")
    units = {
        f"{stream.pk}-{project.pk if project else ''}": (stream, project)
        for stream, project in units_of(round_)
    }
    if asked not in units:
        return done(request, "Choose for whom the return is begun.", round_)
    stream, project = units[asked]
    return_ = operations.draft_return(round_, stream=stream, project=project, by=request.user)
    return done(request, f"The return of {return_.about} is begun.", return_)


def round_kept_by(request: HttpRequest, slug: str, pk: int) -> Round:
    """The round at an address, for the officers of its pot."""
    pot = pot_kept_by(request, slug)
    round_ = get_object_or_404(Round.objects.of_pot(pot).with_pot(), pk=pk)
    round_.pot = pot
    return round_


def trail_to_pot(pot: Pot) -> Trail:
    """The way down to a pot."""
    return [("Funding", "/funding/"), (pot.name, pot.get_absolute_url())]


def trail_to_rounds(pot: Pot) -> Trail:
    """The way down to its rounds."""
    return [*trail_to_pot(pot), ("Rounds", f"{pot.get_absolute_url()}rounds/")]


def _key(unit) -> tuple[int, int | None]:
    stream, project = unit
    return stream.pk, project.pk if project else None
