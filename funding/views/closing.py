"""Closing periods in their order, and opening the last of them again."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusals import Refused
from funding import operations
from funding.forms_of_returns import ReopenForm
from funding.models import Actual, Cell, Period, PeriodEvent, Pot
from funding.views.keeping import pot_kept_by
from funding.views.rounds import trail_to_pot
from meetings.views.steps import done

EVENTS_SHOWN = 30


@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest, slug: str) -> HttpResponse:
    """The periods of a pot: the next to close, the last to open again, and what happened to them."""
    pot = pot_kept_by(request, slug)
    known = list(Period.objects.of_pot(pot).knowing_state().order_by("starts_on"))
    following = next((period for period in known if not period.is_closed), None)
    last = next((period for period in reversed(known) if period.is_closed), None)
    asked, refusal = _asked(request, known), ""
    reopens = request.POST.get("do") == "reopen"
    reopen = ReopenForm(request.POST if reopens else None)
    if asked and reopens and reopen.carry_out(operations.reopen_period, asked, by=request.user):
        return done(request, f"{asked} is open again.", request.path)
    if asked and request.POST.get("do") == "close":
        try:
            operations.close_period(asked, by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            return done(request, f"{asked} is closed.", request.path)
    context = {
        "pot": pot,
        "periods": known,
        "following": following,
        "last": last,
        "reopen": reopen,
        "refusal": refusal,
        "events": _events(pot),
        "trail": trail_to_pot(pot),
    }
    return TemplateResponse(request, "funding/periods.html", context | _of(following))


def _asked(request: HttpRequest, known: list[Period]) -> Period | None:
    """The period that the button was about, so that a button pressed twice does not reach the one after it."""
    return next((period for period in known if str(period.pk) == request.POST.get("period")), None)


def _of(period: Period | None) -> dict[str, Any]:
    """What is about to stay as it is."""
    if period is None:
        return {}
    plans = Cell.objects.of_pot(period.pot_id).plans().filter(period=period).with_balance()
    spent = Actual.objects.filter(cell__period=period).total()
    planned = plans.aggregate(all=Sum("balance"))["all"] or 0
    is_over = period.ends_on <= timezone.localdate()
    return {
        "planned": planned,
        "spent": spent,
        "following_is_over": is_over,
        "following_ends": period.ends_on - timedelta(days=1),
    }


def _events(pot: Pot) -> Any:
    events = PeriodEvent.objects.filter(period__pot=pot).select_related("period", "by")
    return events.order_by("-pk")[:EVENTS_SHOWN]
