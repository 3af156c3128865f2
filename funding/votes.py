"""What the votes of a participatory round come to: cast with codes, and on papers that two people counted alike."""

from dataclasses import dataclass

from funding.models import Ballot, Idea, PaperTally, ParticipatoryRound
from funding.participation import Outcome, Ranked, share_out


@dataclass(frozen=True)
class Votes:
    """The votes of one idea, by the way they came."""

    idea: Idea
    online: int
    paper: int

    @property
    def all(self) -> int:
        return self.online + self.paper


def votes_of(round_: ParticipatoryRound) -> list[Votes]:
    """The votes of each feasible idea, the most first. Papers count once a second person found the same figures."""
    online = Ballot.objects.of_round(round_).votes()
    tally = PaperTally.objects.of_round(round_).agreed().first()
    paper = tally.counted if tally else {}
    found = [
        Votes(idea, online.get(idea.pk, 0), paper.get(str(idea.number), 0))
        for idea in Idea.objects.of_round(round_).feasible()
    ]
    return sorted(found, key=lambda each: ranked(each).order)


def ranked(votes: Votes) -> Ranked:
    """An idea as the sharing out looks at it."""
    idea = votes.idea
    return Ranked(idea.number, idea.amount, votes.all, idea.tie_place)


def outcome_of(round_: ParticipatoryRound, votes: list[Votes]) -> Outcome:
    """Which ideas the money reaches."""
    return share_out(round_.amount, [ranked(each) for each in votes])
