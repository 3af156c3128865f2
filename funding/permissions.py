"""Who may do what with money: the officers of the group that decides on a pot keep its books, and nobody else.

Whoever asks for a change never adopts it: another officer of the group does, or one of the accountable body's group.
"""

from funding.models import Agreement, PaperTally, ParticipatoryRound, Pot, Proposal, Return, Reward
from partnership.models import Person, User
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


def can_decide_on_pot(user: Anyone, pot: Pot) -> bool:
    """An officer of the group that decides, or of the accountable body's where two steps are needed."""
    accountable = pot.accountable_group
    return runs_group(user, pot.group) or (accountable is not None and runs_group(user, accountable))


def can_adopt_proposal(user: Anyone, proposal: Proposal) -> bool:
    """An officer of those who decide, but never whoever asked."""
    return user != proposal.requested_by and can_decide_on_pot(user, proposal.pot)


def can_submit_proposal(user: User, proposal: Proposal) -> bool:
    return can_edit_proposal(user, proposal)


def can_withdraw_proposal(user: User, proposal: Proposal) -> bool:
    return can_edit_proposal(user, proposal)


def can_refuse_proposal(user: User, proposal: Proposal) -> bool:
    return can_adopt_proposal(user, proposal)


def can_import_file(user: Anyone, pot: Pot) -> bool:
    """Hand in tables of figures for a pot, and see what was handed in."""
    return can_edit_pot(user, pot)


def can_load_allocations(user: Anyone, pot: Pot) -> bool:
    return can_edit_pot(user, pot)


def can_load_grid(user: Anyone, pot: Pot) -> bool:
    return can_propose(user, pot)


def can_load_returns(user: Anyone, pot: Pot) -> bool:
    """Write the returns of everybody in a round, as an officer may one by one."""
    return can_edit_pot(user, pot)


def can_open_round(user: User, pot: Pot) -> bool:
    """Ask for returns, and see who has sent theirs."""
    return runs_group(user, pot.group)


def can_save_return(user: User, return_: Return) -> bool:
    """People of the organisation that does the project; for them, or for a stream, an officer of the pot's group."""
    return return_.may_be_written and (
        runs_group(user, return_.round.pot.group) or does_the_work(user, return_)
    )


def can_submit_return(user: User, return_: Return) -> bool:
    return can_save_return(user, return_)


def can_accept_return(user: User, return_: Return) -> bool:
    """An officer of the pot's group, and never the one who sent it."""
    return (
        return_.is_submitted
        and return_.submitted_by_id != user.pk
        and runs_group(user, return_.round.pot.group)
    )


def can_send_back_return(user: User, return_: Return) -> bool:
    return return_.is_submitted and runs_group(user, return_.round.pot.group)


def does_the_work(user: User, return_: Return) -> bool:
    """Whether this login is of somebody in the organisation that does the project."""
    return (
        user.is_authenticated
        and user.is_active
        and return_.project is not None
        and return_.project.organisation_id is not None
        and return_.round.is_open
        and Person.objects.filter(user=user, organisation=return_.project.organisation_id).exists()
    )


def can_edit_agreement(user: User, agreement: Agreement) -> bool:
    """Write down what an agreement promises and what came of it: officers of the group that answers for it."""
    return runs_group(user, agreement.group)


def can_pay_reward(user: User, reward: Reward) -> bool:
    """Award an instalment: it is money of the pot, so whoever keeps the pot's books."""
    return can_edit_pot(user, reward.stream.pot)


def can_lead_participatory_round(user: Anyone, pot: Pot) -> bool:
    """Begin a round and lead it from step to step: officers of the group that decides on the pot."""
    return runs_group(user, pot.group)


def can_bring_idea(user: Anyone, round_: ParticipatoryRound) -> bool:
    """Anybody with a login who sees the round; for others an officer enters what they bring on paper."""
    return user.is_authenticated and user.is_active and not round_.is_draft


def can_check_papers(user: User, tally: PaperTally) -> bool:
    """An officer of the group, and never whoever counted."""
    return user.pk != tally.counted_by_id and can_lead_participatory_round(user, tally.round.pot)
