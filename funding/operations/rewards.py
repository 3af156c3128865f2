"""Promising a reward, and paying what was earned of it."""

from decimal import Decimal
from typing import Unpack

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Agreement, Indicator, Reward, RewardInstalment, Stream
from funding.operations.ledger import Ground, award
from funding.rewards import standing_of
from partnership.models import User


@transaction.atomic
def promise_reward(
    agreement: Agreement, *, indicator: Indicator, stream: Stream, amount: Decimal, by: User, **values
) -> Reward:
    """Write down what is paid if an indicator reaches its stretch target.

    `values` are the year whose result decides, what was expected, the stretch target, the number of instalments, and
    on whose word it was promised.
    """
    reward = Reward(agreement=agreement, indicator=indicator, stream=stream, amount=amount, by=by, **values)
    history.add(reward, by=by)
    return reward


@transaction.atomic
def pay_instalment(
    reward: Reward, *, number: int, year: int, by: User, **ground: Unpack[Ground]
) -> RewardInstalment:
    """Award one instalment of what was earned to the stream of the reward, for a financial year.

    It becomes an entry of the ledger on the word of a decision like any other award.
    """
    reward = Reward.objects.select_for_update().get(pk=reward.pk)
    standing = standing_of(reward)

    if standing.result is None:
        raise Refused(f"No result for {reward.financial_year} is recorded yet, so nothing is earned.")
    if not standing.earned:
        raise Refused("Less than 60 per cent of the way was reached, so nothing is paid.")
    if number not in standing.amounts or number in standing.paid:
        raise Refused(f"Instalment {number} is not one that is still to be paid.")
    if number != standing.following:
        raise Refused(f"Instalments are paid in their order: {standing.following} is the next.")
    if not standing.amounts[number]:
        raise Refused("All that was earned is paid already.")

    entry = award(reward.stream, year=year, amount=standing.amounts[number], by=by, **ground)
    instalment = RewardInstalment(reward=reward, number=number, entry=entry, result=standing.result, by=by)
    history.add(instalment, by=by, verb="paid")
    return instalment
