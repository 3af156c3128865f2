"""What everyone reads of agreements: what was promised, what came of it, how it was judged, what was paid for it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core import history
from core.pages import page_of
from core.refusals import require
from core.sittings import page_of_sittings
from funding import agreements_as_read
from funding.models import (
    Agreement,
    Assessment,
    Block,
    Indicator,
    Outcome,
    Pot,
    Refresh,
    Result,
    Reward,
    RewardInstalment,
    Target,
)
from funding.permissions import can_edit_agreement, can_pay_reward, is_officer
from funding.rewards import standing_of
from meetings.models import Decision
from meetings.views.steps import Trail

PER_PAGE = 20


@login_not_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements that the reader may see, the latest first."""
    page = page_of(Agreement.objects.visible_to(request.user).with_group(), request, per_page=PER_PAGE)
    context = {
        "page": page,
        "can_make_agreement": is_officer(request.user),
        "trail": [("Funding", "/funding/")],
    }
    return TemplateResponse(request, "funding/agreements.html", context)


@login_not_required
@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """One agreement: how it stands, and every outcome with the figures by which it is known."""
    agreement = agreement_at(request, slug)
    assessments = Assessment.objects.of_agreement(agreement).in_force().newest_first()
    context = {
        "agreement": agreement,
        "blocks": agreements_as_read.blocks_of(agreement),
        "assessment": assessments.knowing_decisions(request.user).first(),
        "refreshes": Refresh.objects.of_agreement(agreement).newest_first(),
        "pots": Pot.objects.visible_to(request.user).of_agreement(agreement),
        "rewards": Reward.objects.visible_to(request.user).of_agreement(agreement).with_places(),
        "can_edit_agreement": can_edit_agreement(request.user, agreement),
        "trail": TRAIL,
    }
    return TemplateResponse(request, "funding/agreement.html", context)


@login_not_required
@require_safe
def indicator(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    """One indicator: its targets as first set and as they stand, beside what was measured."""
    agreement = agreement_at(request, slug)
    found = get_object_or_404(Indicator.objects.of_agreement(agreement).with_places(), slug=indicator)
    standing = agreements_as_read.standing_of(found, request.user)
    rewards = Reward.objects.visible_to(request.user).of_agreement(agreement).filter(indicator=found)
    context = {
        "agreement": agreement,
        "indicator": found,
        "standing": standing,
        "rows": standing.rows(),
        "chart": standing.chart(),
        "rewards": rewards.with_places(),
        "can_edit_agreement": can_edit_agreement(request.user, agreement),
        "trail": trail_to(agreement),
    }
    return TemplateResponse(request, "funding/indicator.html", context)


@login_not_required
@require_safe
def assessments(request: HttpRequest, slug: str) -> HttpResponse:
    """How the agreement was judged in each round, the latest first; what was corrected stays readable."""
    agreement = agreement_at(request, slug)
    rows = Assessment.objects.of_agreement(agreement).in_force().newest_first()
    context = {
        "agreement": agreement,
        "page": page_of(rows.knowing_decisions(request.user), request, per_page=PER_PAGE),
        "can_edit_agreement": can_edit_agreement(request.user, agreement),
        "trail": trail_to(agreement),
    }
    return TemplateResponse(request, "funding/assessments.html", context)


@login_not_required
@require_safe
def refresh(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a refresh changed: each target as it was, and as it became."""
    agreement = agreement_at(request, slug)
    refreshes = Refresh.objects.visible_to(request.user).of_agreement(agreement)
    found = get_object_or_404(refreshes.knowing_decisions(request.user), pk=pk)
    context = {
        "agreement": agreement,
        "refresh": found,
        "targets": Target.objects.filter(refresh=found).with_indicators(),
        "trail": trail_to(agreement),
    }
    return TemplateResponse(request, "funding/refresh.html", context)


@login_not_required
@require_safe
def reward(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was promised for doing better, what was achieved, what share of it is paid, and when."""
    found = reward_at(request, slug, pk)
    standing = standing_of(found)
    decisions = [each.entry.decision_id for each in standing.paid.values()]
    context = {
        "reward": found,
        "agreement": found.agreement,
        "standing": standing,
        "instalments": [
            (number, amount, standing.paid.get(number)) for number, amount in standing.amounts.items()
        ],
        "seen": set(
            Decision.objects.visible_to(request.user).filter(pk__in=decisions).values_list("pk", flat=True)
        ),
        "can_pay_reward": can_pay_reward(request.user, found),
        "trail": trail_to(found.agreement),
    }
    return TemplateResponse(request, "funding/reward.html", context)


@require_safe
def agreement_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what to the agreement and to everything in it, newest first."""
    agreement = agreement_at(request, slug)
    require(can_edit_agreement, request.user, agreement)
    parts = parts_of(agreement)
    page = page_of_sittings(history.of_any(*parts), request, per_page=50)
    context = {
        "agreement": agreement,
        "page": page,
        "happenings": history.readable(page.object_list, names=_names(parts)),
        "trail": trail_to(agreement),
    }
    return TemplateResponse(request, "funding/agreement_history.html", context)


TRAIL: Trail = [("Funding", "/funding/"), ("Agreements", "/funding/agreements/")]


def trail_to(agreement: Agreement) -> Trail:
    """The way down to an agreement."""
    return [*TRAIL, (agreement.name, agreement.get_absolute_url())]


def agreement_at(request: HttpRequest, slug: str) -> Agreement:
    """The agreement at an address, if the reader may see it."""
    return get_object_or_404(Agreement.objects.visible_to(request.user).with_group(), slug=slug)


def reward_at(request: HttpRequest, slug: str, pk: int) -> Reward:
    """The reward at an address, if the reader may see it."""
    rewards = Reward.objects.visible_to(request.user).with_places().knowing_decisions(request.user)
    return get_object_or_404(rewards, agreement__slug=slug, pk=pk)


def parts_of(agreement: Agreement) -> list[list[Any]]:
    """The agreement and all that belongs to it, kind by kind."""
    return [
        [agreement],
        list(Block.objects.of_agreement(agreement)),
        list(Outcome.objects.of_agreement(agreement)),
        list(Indicator.objects.of_agreement(agreement)),
        list(Target.objects.of_agreement(agreement).with_indicators()),
        list(Result.objects.of_agreement(agreement).select_related("indicator")),
        list(Refresh.objects.of_agreement(agreement)),
        list(Assessment.objects.of_agreement(agreement).select_related("block", "agreement")),
        list(Reward.objects.of_agreement(agreement).select_related("indicator")),
        list(
            RewardInstalment.objects.filter(reward__agreement=agreement).select_related("reward__indicator")
        ),
    ]


def _names(parts: list[list[Any]]) -> dict[tuple[int, int], str]:
    """What each part is called on a page that shows them all."""
    kinds = {Block: "Block: ", Outcome: "Outcome: ", Indicator: "Indicator: ", Target: "Target: "}
    return {
        (ContentType.objects.get_for_model(part).pk, part.pk): f"{kinds.get(type(part), '')}{part}"
        for kind in parts
        for part in kind
    }
