"""The matrix of localities and audiences: what reaches whom where, and where nothing does."""

from collections.abc import Iterator
from dataclasses import dataclass

from localities.models import Audience, Locality, Mechanism

CSV = ["Locality", "Audience", "What there is", "Whether it works", "Whose it is", "Last checked"]


@dataclass(frozen=True)
class Cell:
    """What there is for one audience in one locality today."""

    locality: Locality
    audience: Audience
    mechanisms: list[Mechanism]

    @property
    def reaches(self) -> bool:
        """Whether anything works, at least in part."""
        return any(not mechanism.fails for mechanism in self.mechanisms)


@dataclass(frozen=True)
class Matrix:
    """Rows of cells in the order of the audiences."""

    audiences: list[Audience]
    rows: list[tuple[Locality, list[Cell]]]

    @property
    def gaps(self) -> int:
        """In how many cells nothing works."""
        return sum(not cell.reaches for _, cells in self.rows for cell in cells)

    @property
    def size(self) -> int:
        return len(self.rows) * len(self.audiences)


def matrix() -> Matrix:
    """Everything that exists today, by place and audience. Four questions, however much there is."""
    found: dict[tuple[int, int], list[Mechanism]] = {}
    for mechanism in Mechanism.objects.current().with_names():
        for audience in mechanism.audiences.all():
            found.setdefault((mechanism.locality_id, audience.pk), []).append(mechanism)
    audiences = list(Audience.objects.all())
    rows = [
        (place, [Cell(place, audience, found.get((place.pk, audience.pk), [])) for audience in audiences])
        for place in Locality.objects.all()
    ]
    return Matrix(audiences, rows)


def lines_of(found: Matrix) -> Iterator[list[object]]:
    """The matrix as lines of a table: a cell without anything is a line too."""
    for place, cells in found.rows:
        for cell in cells:
            for each in cell.mechanisms:
                yield [
                    place,
                    cell.audience,
                    each,
                    each.get_verdict_display(),
                    each.owner,
                    each.last_checked_on,
                ]
            if not cell.mechanisms:
                yield [place, cell.audience, "nothing recorded", "", "", ""]
