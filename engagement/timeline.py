"""Consultations side by side on the days they are open, as a picture drawn on the server; the table says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engagement import overlaps
from engagement.models import Consultation, Mention

WIDTH, ROW, TOP = 720, 40, 26
NARROWEST = 4


@dataclass(frozen=True)
class Strip:
    """One consultation in the picture: from where to where, in units of the picture."""

    consultation: Consultation
    x: int
    width: int
    y: int
    look: str

    @property
    def label_y(self) -> int:
        return self.y + 12


@dataclass(frozen=True)
class Mark:
    """One day on which meetings named something of which no other day is known."""

    day: date
    mentions: list[Mention]
    x: int
    y: int

    @property
    def label(self) -> str:
        """Its name; of several, how many they are: the list beside the picture names them."""
        return (
            self.mentions[0].title if len(self.mentions) == 1 else f"{len(self.mentions)} named on this day"
        )

    @property
    def address(self) -> str:
        return (
            self.mentions[0].get_absolute_url()
            if len(self.mentions) == 1
            else f"?status=named&year={self.day.year}"
        )

    @property
    def label_y(self) -> int:
        return self.y + 12


@dataclass(frozen=True)
class Month:
    """A line at the first of a month, and its name where there is room."""

    x: int
    label: str


@dataclass(frozen=True)
class Timeline:
    """The picture, and what it shows in words."""

    strips: list[Strip]
    marks: list[Mark]
    months: list[Month]
    today_x: int | None
    height: int
    overlapping: list[tuple[Consultation, Consultation]]
    width: int = WIDTH


def timeline(
    consultations: Iterable[Consultation], mentions: Iterable[Mention], *, today: date
) -> Timeline | None:
    """The picture of these consultations, and of days on which others were named; nothing where there are none."""
    rows = sorted(consultations, key=lambda each: (each.opens_on, each.closes_on, each.pk))
    named: dict[date, list[Mention]] = {}
    for mention in mentions:
        named.setdefault(mention.named_on, []).append(mention)
    if not rows and not named:
        return None
    first = min([*(each.opens_on for each in rows), *named]).replace(day=1)
    last = max([*(each.closes_on for each in rows), *named]) + timedelta(days=1)
    days = max((last - first).days, 28)

    def at(day: date) -> int:
        return round(WIDTH * (day - first).days / days)

    strips = [
        Strip(
            each,
            at(each.opens_on),
            max(at(each.closes_on + timedelta(days=1)) - at(each.opens_on), NARROWEST),
            TOP + ROW * place,
            each.status.value,
        )
        for place, each in enumerate(rows)
    ]
    marks = [
        Mark(day, named[day], at(day), TOP + ROW * (len(rows) + place))
        for place, day in enumerate(sorted(named))
    ]
    return Timeline(
        strips,
        marks,
        list(_months(first, last, at)),
        at(today) if first <= today < last else None,
        TOP + ROW * (len(rows) + len(marks)) + 4,
        _pairs(rows),
    )


def _months(first: date, last: date, at) -> Iterable[Month]:
    """The firsts of months; with many of them only some are named, so that the names do not run into each other."""
    firsts, day = [], first
    while day < last:
        firsts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    every = max(1, -(-len(firsts) // 9))
    for place, day in enumerate(firsts):
        yield Month(at(day), f"{day:%b %Y}" if place % every == 0 else "")


def _pairs(rows: Sequence[Consultation]) -> list[tuple[Consultation, Consultation]]:
    """Those that would meet the same people at once, each pair once."""
    return [
        (one, other)
        for place, one in enumerate(rows)
        for other in rows[place + 1 :]
        if other.opens_on <= one.closes_on and overlaps.meet(one, other)
    ]
