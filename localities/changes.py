"""What a set of boundaries changes against the one before it."""

from dataclasses import dataclass

from localities.models import Area, BoundarySet


@dataclass(frozen=True)
class Move:
    """One area that is elsewhere than before: from and to are names of localities, empty for none."""

    area: Area
    before: str
    after: str

    @property
    def in_words(self) -> str:
        """Moves from Weobley to Leominster."""
        if self.before and self.after:
            return f"moves from {self.before} to {self.after}"
        return f"comes into {self.after}" if self.after else f"is no longer in {self.before}"


def changes_of(boundary_set: BoundarySet) -> list[Move]:
    """Every area that is placed differently than in the published set before it, by name."""
    before = BoundarySet.objects.before(boundary_set).first()
    old, new = (_places(before) if before else {}), _places(boundary_set)
    areas = dict.fromkeys([*new, *old])
    moves = [
        Move(area, old.get(area, ""), new.get(area, "")) for area in areas if old.get(area) != new.get(area)
    ]
    return sorted(moves, key=lambda move: (move.area.kind, move.area.name))


def _places(boundary_set: BoundarySet) -> dict[Area, str]:
    """Each area with the names of the localities it is in: one, or in a draft perhaps two."""
    found: dict[Area, list[str]] = {}
    for placing in boundary_set.placings.in_order():
        found.setdefault(placing.area, []).append(placing.locality.name)
    return {area: " and ".join(names) for area, names in found.items()}
