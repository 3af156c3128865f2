"""Who may do what with money: the officers of the group that decides on a pot keep its books, and nobody else.

Whoever asks for a change never adopts it: another officer of the group does, or one of the accountable body's group.
"""

from funding.models import Pot, Proposal
from partnership.models import User
from partnership.permissions import Anyone, is_administrator, is_officer, runs_group

__all__ = ["is_officer"]


def can_edit_pot(user: Anyone, pot: Pot) -> bool:
    return runs_group(user, pot.group)


def can_authorise(user: Anyone, pot: Pot) -> bool:
    """Write down what a decision allows, and so what an officer may move alone."""
    return runs_group(user, pot.group) or is_administrator(user)


def can_propose(user: Anyone, pot: Pot) -> bool:
    return runs_group(user, pot.group)


def can_edit_proposal(user: Anyone, proposal: Proposal) -> bool:
    """Whoever began it, and nobody else, so that everybody else is free to adopt it."""
    return user == proposal.requested_by and can_propose(user, proposal.pot)


def can_adopt_proposal(user: Anyone, proposal: Proposal) -> bool:
    """An officer of the group that decides, or of the accountable body's, but never whoever asked."""
    pot = proposal.pot
    accountable = pot.accountable_group
    confirms = accountable is not None and runs_group(user, accountable)
    return user != proposal.requested_by and (runs_group(user, pot.group) or confirms)


def can_submit_proposal(user: User, proposal: Proposal) -> bool:
    return can_edit_proposal(user, proposal)


def can_withdraw_proposal(user: User, proposal: Proposal) -> bool:
    return can_edit_proposal(user, proposal)


def can_refuse_proposal(user: User, proposal: Proposal) -> bool:
    return can_adopt_proposal(user, proposal)
