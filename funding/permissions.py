"""Who may do what with money: the officers of the group that decides on a pot keep its books, and nobody else."""

from funding.models import Agreement, Pot, Reward
from partnership.models import User
from partnership.permissions import is_officer, runs_group

__all__ = ["is_officer"]


def can_edit_pot(user: User, pot: Pot) -> bool:
    return runs_group(user, pot.group)


def can_edit_agreement(user: User, agreement: Agreement) -> bool:
    """Write down what an agreement promises and what came of it: officers of the group that answers for it."""
    return runs_group(user, agreement.group)


def can_pay_reward(user: User, reward: Reward) -> bool:
    """Award an instalment: it is money of the pot, so whoever keeps the pot's books."""
    return can_edit_pot(user, reward.stream.pot)
