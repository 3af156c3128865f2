"""The grid in which a proposal is written: a row for each stream and project, a column for each period.

What a person types stays in its box whatever is wrong with it; each wrong box has its sentence, all at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

from funding.amounts import NotAnAmount, as_written, read_amount
from funding.models import Period, Project, Proposal, Stream
from funding.proposed import NOTHING, Place, Wanted, standing

ROWS_PER_PAGE = 40
LONGEST = 200


@dataclass
class Box:
    """One amount of the grid: what stands there, what the proposal says so far, and what is typed."""

    place: Place
    name: str
    period: Period
    # What stands in the ledger, and what stood there when it was first typed upon.
    now: Decimal
    base: Decimal
    # What is saved for it, and what it was shown with to whoever types.
    kept: Decimal
    shown: Decimal
    text: str
    error: str = ""
    theirs: Decimal | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the period takes no other plan any more."""
        return self.period.is_closed  # type: ignore[attr-defined]

    @property
    def amount(self) -> Decimal:
        """What is wanted; what is kept, where what is typed is no amount."""
        try:
            return read_amount(self.text)
        except NotAnAmount:
            return self.kept

    @property
    def is_lost(self) -> bool:
        """Whether something was asked for a period that has closed meanwhile."""
        return self.is_closed and self.kept != self.now

    @property
    def is_touched(self) -> bool:
        """Whether something else is typed than what was shown."""
        return not self.is_closed and self.amount != self.shown

    @property
    def change(self) -> Decimal:
        return self.amount - self.now

    @property
    def words(self) -> str:
        """How it differs from what stands there, in words; nothing when it does not."""
        change = self.change
        if not change:
            return ""
        return f"£{as_written(abs(change))} {'more' if change > 0 else 'less'}"

    @property
    def is_stale(self) -> bool:
        """Whether what stands there changed since it was typed upon."""
        return self.base != self.now


@dataclass
class Row:
    """A stream, or one of its projects, in every period of the year."""

    number: int
    stream: Stream
    project: Project | None
    boxes: list[Box] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.stream}: {self.project}" if self.project else str(self.stream)

    @property
    def total(self) -> Decimal:
        return sum((box.amount for box in self.boxes), NOTHING)

    @property
    def total_now(self) -> Decimal:
        return sum((box.now for box in self.boxes), NOTHING)

    @property
    def change(self) -> Decimal:
        return self.total - self.total_now


@dataclass
class StreamTotal:
    """What a stream has for the year, and what it would plan of it."""

    stream: Stream
    has: Decimal
    elsewhere: Decimal
    here: Decimal

    @property
    def wanted(self) -> Decimal:
        return self.here + self.elsewhere

    @property
    def left(self) -> Decimal:
        """What would not be planned; below zero where it is not enough."""
        return self.has - self.wanted


