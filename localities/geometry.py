"""Outlines as lists of [longitude, latitude], drawn on a flat page."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Ring = list[list[float]]

# How finely the middle of an outline is looked for.
STEPS = 24


@dataclass(frozen=True)
class Page:
    """A piece of the earth so small that it can be taken for flat, fitted to a width."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    def place(self, point: Iterable[float]) -> tuple[int, int]:
        """Where a longitude and a latitude are on the page."""
        longitude, latitude = point
        return (
            round((longitude - self.west) * self.squeeze * self.scale),
            round((self.north - latitude) * self.scale),
        )

    def path(self, ring: Ring) -> str:
        """The outline as an SVG path of whole numbers; points that fall on one another are one."""
        points = [self.place(point) for point in ring]
        kept = [points[0]]
        for before, point in pairwise(points):
            if point != before:
                kept.append(point)
        if len(kept) > 1 and kept[-1] == kept[0]:
            kept.pop()
        first, *others = kept
        steps = "".join(f"l{x - a} {y - b}" for (a, b), (x, y) in pairwise([first, *others]))
        return f"M{first[0]} {first[1]}{steps}z".replace(" -", "-")


def page_for(rings: Iterable[Ring], *, width: int) -> Page:
    """The page on which all these outlines have room."""
    points = [point for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # A degree of longitude is shorter than one of latitude, the more so the farther north.
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * squeeze)
    return Page(west, north, scale, squeeze, width, math.ceil((north - south) * scale))


def middle_of(ring: Ring) -> list[float]:
    """The point within an outline that is farthest from its edges, as far as a grid finds it: a name has room there."""
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    squeeze = math.cos(math.radians((south + north) / 2))
    best, best_room = [(west + east) / 2, (south + north) / 2], -1.0
    for i in range(1, STEPS):
        for j in range(1, STEPS):
            point = (west + (east - west) * i / STEPS, south + (north - south) * j / STEPS)
            if _is_within(point, ring) and (room := _room(point, ring, squeeze)) > best_room:
                best, best_room = list(point), room
    return [round(best[0], 4), round(best[1], 4)]


def _is_within(point: Point, ring: Ring) -> bool:
    """Whether a line from the point to the west crosses the outline an odd number of times."""
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x > ax + (y - ay) * (bx - ax) / (by - ay):
            crossings += 1
    return crossings % 2 == 1


def _room(point: Point, ring: Ring, squeeze: float) -> float:
    """How far the nearest edge is. Names are wider than high, so a distance to the side counts for less."""
    x, y = point
    side = squeeze * 0.55
    return min(
        _distance((x * side, y), (ax * side, ay), (bx * side, by)) for (ax, ay), (bx, by) in pairwise(ring)
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
