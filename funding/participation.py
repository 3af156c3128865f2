"""Who gets what in a participatory round, from the votes alone: the same votes always give the same answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

LAST = 1_000_000


@dataclass(frozen=True)
class Ranked:
    """An idea that people could vote for: its number, what it asks for in pounds, its votes, its place in a tie."""

    number: int
    amount: Decimal
    votes: int
    tie_place: int | None = None

    @property
    def order(self) -> tuple[int, int, int]:
        """Most votes first; among equals as a decision settled it."""
        return -self.votes, self.tie_place or LAST, self.number


@dataclass
class Outcome:
    """Which ideas the money reaches, in the order of their votes, and why it does not reach the others.

    `tied` are ideas with equal votes of which only some can be paid: somebody has to settle their order first, and
    nothing is said of those below them.
    """

    selected: list[int] = field(default_factory=list)
    # Each with what was left when its turn came.
    passed_over: dict[int, Decimal] = field(default_factory=dict)
    without_votes: list[int] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    left: Decimal = Decimal(0)


def share_out(on_offer: Decimal, ideas: Iterable[Ranked]) -> Outcome:
    """Pay ideas by their votes as long as the money lasts. One that asks for more than is left is passed over."""
    outcome = Outcome(left=on_offer)
    for votes, group in groupby(sorted(ideas, key=lambda each: each.order), key=lambda each: each.votes):
        equals = list(group)
        if not votes:
            outcome.without_votes = [each.number for each in equals]
            break
        if _has_to_be_settled(equals, outcome.left):
            outcome.tied = [each.number for each in equals]
            break
        for each in equals:
            if each.amount <= outcome.left:
                outcome.selected.append(each.number)
                outcome.left -= each.amount
            else:
                outcome.passed_over[each.number] = outcome.left
    return outcome


def _has_to_be_settled(equals: list[Ranked], left: Decimal) -> bool:
    """Whether it matters which of these comes first, and nobody has said."""
    settled = {each.tie_place for each in equals if each.tie_place}
    if len(equals) == 1 or len(settled) == len(equals):
        return False
    # One that asks for more than is left gets nothing in whatever order.
    fitting = [each.amount for each in equals if each.amount <= left]
    return sum(fitting, Decimal(0)) > left