class Grid:
    """A page of the grid of one proposal, as it is kept or with what was typed into it."""

    def __init__(self, proposal: Proposal, *, page: Any = 1, typed: Mapping[str, str] | None = None) -> None:
        self.proposal = proposal
        self.typed = typed or {}
        self.periods = list(
            Period.objects.of_year(proposal.pot, proposal.year).knowing_state().order_by("number")
        )
        self.now = standing(proposal.pot, proposal.year)
        self.lines = {Place.of(line): line for line in proposal.lines.with_places()}
        self.page = Paginator(list(self._every_row()), ROWS_PER_PAGE).get_page(page)
        shown = self._shown(len(self.page) * len(self.periods))
        self.rows = [self._row(number, each, shown) for number, each in enumerate(self.page)]
        self.notes: list[str] = []

    @property
    def boxes(self) -> list[Box]:
        return [box for row in self.rows for box in row.boxes]

    def read(self) -> bool:
        """Look at all that is typed. False where something is no amount: each such box has its sentence."""
        for box in self.boxes:
            try:
                read_amount(box.text)
            except NotAnAmount as wrong:
                box.error = str(wrong)
        return not any(box.error for box in self.boxes)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Every sentence, with the box that it is about."""
        return [
            (box.name, f"{row.name}, {box.period}: {box.error}")
            for row in self.rows
            for box in row.boxes
            if box.error
        ]

    def wanted(self) -> list[Wanted]:
        """What is typed otherwise than it was shown."""
        return [
            Wanted(
                row.stream, row.project, box.period, box.base if box.is_lost else box.amount, base=box.base
            )
            for row in self.rows
            for box in row.boxes
            if box.is_lost or (box.is_touched and box.amount != box.kept)
        ]

    def merge(self) -> None:
        """Bring in what was saved in another window. Where both wrote into one box, both amounts are shown."""
        for box in self.boxes:
            if not box.is_touched:
                box.text = as_written(box.kept)
            elif box.kept not in (box.shown, box.amount):
                box.theirs = box.kept
            box.shown = box.kept

    @property
    def shown(self) -> str:
        """What every box is shown with, for the form to send back."""
        return ";".join(str(box.shown) for box in self.boxes)

    @property
    def conflicts(self) -> list[tuple[str, Box]]:
        return [
            (f"{row.name}, {box.period}", box)
            for row in self.rows
            for box in row.boxes
            if box.theirs is not None
        ]

    def fill(self, amounts: Iterable[tuple[Box, str]]) -> None:
        """Type into boxes; those of closed periods keep what they have."""
        for box, text in amounts:
            if not box.is_closed:
                box.text = text[:LONGEST]

    @cached_property
    def streams(self) -> list[StreamTotal]:
        """What each stream on this page has, and what of it is wanted, on other pages of the grid too."""
        here: dict[int, Decimal] = {}
        places = set()
        for row in self.rows:
            here[row.stream.pk] = here.get(row.stream.pk, NOTHING) + row.total
            places |= {box.place for box in row.boxes}
        wanted = self.now | {place: line.amount for place, line in self.lines.items()}
        has: dict[int, Decimal] = {}
        elsewhere: dict[int, Decimal] = {}
        for place, amount in self.now.items():
            has[place.stream] = has.get(place.stream, NOTHING) + amount
        for place, amount in wanted.items():
            if place.period is not None and place not in places:
                elsewhere[place.stream] = elsewhere.get(place.stream, NOTHING) + amount
        return [
            StreamTotal(row.stream, has.get(pk, NOTHING), elsewhere.get(pk, NOTHING), here[pk])
            for pk, row in {row.stream.pk: row for row in self.rows}.items()
        ]

    @property
    def columns(self) -> list[Decimal]:
        """What is wanted in each period, on this page."""
        return [sum((row.boxes[at].amount for row in self.rows), NOTHING) for at in range(len(self.periods))]

    @property
    def total(self) -> Decimal:
        return sum((row.total for row in self.rows), NOTHING)

    @property
    def total_now(self) -> Decimal:
        return sum((row.total_now for row in self.rows), NOTHING)

    def _every_row(self) -> Iterable[tuple[Stream, Project | None]]:
        for stream in Stream.objects.of_pot(self.proposal.pot).prefetch_related("projects"):
            yield stream, None
            for project in stream.projects.all():
                yield stream, project

    def _row(self, number: int, row_of: tuple[Stream, Project | None], shown: list[Decimal]) -> Row:
        stream, project = row_of
        row = Row(number, stream, project)
        for at, period in enumerate(self.periods, start=number * len(self.periods)):
            place = Place(stream.pk, project.pk if project else None, period.pk)
            name = f"a-{stream.pk}-{place.project or 0}-{period.pk}"
            line, now = self.lines.get(place), self.now.get(place, NOTHING)
            kept = line.amount if line else now
            was = shown[at] if shown else kept
            base = line.base if line else was
            typed = self.typed.get(name)
            text = as_written(kept) if typed is None else typed.replace("\x00", "")[:LONGEST]
            if period.is_closed:
                text = as_written(now)
            row.boxes.append(Box(place, name, period, now, base, kept, was, text))
        return row

    def _shown(self, boxes: int) -> list[Decimal]:
        """What the boxes were shown with, as the form sends it back; nothing when it makes no sense."""
        try:
            amounts = [read_amount(word[:20]) for word in self.typed.get("shown", "").split(";")]
        except NotAnAmount:
            return []
        return amounts if len(amounts) == boxes else []
