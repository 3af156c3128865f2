"""The grid of a year, as an officer filled it in: what it wants otherwise than the record has it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.reading.tables import Workbook
from core.templatetags.house import pounds
from funding.importing.sheets import Found, sheet_of
from funding.importing.yearly import Said, read_lines
from funding.models import Period, Pot, Project, Stream
from funding.profile_tables import ProfileTable, profile_table_of


@dataclass
class Wish:
    """What the file wants in one place, beside what stands there."""

    stream: Stream
    project: Project | None
    period: Period
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


def read(book: Workbook, pot: Pot, year: int) -> Found:
    """The figures of a filled-in grid; every mistake at once."""
    found = Found()
    sheet = sheet_of(book, ProfileTable.SHEET, found)
    grid = profile_table_of(pot, year)
    lines = read_lines(sheet, grid, found) if sheet else None
    if lines is None:
        return found
    for said in lines.said.values():
        _check_closed(said, grid, found)
    if not found.mistakes:
        found.figures = {"lines": [_figures(said) for said in lines.said.values()]}
    return found


def wishes(pot: Pot, year: int, found: dict[str, Any]) -> list[Wish]:
    """What the file wants otherwise than it stands now, in the order of the grid."""
    grid = profile_table_of(pot, year)
    wanted = {(line["stream"], line["project"]): line["sums"] for line in found["lines"]}
    made = []
    for row in grid.rows:
        for period in grid.periods:
            before = row.sums[period.number] or Decimal(0)
            after = Decimal(wanted.get(row.key, {}).get(str(period.number), before))
            if after != before:
                made.append(Wish(row.stream, row.project, period, before, after))
    return made


def sentence_of(wishes: list[Wish]) -> str:
    """What the proposal would ask for, in one sentence."""
    if not wishes:
        return "The file says what the record says: nothing would change"
    up = sum((each.change for each in wishes if each.change > 0), Decimal(0))
    down = sum((-each.change for each in wishes if each.change < 0), Decimal(0))
    many = f"{len(wishes)} amounts" if len(wishes) != 1 else "1 amount"
    return f"The proposal would change {many}: {pounds(up)} more and {pounds(down)} less"


def _figures(said: Said) -> dict[str, Any]:
    stream, project = said.row.key
    sums = {str(number): str(amount or Decimal(0)) for number, amount in said.sums.items()}
    return {"stream": stream, "project": project, "sums": sums}


def _check_closed(said: Said, grid: ProfileTable, found: Found) -> None:
    # Each knows whether it is closed by an annotation.
    periods: list[Any] = grid.periods
    for period in periods:
        cell, stands = said.cells[period.number], said.row.sums[period.number] or Decimal(0)
        asked = said.sums[period.number] if not cell.is_empty else Decimal(0)
        if period.is_closed and asked is not None and asked != stands:
            sentence = f"{grid.head_of(period)} is closed: its plan stays {pounds(stands)}."
            found.mistakes.at(cell, sentence)
