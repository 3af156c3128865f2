"""What a proposal asks for, place by place: what stood there, what stands there now, and which movements make it so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from core.refusals import Refused
from funding.models import Cell, LedgerEntry, Period, Pot, Project, ProposalLine, Stream

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Wanted:
    """The amount that is wanted for a stream, perhaps one of its projects, in a period, in pounds.

    Without a period it is what the stream has and does not plan. `base` is what whoever typed the amount saw there;
    left out, it is what stands there.
    """

    stream: Stream
    project: Project | None
    period: Period | None
    amount: Decimal
    base: Decimal | None = None


class Place(NamedTuple):
    """Where in a year of a pot, by keys; without a period it is what a stream does not plan."""

    stream: int
    project: int | None
    period: int | None

    @classmethod
    def of(cls, thing: "Wanted | ProposalLine") -> "Place":
        """The place that a line, or a wanted amount, speaks of."""
        project, period = thing.project, thing.period
        return cls(thing.stream.pk, project.pk if project else None, period.pk if period else None)


class Step(NamedTuple):
    """One movement that a proposal comes to."""

    source: Place
    to: Place
    amount: Decimal
    kind: str


class Outdated(Refused):
    """Another window saved the proposal while this one was open."""


@dataclass
class StaleLine:
    """A line whose figure is no longer what it was when it was written."""

    line: ProposalLine
    now: Decimal


class Stale(Refused):
    """The figures that a proposal was written upon are not those that stand."""

    def __init__(self, lines: list[StaleLine]) -> None:
        self.lines = lines
        named = "; ".join(
            f"{each.line.place}: £{each.line.base:,.2f} then, £{each.now:,.2f} now" for each in lines[:5]
        )
        more = f"; and {len(lines) - 5} more" if len(lines) > 5 else ""
        super().__init__(f"Figures have changed since this was proposed. {named}{more}.")


class NotAdopted(Refused):
    """What the ledger said to the movements of a proposal, each sentence with the place it is about."""

    def __init__(self, problems: dict[Place, str]) -> None:
        self.problems = problems
        many = (
            f"{len(problems)} of its amounts cannot be"
            if len(problems) > 1
            else "One of its amounts cannot be"
        )
        first = next(iter(problems.values()))
        super().__init__(
            f"{many}: {first}" if len(problems) == 1 else f"{many}. Each is marked with its reason."
        )


def standing(pot: Pot, year: int, places: Iterable[Place] | None = None) -> dict[Place, Decimal]:
    """What stands in these places of a year, or in all that have ever had money; two queries."""
    cells = {Place(*row[:3]): row[3] for row in _cells(pot, year)}
    if places is not None:
        asked = set(places)
        cells = {place: key for place, key in cells.items() if place in asked}
    balances = dict(
        Cell.objects.of_pot(pot).filter(pk__in=cells.values()).with_balance().values_list("pk", "balance")
    )
    return {place: balances[key] for place, key in cells.items()}


def cells_at(pot: Pot, year: int, places: Iterable[Place]) -> dict[Place, Cell]:
    """The cells of these places; those that never had money are made, all in one go."""
    wanted = set(places)
    found = {
        place: key
        for place, key in ((Place(*row[:3]), row[3]) for row in _cells(pot, year))
        if place in wanted
    }
    Cell.objects.bulk_create(
        Cell(
            pot=pot,
            year=year,
            kind=Cell.Kind.PROFILE if place.period else Cell.Kind.AVAILABLE,
            stream_id=place.stream,
            project_id=place.project,
            period_id=place.period,
        )
        for place in wanted - found.keys()
    )
    cells = Cell.objects.of_pot(pot).of_year(year).inside_a_year()
    return {Place(cell.stream_id, cell.project_id, cell.period_id): cell for cell in cells}


def stale_lines(lines: Iterable[ProposalLine], now: Mapping[Place, Decimal]) -> list[StaleLine]:
    """The lines whose base is not what stands there."""
    known = ((line, now.get(Place.of(line), NOTHING)) for line in lines)
    return [StaleLine(line, there) for line, there in known if line.base != there]


def steps(changes: Mapping[Place, Decimal]) -> list[Step]:
    """The movements that make these changes, as few as a plain pairing needs.

    Within a stream plans give to plans first; what is then over goes to what the stream does not plan, and what is
    then wanting comes from there. Only where the unplanned money of streams is spoken of too does money cross from one
    stream to another. Raises Refused when it does not add up.
    """
    of_streams: dict[int, dict[Place, Decimal]] = defaultdict(dict)
    for place, change in changes.items():
        # That the unplanned money of a stream is to stay as it is says something; of a plan it says nothing.
        if change or place.period is None:
            of_streams[place.stream][place] = change
    found: list[Step] = []
    over: dict[Place, Decimal] = {}
    for stream, its in of_streams.items():
        unplanned = Place(stream, None, None)
        if unplanned not in its:
            its[unplanned] = -sum(its.values(), NOTHING)
        # What is not planned comes last, on either side.
        its[unplanned] = its.pop(unplanned)
        over |= _pair(its, found)
    if over:
        rest = _pair(over, found)
        if any(rest.values()):
            raise Refused("The proposal does not add up: what one place gives, another must take.")
    return found


def _pair(changes: dict[Place, Decimal], found: list[Step]) -> dict[Place, Decimal]:
    """Match who gives with who takes, in order; what stays unmatched comes back."""
    left = dict(changes)
    giving = [place for place, change in changes.items() if change < 0]
    taking = [place for place, change in changes.items() if change > 0]
    while giving and taking:
        source, to = giving[0], taking[0]
        amount = min(-left[source], left[to])
        found.append(Step(source, to, amount, _kind(source, to)))
        left[source] += amount
        left[to] -= amount
        if not left[source]:
            giving.pop(0)
        if not left[to]:
            taking.pop(0)
    return {place: change for place, change in left.items() if change}


def _kind(source: Place, to: Place) -> str:
    if source.stream != to.stream:
        return LedgerEntry.Kind.VIREMENT
    return LedgerEntry.Kind.REPROFILE if source.period else LedgerEntry.Kind.PROFILE


def _cells(pot: Pot, year: int) -> Iterable[tuple[int, int | None, int | None, int]]:
    cells = Cell.objects.of_pot(pot).of_year(year).inside_a_year()
    return cells.values_list("stream", "project", "period", "pk").order_by()
