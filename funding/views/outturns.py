"""What a year comes to, and where money came from: read by everyone who sees the pot."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.charts import bar_chart
from core.templatetags.house import pounds
from funding import chains, outturn, underspend
from funding.models import LedgerEntry, Pot, Round
from funding.permissions import can_edit_pot, can_open_round
from funding.variances import tolerance_of
from funding.views.reading import pot_at
from funding.views.rounds import trail_to_pot
from meetings.models import Decision
from meetings.views.steps import Trail

PER_PAGE = 60
BARS = 12
KEY = [("spent", "Spent"), ("left", "Still expected")]


@login_not_required
@require_safe
def outturn_page(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Planned, spent, expected and what it comes to, for each stream and project, as one round knows it."""
    pot = pot_at(request, slug)
    context = of_year(request, pot, year)
    if round_ := context["round"]:
        known = outturn.of_round(round_)
        page = Paginator(known.lines, PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "known": known,
            "page": page,
            "chart": _chart(known),
            "key": KEY,
            "spent": sum(line.spent_to_date for line in known.in_the_total),
            "expected": sum(line.still_expected for line in known.in_the_total),
            "tolerance": tolerance_of(pot),
        }
    return TemplateResponse(request, "funding/outturn.html", context)


@login_not_required
@require_safe
def entry(request: HttpRequest, slug: str, entry: int) -> HttpResponse:
    """One movement: on whose word, why, and the way its money came."""
    pot = pot_at(request, slug)
    seen = LedgerEntry.objects.visible_to(request.user).of_pot(pot)
    found = get_object_or_404(seen.with_cells().knowing_decisions(request.user), pk=entry)
    leaves_a_year = found.kind == LedgerEntry.Kind.CARRY_OUT and found.source.stream is not None
    chain = chains.back_to_the_award(found)
    allowed = Decision.objects.visible_to(request.user).filter(pk__in={each.decision_id for each in chain})
    advised = getattr(found, "recommended_movement", None)
    context = {
        "pot": pot,
        "entry": found,
        "chain": chain if len(chain) > 1 else [],
        "carried_on": chains.carried_on(found),
        "seen_decisions": set(allowed.values_list("pk", flat=True)),
        "cap": chains.cap_of(found.source.stream, found.source.year) if leaves_a_year else None,
        "recommendation": advised.recommendation if advised else None,
        "reversed_by": LedgerEntry.objects.filter(reverses=found).first(),
        "can_edit_pot": can_edit_pot(request.user, pot),
        "trail": [*trail_to_pot(pot), ("Ledger", f"{pot.get_absolute_url()}ledger/")],
    }
    return TemplateResponse(request, "funding/entry.html", context)


def of_year(request: HttpRequest, pot: Pot, year: int) -> dict[str, Any]:
    """What the pages of one year have in common: which round was asked for, which others there are, the way back."""
    if not pot.periods.filter(year=year).exists():
        raise Http404
    rounds = list(Round.objects.of_year(pot, year).with_pot().latest_first())
    asked = request.GET.get("round", "")
    chosen = next((each for each in rounds if str(each.pk) == asked), None)
    latest = underspend.round_to_show(pot, year, rounds)
    round_ = chosen or latest
    if round_ is not None:
        round_.pot = pot
    financial_year = f"{year}/{(year + 1) % 100:02d}"
    trail: Trail = [*trail_to_pot(pot), (financial_year, f"{pot.get_absolute_url()}{year}/")]
    return {
        "pot": pot,
        "year": year,
        "financial_year": financial_year,
        "rounds": rounds,
        "round": round_,
        "is_latest": round_ == latest,
        "can_open_round": can_open_round(request.user, pot),
        "trail": trail,
    }


def _chart(known: outturn.YearOutturn) -> Any:
    """The largest lines, each with what is spent and still expected beside its plan in words."""
    largest = sorted(known.returned, key=lambda line: line.outturn, reverse=True)[:BARS]
    bars = [
        (
            line.about,
            f"{pounds(line.outturn)} of {pounds(line.profile)} planned",
            {"spent": line.spent_to_date, "left": line.still_expected},
        )
        for line in largest
    ]
    return bar_chart("What the year comes to, spent and still expected", bars, series=["spent", "left"])
