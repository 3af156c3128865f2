"""Promising rewards and paying them; saying how much of a stream is pooled."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from core.templatetags.house import pounds
from funding import operations
from funding.forms_of_assessments import InstalmentForm, PooledShareForm, RewardForm
from funding.models import PooledShare, Pot
from funding.permissions import can_pay_reward
from funding.rewards import standing_of
from funding.views import keeping
from funding.views.agreement_keeping import agreement_kept_by, page
from funding.views.agreements import reward_at
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def promise_reward(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what is paid if an indicator does better than expected."""
    agreement = agreement_kept_by(request, slug)
    pots = Pot.objects.visible_to(request.user)
    form = RewardForm(
        posted(request), agreement=agreement, pots=pots, cancel_address=agreement.get_absolute_url()
    )
    if reward := form.carry_out(operations.promise_reward, agreement, by=request.user):
        return done(request, "The promise is recorded.", reward)
    words = (
        "Nothing is paid below 60 per cent of the way from what is expected to the stretch target, all of it at the "
        "target, and in between in proportion."
    )
    return page(request, agreement, form, "Record the promise of a reward", words=words)


@require_http_methods(["GET", "POST"])
def pay_instalment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Award the next instalment of a reward on the word of a decision."""
    reward = reward_at(request, slug, pk)
    require(can_pay_reward, request.user, reward)
    standing = standing_of(reward)
    number = standing.following
    if number is None:
        return done(request, "Every instalment of the reward is paid.", reward)
    form = InstalmentForm(
        posted(request), reward=reward, number=number, cancel_address=reward.get_absolute_url()
    )
    if instalment := form.carry_out(operations.pay_instalment, reward, by=request.user):
        return done(request, f"Instalment {instalment.number} is in the ledger.", reward)
    heading = f"Award instalment {number} of {reward.instalments}"
    words = f"It comes to {pounds(standing.amounts[number])}, and goes to {reward.stream}."
    if not standing.earned:
        words = "Nothing is earned so far, so nothing can be paid."
    return page(request, reward.agreement, form, heading, indicator=reward.indicator, words=words)


@require_http_methods(["GET", "POST"])
def set_pooled_share(request: HttpRequest, slug: str) -> HttpResponse:
    """Say on the word of a decision how much of a stream is pooled in a year."""
    pot = keeping.pot_kept_by(request, slug)
    form = PooledShareForm(posted(request), pot=pot, cancel_address=pot.get_absolute_url())
    if share := form.carry_out(_set_share, by=request.user):
        return done(request, f"{share}.", pot)
    words = (
        "Without a share, all of a pooled stream counts in the total of the pot. Aligned money never does."
    )
    return keeping.page(request, pot, form, "Say how much of a stream is pooled", words=words)


def _set_share(*, stream: Any, **answers: Any) -> PooledShare:
    return operations.set_pooled_share(stream, **answers)
