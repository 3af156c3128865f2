"""Who may do what with money: the officers of the group that decides on a pot keep its books, and nobody else."""

from funding.models import Pot
from partnership.models import User
from partnership.permissions import is_officer, runs_group

__all__ = ["is_officer"]


def can_edit_pot(user: User, pot: Pot) -> bool:
    return runs_group(user, pot.group)
