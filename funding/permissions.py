"""Who may do what with money: the officers of the group that decides on a pot keep its books, and nobody else."""

from funding.models import Pot, Return
from partnership.models import Person, User
from partnership.permissions import is_officer, runs_group

__all__ = ["is_officer"]


def can_edit_pot(user: User, pot: Pot) -> bool:
    return runs_group(user, pot.group)


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
