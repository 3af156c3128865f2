"""A table of a year that an officer filled in, row by row against the one that was downloaded."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from core.reading.tables import Sheet, TableCell
from funding.importing.sheets import Found, compare, plain, sum_in, words_of, year_of
from funding.models import Period
from funding.yearly import FIRST_SUM, ROW_OF_HEADS, TOTAL, Row, YearTable

LONGEST_COMMENT = 4000
CHANGED = (
    "The figures have changed since this file was downloaded, so it would undo that. "
    "Download it again and put your figures into it."
)


@dataclass
class Said:
    """What one row of the file says, and where its sums stand; None in a sum that is empty or cannot be read."""

    row: Row
    sums: dict[int, Decimal | None]
    cells: dict[int, TableCell]
    comment: TableCell
    can_be_read: bool


@dataclass
class Lines:
    """The rows of the file that name a line of the table, and the row in which it prints its totals."""

    said: dict[int, Said] = field(default_factory=dict)
    total: int = 0
    # Whether every row could be told, so that what is missing is missing, and columns can be added up.
    are_all_told: bool = True


def read_lines(sheet: Sheet, table: YearTable, found: Found) -> Lines | None:
    """What the rows say; every mistake at once. None when it is not the template at all."""
    if not _is_ours(sheet, table, found):
        return None
    _check_above(sheet, table, found)
    fits = _check_heads(sheet, table, found)
    lines = _lines(sheet, table, found)
    if fits:
        _check_totals(sheet, table, lines, found)
    return lines


def _is_ours(sheet: Sheet, table: YearTable, found: Found) -> bool:
    name, version = sheet.at(1, 1), sheet.at(1, 2)
    if plain(name.words) != plain(table.NAME):
        found.mistakes.at(
            name, f"This is not the template “{table.NAME}”. Download it again and fill that in."
        )
        return False
    number = re.fullmatch(r"Template (\d{1,6})", version.words, re.ASCII)
    if number is None or int(number[1]) != table.VERSION:
        said = version.words[:40] or "no template"
        found.mistakes.at(
            version,
            f"The file says “{said}”, but templates of version {table.VERSION} are read. Download it again.",
        )
        return False
    return True


def _check_above(sheet: Sheet, table: YearTable, found: Found) -> None:
    """The file is of this pot and this year, and nothing of it has changed since it was downloaded."""
    pot, year, made_from = (sheet.at(row, 2) for row in (2, 3, 4))
    if plain(words_of(pot, found.mistakes, "the name of the pot")) != plain(table.pot.name):
        found.mistakes.at(
            pot, f"The file is of another pot: “{pot.words[:60]}”. This one is “{table.pot.name}”."
        )
    if year_of(year.words) != table.year:
        found.mistakes.at(
            year, f"The file is of another year: “{year.words[:40]}”, not {table.financial_year}."
        )
    if plain(made_from.words) != plain(table.made_from):
        found.mistakes.at(made_from, CHANGED)


def _check_heads(sheet: Sheet, table: YearTable, found: Found) -> bool:
    """Each column is where the template has it."""
    fits = True
    for column, head in enumerate(table.heads, start=1):
        cell = sheet.at(ROW_OF_HEADS, column)
        if plain(cell.words) != plain(head):
            said = f"“{cell.words[:60]}”" if cell.words else "empty"
            found.mistakes.at(cell, f"The head of this column must be “{head}”, and is {said}.")
            fits = False
    return fits


def _lines(sheet: Sheet, table: YearTable, found: Found) -> Lines:
    """What each row says that names a line of the table."""
    known = {
        (_name(row.stream.name), _name(row.project.name if row.project else "")): row for row in table.rows
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
        for cell in sheet.row(number)[len(table.heads) :]:
            if not cell.is_empty:
                found.mistakes.at(cell, "Nothing belongs to the right of the table.")
        # A stream may be called so too; then the second of that name is the total.
        if first.words == TOTAL and ((TOTAL, "") not in known or (TOTAL, "") in seen):
            lines.total = number
            continue
        sums, can_be_read = _sums(sheet, number, table, found)
        key = _named(sheet, number, known, found)
        if key is not None and (before := seen.setdefault(key, first)) is not first:
            found.mistakes.at(first, f"This line stands in row {before.row} already.")
            key = None
        if key is None:
            lines.are_all_told = False
            continue
        cells = {each.number: sheet.at(number, at) for at, each in enumerate(table.periods, FIRST_SUM)}
        comment = sheet.at(number, table.column_of_total + 1)
        lines.said[number] = Said(known[key], sums, cells, comment, can_be_read)
    if lines.are_all_told:
        for key, row in known.items():
            if key not in seen:
                found.mistakes.about(
                    f"The row of “{row.about}” is missing. Rows stay as they are.", sheet.name
                )
    return lines


def _named(sheet: Sheet, number: int, known: dict, found: Found) -> tuple[str, str] | None:
    """The line of the table that a row names."""
    stream, project = sheet.at(number, 1), sheet.at(number, 2)
    if stream.is_empty:
        found.mistakes.at(stream, "The row names no stream.")
        return None
    key = (
        _name(words_of(stream, found.mistakes, "the name of a stream")),
        _name(words_of(project, found.mistakes, "the name of a project")),
    )
    if key in known:
        return key
    if stream.kind == "text" and not any(name == key[0] for name, _ in known):
        found.mistakes.at(stream, f"The pot has no stream “{stream.words[:60]}”.")
    elif stream.kind == "text" and project.kind == "text":
        found.mistakes.at(project, f"The stream has no project “{project.words[:60]}”.")
    elif stream.kind == "text" and project.is_empty:
        found.mistakes.at(project, "Name the project: the stream has no line of its own here.")
    return None


def _sums(
    sheet: Sheet, number: int, table: YearTable, found: Found
) -> tuple[dict[int, Decimal | None], bool]:
    """The sums of a row, and whether every one of them can be read."""
    sums: dict[int, Decimal | None] = {}
    can_be_read = True
    for column, period in enumerate(table.periods, start=FIRST_SUM):
        cell = sheet.at(number, column)
        amount = sum_in(cell, found.mistakes, may_be_minus=table.no_minus_in(period))
        can_be_read = can_be_read and amount is not None
        sums[period.number] = None if cell.is_empty else amount
    return sums, can_be_read


def _check_totals(sheet: Sheet, table: YearTable, lines: Lines, found: Found) -> None:
    """The totals that the file prints are what its sums come to; where a sum cannot be read, nothing is compared."""
    for number, said in lines.said.items():
        if said.can_be_read:
            compare(
                sheet.at(number, table.column_of_total), _sum(said.sums.values()), "the row", found.mistakes
            )
    if not (lines.total and lines.are_all_told):
        return
    everything = lines.said.values()
    for column, period in enumerate(table.periods, start=FIRST_SUM):
        if all(_is_read(said, period) for said in everything):
            amount = _sum(said.sums[period.number] for said in everything)
            compare(sheet.at(lines.total, column), amount, "the column", found.mistakes)
    if all(said.can_be_read for said in everything):
        amount = _sum(amount for said in everything for amount in said.sums.values())
        compare(sheet.at(lines.total, table.column_of_total), amount, "the whole table", found.mistakes)


def _is_read(said: Said, period: Period) -> bool:
    return said.cells[period.number].is_empty or said.sums[period.number] is not None


def _sum(amounts) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _name(words: str) -> str:
    """A name as it is compared: as it was downloaded, whatever became of its blanks."""
    return " ".join(words.split())
