"""Writing down an agreement: its blocks, outcomes and indicators, and what is said of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from funding import operations
from funding.forms_of_agreements import (
    AgreementForm,
    BlockForm,
    EditIndicatorForm,
    IndicatorForm,
    OutcomeForm,
)
from funding.models import Agreement, Block, Indicator, Outcome
from funding.permissions import can_edit_agreement, is_officer
from funding.views.agreements import TRAIL, agreement_at, trail_to
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def add_agreement(request: HttpRequest) -> HttpResponse:
    """Put an agreement on the record, for a group that one supports."""
    require(is_officer, request.user)
    form = AgreementForm(posted(request), user=request.user, cancel_address="/funding/agreements/")
    if agreement := form.carry_out(operations.make_agreement, by=request.user):
        return done(request, f"{agreement} is on the record. Give it its blocks.", agreement)
    context = {"form": form, "heading": "Add an agreement", "trail": TRAIL}
    return TemplateResponse(request, "funding/agreement_form.html", context)


@require_http_methods(["GET", "POST"])
def edit_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is said of an agreement."""
    agreement = agreement_kept_by(request, slug)
    form = AgreementForm(
        posted(request), user=request.user, agreement=agreement, cancel_address=agreement.get_absolute_url()
    )
    if form.carry_out(operations.edit_agreement, agreement, by=request.user):
        return done(request, "The agreement is saved.", agreement)
    return page(request, agreement, form, "Edit the agreement")


@require_http_methods(["GET", "POST"])
def add_block(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an agreement another theme."""
    agreement = agreement_kept_by(request, slug)
    form = BlockForm(posted(request), cancel_address=agreement.get_absolute_url())
    if block := form.carry_out(operations.add_block, agreement, by=request.user):
        return done(request, f"The block {block} is added.", agreement)
    return page(request, agreement, form, "Add a block")


@require_http_methods(["GET", "POST"])
def add_outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is to be better for people under a block."""
    agreement = agreement_kept_by(request, slug)
    form = OutcomeForm(posted(request), agreement=agreement, cancel_address=agreement.get_absolute_url())
    if form.carry_out(_add_outcome, by=request.user):
        return done(request, "The outcome is added. Say by which indicators it is known.", agreement)
    words = "" if Block.objects.of_agreement(agreement).exists() else "Add a block first."
    return page(request, agreement, form, "Add an outcome", words=words)


@require_http_methods(["GET", "POST"])
def add_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Say by which figure an outcome is known."""
    agreement = agreement_kept_by(request, slug)
    form = IndicatorForm(posted(request), agreement=agreement, cancel_address=agreement.get_absolute_url())
    if indicator := form.carry_out(_add_indicator, by=request.user):
        said = "The indicator is added. Record its baseline and set its targets."
        return done(request, said, indicator)
    words = "" if Outcome.objects.of_agreement(agreement).exists() else "Add an outcome first."
    return page(request, agreement, form, "Add an indicator", words=words)


@require_http_methods(["GET", "POST"])
def edit_indicator(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    """Correct what is said of an indicator."""
    found = indicator_kept_by(request, slug, indicator)
    form = EditIndicatorForm(posted(request), indicator=found, cancel_address=found.get_absolute_url())
    if form.carry_out(operations.edit_indicator, found, by=request.user):
        return done(request, "The indicator is saved.", found)
    return page(request, found.agreement, form, "Edit the indicator", indicator=found)


def agreement_kept_by(request: HttpRequest, slug: str) -> Agreement:
    """The agreement at an address, for the officers of the group that answers for it."""
    agreement = agreement_at(request, slug)
    require(can_edit_agreement, request.user, agreement)
    return agreement


def indicator_kept_by(request: HttpRequest, slug: str, indicator: str) -> Indicator:
    """The indicator at an address, for the officers of the group that answers for it."""
    agreement = agreement_kept_by(request, slug)
    return get_object_or_404(Indicator.objects.of_agreement(agreement).with_places(), slug=indicator)


def page(
    request: HttpRequest,
    agreement: Agreement,
    form: Any,
    heading: str,
    *,
    indicator: Indicator | None = None,
    **more: Any,
) -> HttpResponse:
    """A form about an agreement, or about one of its indicators."""
    trail = trail_to(agreement)
    if indicator is not None:
        trail = [*trail, (indicator.name, indicator.get_absolute_url())]
    context = {
        "agreement": agreement,
        "about": indicator or agreement,
        "form": form,
        "heading": heading,
        "trail": trail,
    }
    return TemplateResponse(request, "funding/agreement_form.html", context | more)


def _add_outcome(*, block: Block, **answers: Any) -> Outcome:
    return operations.add_outcome(block, **answers)


def _add_indicator(*, outcome: Outcome, **answers: Any) -> Indicator:
    return operations.add_indicator(outcome, **answers)
