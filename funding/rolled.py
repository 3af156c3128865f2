"""What keeping a year's profile for the next would do, before it is done."""

from dataclasses import dataclass, field
from decimal import Decimal

from funding.models import Period, Pot, Stream
from funding.proposed import NOTHING, standing


@dataclass
class RolledStream:
    """What a stream plans in the year, and what it has for the year after."""

    stream: Stream
    planned: Decimal = NOTHING
    has: Decimal = NOTHING

    @property
    def missing(self) -> Decimal:
        """How much more it would plan than it has; nothing when there is enough."""
        return max(self.planned - self.has, NOTHING)


@dataclass
class Rolled:
    """A year's profile as it would stand in the year after."""

    year: int
    streams: list[RolledStream] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)

    @property
    def planned(self) -> Decimal:
        return sum((each.planned for each in self.streams), NOTHING)


def rolled(pot: Pot, year: int) -> Rolled:
    """What would be planned for the year after `year`, and what stands in the way."""
    streams = {stream.pk: RolledStream(stream) for stream in Stream.objects.of_pot(pot)}
    found = Rolled(year)
    for place, amount in standing(pot, year).items():
        if place.period is not None:
            streams[place.stream].planned += amount
    following = standing(pot, year + 1)
    for place, amount in following.items():
        if place.period is None:
            streams[place.stream].has += amount
    found.streams = [each for each in streams.values() if each.planned]
    if not Period.objects.of_year(pot, year + 1).exists():
        found.obstacles.append("The year after it is not open yet.")
    if not found.streams:
        found.obstacles.append("Nothing is planned for that year, so there is nothing to keep.")
    if any(amount for place, amount in following.items() if place.period is not None):
        found.obstacles.append("The year after it has a profile already.")
    found.obstacles += [
        f"{each.stream} has £{each.has:,.2f} for the year after, which is £{each.missing:,.2f} less than its plan."
        for each in found.streams
        if each.missing
    ]
    return found


def year_to_keep(pot: Pot, asked: str) -> int | None:
    """The year that was asked for; else the latest that plans something the year after does not plan yet."""
    years = sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True)), reverse=True)
    if chosen := [year for year in years if str(year) == asked]:
        return chosen[0]
    return next((year for year in years if not rolled(pot, year).obstacles), years[-1] if years else None)
