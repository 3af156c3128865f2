"""Which movements make up a figure: the cells whose money it counts, and where that money came from or went to."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q

from funding.models.cells import Cell

INSIDE = (Cell.Kind.AVAILABLE, Cell.Kind.PROFILE)


@dataclass(frozen=True)
class Making:
    """The kinds of cells that a figure counts, which other end it asks for, and whether leaving them adds to it."""

    label: str
    kinds: tuple[str, ...]
    other: str = "any"
    is_outward: bool = False


# The sums of a stream in funding/models/standings.py, and what is there to spend.
FIGURES = {
    "awarded": Making("awarded", (Cell.Kind.AVAILABLE,), "funder"),
    "planned": Making("planned", (Cell.Kind.PROFILE,)),
    "unplanned": Making("not planned yet", (Cell.Kind.AVAILABLE,)),
    "available": Making("there to be spent", INSIDE),
    "vired": Making("come from other streams", INSIDE, "another stream"),
    "brought_in": Making("brought forward from the year before", INSIDE, "carried from the year before"),
    "carried_out": Making("carried forward into the next year", INSIDE, "carried out", is_outward=True),
    "returned": Making("returned to the funder", (Cell.Kind.RETURNED,)),
}


class _OneOf(Func):
    """Whether a column is one of the answers to a question, asked once and looked up in the column's own index.

    With `IN` the planner reads the whole ledger as soon as two of them are joined by an OR.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def one_of(column: str, rows: Any) -> _OneOf:
    """Whether what a movement names there, such as its source, is one of these rows."""
    return _OneOf(F(column), ArraySubquery(rows.order_by().values("pk")))


def counted(figure: str, cells: Any, end: str, other: str) -> Q:
    """Whether `end` of a movement is one of the cells, of a kind that the figure counts, and its other end fits."""
    making = FIGURES[figure]
    return Q(one_of(end, cells.of_kinds(making.kinds))) & other_end(making.other, end, other)


def other_end(asked: str, end: str, other: str) -> Q:
    """What the cell at the other end of a movement must be, as seen from `end`."""
    if asked == "funder":
        return Q(one_of(other, Cell.objects.of_kinds([Cell.Kind.FUNDER])))
    if asked == "another stream":
        return Q(**{f"{other}__kind__in": INSIDE}) & ~Q(**{f"{other}__stream": F(f"{end}__stream")})
    if asked in ("carried out", "carried from the year before"):
        carried: dict[str, Any] = {f"{other}__kind": Cell.Kind.CARRIED}
        same_year = Q(**{f"{other}__year": F(f"{end}__year")})
        return Q(**carried) & (same_year if asked == "carried out" else ~same_year)
    return Q()
