"""What is refused when the count of an election does not bear out its result."""

from collections.abc import Mapping

from core.refusals import Refused
from meetings.models import Election, Nomination
from meetings.quorum import most_votes_on
from partnership.models import Person

COUNTED = (Election.Method.SHOW_OF_HANDS, Election.Method.SECRET_BALLOT)


def refuse_count(
    election: Election,
    *,
    winner: Nomination,
    method: str,
    is_unanimous: bool,
    votes: Mapping[Nomination, int],
    abstentions: int | None,
    tie_broken_by: str,
    casting_vote_by: Person | None,
) -> None:
    """Raise Refused, with the sentence, unless the method and the votes make this winner the winner."""
    standing = [each for each in election.nominations.all() if not each.is_withdrawn]
    was_counted = bool(votes) or abstentions is not None

    if method == Election.Method.UNOPPOSED and len(standing) > 1:
        names = " and ".join(str(each.person) for each in standing)
        raise Refused(f"{names} stand, so nobody is elected unopposed. Say how it was voted.")
    if was_counted and method not in COUNTED:
        raise Refused("Votes are counted on a show of hands or in a secret ballot. Say which it was.")
    if strangers := [str(each.person) for each in votes if each not in standing]:
        raise Refused(f"{strangers[0]} does not stand and cannot have votes.")
    if was_counted and (missing := [str(each.person) for each in standing if each not in votes]):
        raise Refused(f"Enter the votes of {missing[0]} too, 0 for none.")
    if method in COUNTED and len(standing) > 1 and not was_counted:
        raise Refused("Enter how many votes each had.")
    if was_counted:
        _refuse_too_many(election, sum(votes.values()) + (abstentions or 0))
        _refuse_outvoted(winner, votes)
    _refuse_tie(election, winner, votes, tie_broken_by, casting_vote_by)
    if is_unanimous and (abstentions or any(votes[each] for each in votes if each != winner)):
        raise Refused("It was not unanimous: not everybody voted for the winner.")


def _refuse_too_many(election: Election, cast: int) -> None:
    most = most_votes_on(election.item)
    if cast > most:
        are = "1 person who may vote is" if most == 1 else f"{most} people who may vote are"
        raise Refused(
            f"{cast} votes and abstentions are counted, but {are} recorded in the room. "
            "Check the count, or the attendance."
        )


def _refuse_outvoted(winner: Nomination, votes: Mapping[Nomination, int]) -> None:
    first = max(votes, key=lambda each: votes[each])
    if votes[winner] < votes[first]:
        raise Refused(f"{first.person} had more votes than {winner.person}.")
    if votes[winner] == 0:
        raise Refused(f"Nobody voted for {winner.person}.")


def _refuse_tie(
    election: Election,
    winner: Nomination,
    votes: Mapping[Nomination, int],
    tie_broken_by: str,
    casting_vote_by: Person | None,
) -> None:
    rivals = [each for each in votes if each != winner and votes[each] == votes.get(winner)]
    if rivals and not tie_broken_by:
        raise Refused(
            f"{winner.person} and {rivals[0].person} had as many votes as each other. "
            "Say what broke the tie: lots or the casting vote."
        )
    if tie_broken_by and not rivals:
        raise Refused("The votes were not equal, so nothing had to break a tie.")
    if tie_broken_by == Election.TieBreak.CASTING_VOTE:
        group = election.item.meeting.group
        if not group.chair_has_casting_vote:
            raise Refused(f"The rules of the {group} give the chair no casting vote.")
        if casting_vote_by is None:
            raise Refused("Say who gave the casting vote.")
    elif casting_vote_by is not None:
        raise Refused("Say who gave the casting vote only when it broke the tie.")
