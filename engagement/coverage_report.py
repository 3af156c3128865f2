"""Engagement coverage of a year: who can be reached where, what was asked of whom, and what nobody has looked at.

Made of the same questions as the page of localities and audiences and the register of consultations.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.statements import Chart, Entry, Link, Part, Statement, Table
from core.templatetags.house import british_date
from engagement.models import Consultation
from localities import coverage
from localities.coverage import Cell, Matrix
from localities.models import Mechanism
from partnership.periodic_reports import Asked, Audience, ReportKind
from partnership.spans import Rhythm

REACHED, NOT_REACHED = "Something works", "Nothing works"


def covered(asked: Asked) -> Statement | None:
    """Localities against audiences today, the consultations of the time, and what is stale."""
    matrix = coverage.matrix()
    held = list(
        Consultation.objects.visible_to(asked.sees)
        .launched_ever()
        .not_called_off()
        .on_days(asked.starts_on, _last_day(asked))
        .with_bodies()
        .with_places()
        .order_by("opens_on", "title", "pk")
    )
    stale = list(Mechanism.objects.current().stale().with_names().order_by("last_checked_on", "pk"))
    is_bare = not any(cell.mechanisms for _, cells in matrix.rows for cell in cells)
    if is_bare and not held and (asked.is_of_the_clock or not matrix.size):
        return None
    lead = f"{_ways(matrix, len(stale), is_bare=is_bare)} "
    lead += (
        f"{len(held)} consultation{' was' if len(held) == 1 else 's were'} open in {asked.period}."
        if held
        else f"No consultation was open in {asked.period}."
    )
    parts = [_matrix(matrix)]
    if held:
        parts += [_consultations(held), _asked_of(held, matrix)]
    if stale:
        entries = [
            Entry(
                f"{each.locality}: {each.name}",
                each.get_absolute_url(),
                f"{each.owner}, last checked on {british_date(each.last_checked_on)}",
            )
            for each in stale
        ]
        parts.append(Part("Not looked at for a year", entries=entries))
    parts.append(_lines(matrix))
    notes = [
        f"What there is and whether it works is as it stood on {british_date(asked.as_of)}.",
        "A consultation counts in every year in which it was open on at least one day.",
        "One that concerns the whole county is asked in every locality.",
    ]
    return Statement(lead, parts, notes)


def _ways(matrix: Matrix, stale: int, *, is_bare: bool) -> str:
    """Whether people can be reached, and whether anybody has looked lately."""
    if is_bare:
        return "No way of reaching people is recorded in any locality."
    words = (
        f"In {matrix.size - matrix.gaps} of {matrix.size} pairs of a locality and an audience there is a way of "
        f"reaching people that works, at least in part; in {matrix.gaps} nothing does."
    )
    if stale:
        return f"{words} {stale} way{' has' if stale == 1 else 's have'} not been looked at for a year."
    return f"{words} Every way has been looked at within a year."


def _last_day(asked: Asked) -> date:
    return asked.ends_on - timedelta(days=1)


def _matrix(matrix: Matrix) -> Part:
    bars = []
    for place, cells in matrix.rows:
        reached = sum(cell.reaches for cell in cells)
        bars.append(
            (
                place.name,
                f"{reached} of {len(cells)} audiences",
                Decimal(reached),
                Decimal(len(cells) - reached),
            )
        )
    rows = [
        [Link(place.name, place.get_absolute_url()), *(_said(cell) for cell in cells)]
        for place, cells in matrix.rows
    ]
    chart = Chart(
        "bars", "Audiences reached in each locality", [("spent", REACHED), ("left", NOT_REACHED)], bars
    )
    columns = ["Locality", *(audience.name for audience in matrix.audiences)]
    return Part(
        "Who can be reached where",
        chart=chart if matrix.size else None,
        table=Table("Localities and audiences", "Coverage", columns, rows),
    )


def _said(cell: Cell) -> str:
    if not cell.mechanisms:
        return "nothing recorded"
    works = sum(not mechanism.fails for mechanism in cell.mechanisms)
    return f"{works} of {len(cell.mechanisms)} work" + ("s" if works == 1 else "")


def _consultations(held: list[Consultation]) -> Part:
    rows = [
        [
            Link(each.title, each.get_absolute_url()),
            str(each.organisation or each.group),
            each.opens_on,
            each.closes_on,
            each.status.label,
            "the whole county" if each.is_countywide else _names(each.localities.all()),
            _names(each.audiences.all()),
        ]
        for each in held
    ]
    columns = ["Consultation", "Who asks", "First day", "Last day", "Where it stands", "Where", "Audiences"]
    return Part("What was asked", table=Table("Consultations of the time", "Consultations", columns, rows))


def _asked_of(held: list[Consultation], matrix: Matrix) -> Part:
    """How many consultations asked each audience in each locality."""
    pairs: dict[tuple[int, int], int] = {}
    every = [place.pk for place, _ in matrix.rows]
    for each in held:
        places = every if each.is_countywide else [place.pk for place in each.localities.all()]
        for place in places:
            for audience in each.audiences.all():
                pairs[place, audience.pk] = pairs.get((place, audience.pk), 0) + 1
    rows = [
        [place.name, *(pairs.get((place.pk, audience.pk), 0) for audience in matrix.audiences)]
        for place, _ in matrix.rows
    ]
    columns = ["Locality", *(audience.name for audience in matrix.audiences)]
    table = Table("Consultations for each audience in each locality", "Asked of whom", columns, rows)
    return Part("Who was asked where", table=table)


def _lines(matrix: Matrix) -> Part:
    """Every way of reaching people, for whoever works on with it."""
    rows = [
        [cell if isinstance(cell, str) else _plain(cell) for cell in row] for row in coverage.lines_of(matrix)
    ]
    table = Table("Every way of reaching people", "Every way", coverage.CSV, rows, in_print=False)
    return Part("Every way of reaching people", table=table)


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, date) else str(cell)


def _names(things: Iterable[Any]) -> str:
    return ", ".join(each.name for each in things)


def _due() -> Iterable[tuple[Any, str]]:
    yield None, Audience.EVERYONE


COVERAGE = ReportKind(
    name="coverage",
    label="Engagement coverage",
    tells="Whom the partnership can reach in each locality, what was asked of whom in a year, and what is stale.",
    rhythm=Rhythm.YEAR,
    make=covered,
    covers_all=True,
    due=_due,
    audiences=(Audience.EVERYONE,),
)
