"""The grid of a year, as an officer filled it in: what it wants otherwise than the record has it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.reading.tables import Sheet, TableCell, Workbook
from core.templatetags.house import pounds
from funding import grids
from funding.grids import ROW_OF_HEADS, Grid, Row, head_of
from funding.importing.sheets import Found, compare, plain, sheet_of, sum_in, words_of, year_of
from funding.models import Period, Pot, Project, Stream

NO_MINUS = "a plan is nothing or more."
FIRST_SUM = 3
NOT_OURS = "This is not the template of a profile grid. Download the grid of the year and fill that in."


# What a row wants in each period, by the number of the period: None where it cannot be read.
Sums = dict[int, Decimal | None]


@dataclass
class Lines:
    """The rows of the file that name a line of the grid, and the row in which it prints its totals."""

    sums: dict[int, tuple[Row, Sums]] = field(default_factory=dict)
    total: int = 0
    # Whether every row could be told, so that what is missing is missing, and columns can be added up.
    are_all_told: bool = True


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
    sheet = sheet_of(book, grids.SHEET, found)
    if sheet is None or not _is_ours(sheet, found):
        return found
    grid = grids.grid_of(pot, year)
    _check_above(sheet, grid, found)
    fits = _check_heads(sheet, grid, found)
    lines = _lines(sheet, grid, found)
    if fits:
        _check_totals(sheet, grid, lines, found)
    if not found.mistakes:
        found.figures = {
            "after": grid.after,
            "lines": [
                {
                    "stream": row.stream.pk,
                    "project": row.project.pk if row.project else None,
                    "sums": {str(period.number): str(sums[period.number]) for period in grid.periods},
                }
                for row, sums in lines.sums.values()
            ],
        }
    return found


def wishes(pot: Pot, year: int, found: dict[str, Any]) -> list[Wish]:
    """What the file wants otherwise than it stands now, in the order of the grid."""
    grid = grids.grid_of(pot, year)
    wanted = {(line["stream"], line["project"]): line["sums"] for line in found["lines"]}
    made = []
    for row in grid.rows:
        sums = wanted.get((row.stream.pk, row.project.pk if row.project else None), {})
        for period in grid.periods:
            before = row.amount(period)
            after = Decimal(sums.get(str(period.number), before))
            if after != before:
                made.append(Wish(row.stream, row.project, period, before, after))
    return made


def _is_ours(sheet: Sheet, found: Found) -> bool:
    name, version = sheet.at(1, 1), sheet.at(1, 2)
    if plain(name.words) != plain(grids.NAME):
        found.mistakes.at(name, NOT_OURS)
        return False
    number = re.fullmatch(r"Template (\d{1,6})", version.words)
    if number is None or int(number[1]) != grids.VERSION:
        said = version.words[:40] or "no template"
        found.mistakes.at(
            version,
            f"The file says “{said}”, but templates of version {grids.VERSION} are read. Download the grid again.",
        )
        return False
    return True


def _check_above(sheet: Sheet, grid: Grid, found: Found) -> None:
    """The file is of this pot and this year, and no plan of the year has changed since it was downloaded."""
    pot, year, after = (sheet.at(row, 2) for row in (2, 3, 4))
    if plain(words_of(pot, found.mistakes, "the name of the pot")) != plain(grid.pot.name):
        found.mistakes.at(
            pot, f"The file is of another pot: “{pot.words[:60]}”. This one is “{grid.pot.name}”."
        )
    if year_of(year.words) != grid.year:
        found.mistakes.at(
            year, f"The file is of another year: “{year.words[:40]}”, not {grid.financial_year}."
        )
    if after.kind not in ("number", "text") or after.words != str(grid.after):
        found.mistakes.at(
            after,
            "Money has been planned otherwise since this file was downloaded, so it would undo that. "
            "Download the grid again and put your figures into it.",
        )


def _check_heads(sheet: Sheet, grid: Grid, found: Found) -> bool:
    """Each column is where the template has it."""
    fits = True
    for column, head in enumerate(grid.heads, start=1):
        cell = sheet.at(ROW_OF_HEADS, column)
        if plain(cell.words) != plain(head):
            said = f"“{cell.words[:60]}”" if cell.words else "empty"
            found.mistakes.at(cell, f"The head of this column must be “{head}”, and is {said}.")
            fits = False
    return fits


def _lines(sheet: Sheet, grid: Grid, found: Found) -> Lines:
    """The sums of each row that names a line of the grid."""
    known = {
        (plain(row.stream.name), plain(row.project.name if row.project else "")): row for row in grid.rows
    }
    lines = Lines()
    seen: dict[tuple[str, str], TableCell] = {}
    for number in range(ROW_OF_HEADS + 1, sheet.last_row + 1):
        first = sheet.at(number, 1)
        if all(cell.is_empty for cell in sheet.row(number)):
            continue
        if lines.total:
            found.mistakes.at(first, "Nothing belongs below the totals.")
            continue
        _refuse_beyond(sheet, number, grid, found)
        if plain(first.words) == plain(grids.TOTAL) and (plain(grids.TOTAL), "") not in known:
            lines.total = number
            continue
        sums = _sums(sheet, number, grid, found)
        key = _named(sheet, number, known, found)
        if key is not None and (before := seen.setdefault(key, first)) is not first:
            found.mistakes.at(first, f"This line stands in row {before.row} already.")
            key = None
        if key is None:
            lines.are_all_told = False
            continue
        lines.sums[number] = (known[key], sums)
        _check_closed(sheet, number, known[key], sums, grid, found)
    if lines.are_all_told:
        _tell_missing([row for key, row in known.items() if key not in seen], sheet, found)
    return lines


def _refuse_beyond(sheet: Sheet, number: int, grid: Grid, found: Found) -> None:
    for cell in sheet.row(number)[len(grid.heads) :]:
        if not cell.is_empty:
            found.mistakes.at(cell, "Nothing belongs to the right of the year’s total.")


def _tell_missing(rows: list[Row], sheet: Sheet, found: Found) -> None:
    for row in rows:
        name = f"{row.stream}, {row.project}" if row.project else str(row.stream)
        found.mistakes.about(
            f"The row of “{name}” is missing. Where nothing is planned, write 0.", sheet.name
        )


def _named(sheet: Sheet, number: int, known: dict, found: Found) -> tuple[str, str] | None:
    """The line of the grid that a row names."""
    stream, project = sheet.at(number, 1), sheet.at(number, 2)
    if stream.is_empty:
        found.mistakes.at(stream, "The row names no stream.")
        return None
    key = (
        plain(words_of(stream, found.mistakes, "the name of a stream")),
        plain(words_of(project, found.mistakes, "the name of a project")),
    )
    if key in known:
        return key
    if stream.kind == "text" and not any(name == key[0] for name, _ in known):
        found.mistakes.at(stream, f"The pot has no stream “{stream.words[:60]}”.")
    elif stream.kind == "text" and project.kind == "text":
        found.mistakes.at(project, f"The stream has no project “{project.words[:60]}”.")
    return None


def _sums(sheet: Sheet, number: int, grid: Grid, found: Found) -> Sums:
    return {
        period.number: sum_in(sheet.at(number, column), found.mistakes, may_be_minus=NO_MINUS)
        for column, period in enumerate(grid.periods, start=FIRST_SUM)
    }


def _check_closed(sheet: Sheet, number: int, row: Row, sums: Sums, grid: Grid, found: Found) -> None:
    for column, period in enumerate(grid.periods, start=FIRST_SUM):
        asked, stands = sums[period.number], row.amount(period)
        if period.is_closed and asked is not None and asked != stands:
            sentence = f"{head_of(grid.pot, period)} is closed: its plan stays {pounds(stands)}."
            found.mistakes.at(sheet.at(number, column), sentence)


def _check_totals(sheet: Sheet, grid: Grid, lines: Lines, found: Found) -> None:
    """The totals that the file prints are what its sums come to; where a sum cannot be read, nothing is compared."""
    last = FIRST_SUM + len(grid.periods)
    columns: dict[int, list[Decimal | None]] = {column: [] for column in range(FIRST_SUM, last)}
    for number, (_, sums) in lines.sums.items():
        amounts = [sums[period.number] for period in grid.periods]
        for column, amount in enumerate(amounts, start=FIRST_SUM):
            columns[column].append(amount)
        _compare(sheet.at(number, last), amounts, "the row", found)
    if not (lines.total and lines.are_all_told):
        return
    for column, in_column in columns.items():
        _compare(sheet.at(lines.total, column), in_column, "the column", found)
    everything = [each for in_column in columns.values() for each in in_column]
    _compare(sheet.at(lines.total, last), everything, "the whole grid", found)


def _compare(cell: TableCell, amounts: list[Decimal | None], what: str, found: Found) -> None:
    read = [amount for amount in amounts if amount is not None]
    if len(read) == len(amounts):
        compare(cell, sum(read, Decimal(0)), what, found.mistakes)


def sentence_of(wishes: list[Wish]) -> str:
    """What the proposal would ask for, in one sentence."""
    if not wishes:
        return "The file says what the record says: nothing would change"
    up = sum((each.change for each in wishes if each.change > 0), Decimal(0))
    down = sum((-each.change for each in wishes if each.change < 0), Decimal(0))
    many = f"{len(wishes)} amounts" if len(wishes) != 1 else "1 amount"
    return f"The proposal would change {many}: {pounds(up)} more and {pounds(down)} less"
