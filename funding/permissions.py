"""Who may do what with money: the officers of the group that decides on a pot keep its books, and nobody else."""

from funding.models import Pot
from partnership.models import Group, User
from partnership.permissions import runs_group


def can_make_pot(user: User, group: Group) -> bool:
    return runs_group(user, group)


def can_edit_pot(user: User, pot: Pot) -> bool:
    return runs_group(user, pot.group)
