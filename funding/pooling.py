"""How much of a stream's money counts in the total of its pot, year by year.

Aligned money never counts. Separate money counts whole. Of a pooled stream counts what is pooled of it in the year:
all of it, unless a decision said so many per cent. What does not count is shown beside the total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from funding.models import PooledShare, Pot, Stream
from meetings.models import Decision

WHOLE = Decimal(100)
PENNY = Decimal("0.01")


@dataclass
class Shares:
    """The shares of a pot's streams, as known at a moment: at most one for each stream and year."""

    told: Mapping[tuple[int, int], PooledShare]

    def percent(self, stream: Stream, year: int | None) -> Decimal:
        """How many per cent of a stream's money of a year count in the total."""
        if stream.kind == Stream.Kind.ALIGNED:
            return Decimal(0)
        share = self.told.get((stream.pk, year)) if year is not None else None
        return share.percent if share else WHOLE


def counted(amount: Decimal, percent: Decimal) -> Decimal:
    """So many per cent of a sum, to the penny. What does not count is the sum less this, so the two add up to it."""
    return (amount * percent / WHOLE).quantize(PENNY, ROUND_HALF_UP)


def shares_of(pots: Iterable[Pot], *, known_at: datetime | None = None) -> Shares:
    """The shares of the streams of some pots; one query, however many they are."""
    rows = PooledShare.objects.of_pots(pots).select_related("stream", "decision")
    if known_at is not None:
        rows = rows.known_at(known_at)
    return Shares({(share.stream_id, share.year): share for share in rows.holding()})


# The sums of each stream in each year, as funding/figures.py works them out: dataclasses of sums of money.
ByYear = Mapping[int, Mapping[Stream, Any]]


def total_of(by_year: ByYear, shares: Shares, nothing: Any) -> Any:
    """What of all the sums counts in the total of the pot; `nothing` is what they are added to."""
    for year, streams in by_year.items():
        for stream, sums in streams.items():
            nothing.add(part_of(sums, shares.percent(stream, year)))
    return nothing


def beside_of(by_year: ByYear, shares: Shares, nothing: Any) -> Any:
    """What does not count: exactly what the total leaves of the sums."""
    for year, streams in by_year.items():
        for stream, sums in streams.items():
            nothing.add(rest_of(sums, shares.percent(stream, year)))
    return nothing


@dataclass
class Partly:
    """A year in which part of a stream is pooled: its sums whole, what of them counts, and what stands beside."""

    share: PooledShare
    whole: Any
    counts: Any
    decision_is_seen: bool = False

    @property
    def beside(self) -> Decimal:
        return self.whole.awarded - self.counts.awarded


def part_of(sums: Any, percent: Decimal) -> Any:
    """The same sums (a dataclass of them), each so many per cent of what it was."""
    values = {field.name: counted(getattr(sums, field.name), percent) for field in fields(sums)}
    return type(sums)(**values)


def rest_of(sums: Any, percent: Decimal) -> Any:
    """What so many per cent leave of the same sums."""
    part = part_of(sums, percent)
    values = {field.name: getattr(sums, field.name) - getattr(part, field.name) for field in fields(sums)}
    return type(sums)(**values)


def partly_pooled(by_year: ByYear, shares: Shares) -> list[Partly]:
    """Every year in which a share of a stream was decided, the earliest first."""
    return [
        Partly(share, sums, part_of(sums, share.percent))
        for year, streams in sorted(by_year.items())
        for stream, sums in streams.items()
        if (share := shares.told.get((stream.pk, year)))
    ]


def told_to(reader: Any, partly: list[Partly]) -> list[Partly]:
    """The same years, each knowing whether the reader may see the decision that said so."""
    if partly:
        decisions = Decision.objects.visible_to(reader)
        named = {each.share.decision_id for each in partly}
        seen = set(decisions.filter(pk__in=named).values_list("pk", flat=True))
        for each in partly:
            each.decision_is_seen = each.share.decision_id in seen
    return partly
