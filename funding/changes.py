"""What a proposal would change, as its pages tell it: each amount, each stream, and the whole."""

from dataclasses import dataclass, field
from decimal import Decimal

from funding.models import Proposal, ProposalLine, Stream
from funding.proposed import NOTHING, Place, standing


@dataclass
class Change:
    """One amount: what stood there, what stands there now, and what is wanted."""

    line: ProposalLine
    now: Decimal
    said: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether what stands there is no longer what the proposal was written upon."""
        return self.line.base != self.now

    @property
    def words(self) -> str:
        """ "£50 more", "£120.50 less"."""
        change = self.line.change
        if not change:
            return "no change"
        amount = f"{abs(change):,.2f}".removesuffix(".00")
        return f"£{amount} {'more' if change > 0 else 'less'}"


@dataclass
class StreamChange:
    """What the changes of a stream come to, and what it has that is not planned."""

    stream: Stream
    changes: list[Change] = field(default_factory=list)
    unplanned: Decimal = NOTHING

    @property
    def planned_more(self) -> Decimal:
        """By how much more the stream would plan; below zero for less."""
        return sum((each.line.change for each in self.changes if each.line.period_id), NOTHING)

    @property
    def unplanned_then(self) -> Decimal:
        """What would not be planned afterwards; below zero when there is not enough."""
        said = [each.line.amount for each in self.changes if each.line.period_id is None]
        return said[0] if said else self.unplanned - self.planned_more


@dataclass
class Told:
    """All that a proposal would change."""

    proposal: Proposal
    streams: list[StreamChange]

    @property
    def changes(self) -> list[Change]:
        return [each for stream in self.streams for each in stream.changes if each.line.change]

    @property
    def stale(self) -> list[Change]:
        """Amounts whose figure changed underneath; none once the proposal was answered."""
        is_open = self.proposal.is_draft or self.proposal.is_submitted
        return (
            [change for stream in self.streams for change in stream.changes if change.is_stale]
            if is_open
            else []
        )

    @property
    def is_virement(self) -> bool:
        """Whether money would go from one stream to another."""
        return any(each.line.period_id is None for stream in self.streams for each in stream.changes)

    @property
    def kind(self) -> str:
        """What it is, by its lines."""
        if self.is_virement:
            return "Virement"
        grows = any(stream.planned_more > 0 for stream in self.streams)
        moves = any(each.line.change < 0 for each in self.changes)
        return "Profile and re-profile" if grows and moves else "Profile" if grows else "Re-profile"

    @property
    def moved(self) -> Decimal:
        """How much would go to other places than it is in, in pounds."""
        up = sum((each.line.change for each in self.changes if each.line.change > 0), NOTHING)
        if self.is_virement:
            return up
        freed = sum((max(-stream.planned_more, NOTHING) for stream in self.streams), NOTHING)
        return up + freed


def changes_of(proposal: Proposal, *, said: dict[Place, str] | None = None) -> Told:
    """The changes of a proposal stream by stream; `said` is what the ledger answered about a place."""
    lines = list(proposal.lines.with_places().in_grid_order())
    places = {Place.of(line) for line in lines}
    unplanned = {Place(line.stream_id, None, None) for line in lines}
    now = standing(proposal.pot, proposal.year, places | unplanned)
    streams: dict[int, StreamChange] = {}
    for line in lines:
        its = streams.setdefault(line.stream_id, StreamChange(line.stream))
        its.unplanned = now.get(Place(line.stream_id, None, None), NOTHING)
        place = Place.of(line)
        its.changes.append(Change(line, now.get(place, NOTHING), (said or {}).get(place, "")))
    return Told(proposal, list(streams.values()))
