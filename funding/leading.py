"""What the officers of a participatory round do next, as it stands."""

from dataclasses import dataclass

from django.urls import reverse

from funding.models import Ballot, Idea, PaperTally, ParticipatoryRound, VotingCode
from funding.votes import outcome_of, votes_of

Status = ParticipatoryRound.Status


@dataclass(frozen=True)
class Steps:
    """Where a round stands, in a sentence, and what can be done: pairs of words and address."""

    words: str
    links: list[tuple[str, str]]


def next_steps(round_: ParticipatoryRound) -> Steps:
    """The sentence and the links for the panel of the officers."""
    words, names = _WHAT[Status(round_.status)](round_)
    if not round_.is_over:
        names = [*names, "call_off_participatory_round"]
    where = [round_.pot.slug, round_.pk]
    return Steps(words, [(_LABELS[name], reverse(f"funding:{name}", args=where)) for name in names])


def _draft(round_: ParticipatoryRound) -> tuple[str, list[str]]:
    return "Only officers see the draft.", ["open_participatory_round", "edit_participatory_round"]


def _open(round_: ParticipatoryRound) -> tuple[str, list[str]]:
    if not round_.takes_ideas:
        return "The days for ideas are over.", ["close_ideas"]
    return f"{_ideas(round_)} Enter what comes on paper.", ["bring_idea"]


def _checking(round_: ParticipatoryRound) -> tuple[str, list[str]]:
    words = f"{_ideas(round_)} {_codes(round_)}"
    return words, ["open_voting", "issue_codes"]


def _voting(round_: ParticipatoryRound) -> tuple[str, list[str]]:
    names = ["issue_codes", "take_codes_for_papers"]
    if not round_.takes_votes:
        return f"The days for voting are over. {_codes(round_)}", ["close_voting", *names[1:]]
    return _codes(round_), names


def _counting(round_: ParticipatoryRound) -> tuple[str, list[str]]:
    tallies = PaperTally.objects.of_round(round_)
    if tallies.agreed().exists():
        words, names = "The papers were counted and checked: both counts agree.", []
    elif tallies.to_check().exists():
        return "The papers were counted. Somebody else counts them now.", ["check_papers"]
    elif tallies.exists():
        return "The two counts differ, so both count for nothing. Count the papers again.", ["count_papers"]
    else:
        words = f"{_codes(round_)} Count the papers, if there are any; then the group decides."
        names = ["take_codes_for_papers", "count_papers"]
    if outcome_of(round_, votes_of(round_)).tied:
        words += " Ideas with equal votes cannot all be paid, so the group says in which order they come."
        return words, [*names, "settle_tie"]
    return words, [*names, "decide_participatory_round"]


def _over(round_: ParticipatoryRound) -> tuple[str, list[str]]:
    return "Nothing is left to do.", []


def _ideas(round_: ParticipatoryRound) -> str:
    ideas = Idea.objects.of_round(round_)
    waiting = ideas.not_checked().count()
    to_check = "all of them checked" if not waiting else f"{waiting} still to be checked"
    count = ideas.count()
    return (
        f"{count} idea{'' if count == 1 else 's'} came in, {to_check}." if count else "No idea came in yet."
    )


def _codes(round_: ParticipatoryRound) -> str:
    made = VotingCode.objects.of_round(round_).count()
    ballots = Ballot.objects.of_round(round_)
    used, papers = ballots.count(), ballots.given_up_for_papers().count()
    return (
        f"{made:,} codes are made; {used - papers:,} voted online, {papers:,} were given up for a paper."
        if made
        else "No code is made yet, so nobody can vote."
    )


_WHAT = {
    Status.DRAFT: _draft,
    Status.OPEN: _open,
    Status.CHECKING: _checking,
    Status.VOTING: _voting,
    Status.COUNTING: _counting,
    Status.DECIDED: _over,
    Status.CALLED_OFF: _over,
}
_LABELS = {
    "open_participatory_round": "Open the round",
    "edit_participatory_round": "Edit the draft",
    "bring_idea": "Enter an idea",
    "close_ideas": "Take no more ideas",
    "open_voting": "Open the voting",
    "issue_codes": "Make codes",
    "take_codes_for_papers": "Take in codes for voting papers",
    "close_voting": "End the voting",
    "count_papers": "Count the papers",
    "check_papers": "Count the papers as the second person",
    "settle_tie": "Settle a tie",
    "decide_participatory_round": "Decide the round",
    "call_off_participatory_round": "Call the round off",
}
