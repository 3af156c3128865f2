"""Consultations side by side on the days they are open, as a picture drawn on the server; the table says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engagement import overlaps
from engagement.models import Consultation

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
class Month:
    """A line at the first of a month, and its name where there is room."""

    x: int
    label: str


@dataclass(frozen=True)
class Timeline:
    """The picture, and what it shows in words."""

    strips: list[Strip]
    months: list[Month]
    today_x: int | None
    height: int
    overlapping: list[tuple[Consultation, Consultation]]
    width: int = WIDTH


def timeline(consultations: Iterable[Consultation], *, today: date) -> Timeline | None:
    """The picture of these consultations; nothing where there are none."""
    rows = sorted(consultations, key=lambda each: (each.opens_on, each.closes_on, each.pk))
    if not rows:
        return None
    first = min(each.opens_on for each in rows).replace(day=1)
    last = max(each.closes_on for each in rows) + timedelta(days=1)
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
    return Timeline(
        strips,
        list(_months(first, last, at)),
        at(today) if first <= today < last else None,
        TOP + ROW * len(rows) + 4,
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
