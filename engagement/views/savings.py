"""The register of what was saved by asking together, or by not asking again."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.refusals import require
from engagement import operations
from engagement.forms.findings import AvoidedForm, SavingForm, StrikeForm
from engagement.models import OverlapChoice, Saving
from engagement.permissions import can_strike_saving, is_officer
from meetings.views.steps import Trail, done, posted

HOME: Trail = [("Engagement", "/engagement/")]
REGISTER = "/engagement/savings/"


@login_not_required
@require_safe
def savings(request: HttpRequest) -> HttpResponse:
    """How much was saved, in a sentence, and each saving with its basis."""
    rows = Saving.objects.visible_to(request.user)
    page = page_of(rows.with_both().order_by("-at", "-pk"), request, per_page=50)
    sums = rows.sums()
    keeps = is_officer(request.user)
    context = {
        "page": page,
        "sums": sums,
        "total": sum(sums.values()),
        "kept": {each.pk for each in page if keeps and can_strike_saving(request.user, each)},
        "can_record_saving": keeps,
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/savings.html", context)


@require_http_methods(["GET", "POST"])
def record_saving(request: HttpRequest) -> HttpResponse:
    """What asking together has saved."""
    require(is_officer, request.user)
    choices = OverlapChoice.objects.to_count_by(request.user)
    form = SavingForm(posted(request), choices=choices, cancel_address=REGISTER)
    if form.carry_out(operations.record_saving, by=request.user):
        return done(request, "The saving is in the register.", REGISTER)
    if request.method == "GET" and not choices.exists():
        trail = [*HOME, ("Savings", REGISTER)]
        return TemplateResponse(request, "engagement/nothing_to_count.html", {"trail": trail})
    return _page(request, form, "Record what asking together has saved")


@require_http_methods(["GET", "POST"])
def record_avoided(request: HttpRequest) -> HttpResponse:
    """What not asking again has saved."""
    require(is_officer, request.user)
    form = AvoidedForm(posted(request), user=request.user, cancel_address=REGISTER)
    if form.carry_out(operations.record_avoided, by=request.user):
        return done(request, "The saving is in the register.", REGISTER)
    return _page(request, form, "Record what not asking again has saved")


@require_http_methods(["GET", "POST"])
def strike_saving(request: HttpRequest, pk: int) -> HttpResponse:
    """A saving no longer counts."""
    saving = get_object_or_404(Saving.objects.visible_to(request.user).with_both(), pk=pk)
    require(can_strike_saving, request.user, saving)
    form = StrikeForm(posted(request), cancel_address=REGISTER)
    if form.carry_out(operations.strike_saving, saving, by=request.user):
        return done(request, "It is struck out.", REGISTER)
    return _page(request, form, "Strike a saving out", str(saving))


def _page(request: HttpRequest, form: Any, heading: str, words: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "words": words, "trail": [*HOME, ("Savings", REGISTER)]}
    return TemplateResponse(request, "engagement/consultation_form.html", context)
