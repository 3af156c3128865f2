"""What a funder allocates for a year: a row for each grant, as such tables are published.

Money that is paid through the agreement, wholly or partly, is pooled; the other grants come to the same area by their
own way, so they are aligned: they stand beside the total of the pot and never in it.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.reading.mistakes import Mistakes
from core.reading.tables import Sheet, TableCell, Workbook
from core.templatetags.house import pounds
from funding import figures
from funding.importing.sheets import (
    FIRST_YEAR,
    LAST_YEAR,
    Found,
    compare,
    plain,
    sheet_of,
    sum_in,
    words_of,
    year_of,
)
from funding.models import Pot, Stream

# What each column may be called; the first is what we call it.
HEADS = {
    "year": ("financial year", "year"),
    "body": ("authority", "local authority"),
    "name": ("grant", "stream", "name of the grant"),
    "amount": ("allocation gbp", "allocation", "allocation in pounds", "allocation (£)", "amount"),
    "through": ("paid wholly or partly through laa", "through the agreement", "paid through the agreement"),
}
MAY_BE_MISSING = ("body",)
YES, NO = ("yes", "y"), ("no", "n")
MOST_GRANTS = 200
# Heads are looked for in the first rows, below what a table may say of itself.
MOST_ROWS_ABOVE = 20
NO_MINUS = "a funder allocates nothing or more."


@dataclass
class Allocated:
    """One grant of the file beside what is on record for its stream."""

    name: str
    kind: str
    stream: Stream | None
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


def read(book: Workbook, pot: Pot) -> Found:
    """The allocations in a file; every mistake at once."""
    found = Found()
    sheet = sheet_of(book, "Allocations", found)
    columns = _columns(sheet, found.mistakes) if sheet else None
    if sheet is None or columns is None:
        return found
    top, places = columns
    rows, total = _rows(sheet, top, places, found)
    if not rows and not found.mistakes:
        found.mistakes.about("There is no grant below the heads.", sheet.name)
    if len(rows) > MOST_GRANTS:
        found.mistakes.about(
            f"There are {len(rows):,} grants. At most {MOST_GRANTS} are taken at once.", sheet.name
        )
    _check_streams(rows, pot, found.mistakes)
    if total is None:
        found.remarks.append("The file prints no total to compare with.")
    elif all(row["amount"] is not None for row in rows):
        sums = sum((row["amount"] for row in rows), Decimal(0))
        compare(sheet.at(total, places["amount"]), sums, "the column", found.mistakes)
    _tell_of_body(rows, pot, found)
    if not found.mistakes:
        found.figures = {
            "year": rows[0]["year"],
            "body": rows[0]["body"],
            "rows": [
                {"name": row["name"], "amount": str(row["amount"]), "through": row["through"]} for row in rows
            ],
        }
    return found


def planned(pot: Pot, found: dict[str, Any]) -> list[Allocated]:
    """Each grant beside what its stream has been awarded for the year so far."""
    known = figures.of_pot(pot, year=found["year"]).streams
    by_name = {plain(stream.name): stream for stream in known}
    rows = []
    for row in found["rows"]:
        stream = by_name.get(plain(row["name"]))
        kind = stream.kind if stream else _kind(row["through"])
        before = known[stream].awarded if stream else Decimal(0)
        rows.append(Allocated(row["name"], Stream.Kind(kind).label, stream, before, Decimal(row["amount"])))
    # A grant of nothing for which there is no stream needs none.
    return [row for row in rows if row.stream or row.after]


def _kind(through: bool) -> str:
    return Stream.Kind.POOLED if through else Stream.Kind.ALIGNED


def _columns(sheet: Sheet, mistakes: Mistakes) -> tuple[int, dict[str, int]] | None:
    """The row of the heads, and the column of each."""
    known = {head: name for name, heads in HEADS.items() for head in heads}
    for number in range(1, min(sheet.last_row, MOST_ROWS_ABOVE) + 1):
        heads = [(known.get(plain(cell.words)), cell) for cell in sheet.row(number)]
        names = [name for name, _ in heads if name]
        if "name" in names and "amount" in names:
            break
    else:
        mistakes.about("No row has the heads “grant” and “allocation”, so nothing can be read.", sheet.name)
        return None
    places: dict[str, int] = {}
    for name, cell in heads:
        if name in places:
            mistakes.at(cell, f"This head stands twice in the row: “{cell.words[:40]}”.")
        elif name:
            places[name] = cell.column
    for name, (head, *_) in HEADS.items():
        if name not in places and name not in MAY_BE_MISSING:
            mistakes.at(sheet.at(number, 1), f"The row of heads has none that says “{head}”.")
    return (number, places) if not mistakes else None


def _rows(
    sheet: Sheet, top: int, places: dict[str, int], found: Found
) -> tuple[list[dict[str, Any]], int | None]:
    """The grants, and the row in which the file prints their total."""
    rows: list[dict[str, Any]] = []
    names: dict[str, TableCell] = {}
    total = None
    for number in range(top + 1, sheet.last_row + 1):
        if all(cell.is_empty for cell in sheet.row(number)):
            continue
        name = sheet.at(number, places["name"])
        if total is not None:
            found.mistakes.at(name, "Nothing belongs below the total.")
        elif plain(name.words).startswith(("total", "grand total")):
            total = number
        else:
            row = _row(sheet, number, places, found.mistakes)
            if (before := names.setdefault(plain(row["name"]), name)) is not name and row["name"]:
                sentence = f"“{row['name'][:60]}” stands in {before.address} already."
                found.mistakes.at(name, sentence)
            rows.append(row)
    _check_alike(rows, "year", "One file speaks of one financial year; above it is {}.", found.mistakes)
    _check_alike(rows, "body", "One file speaks of one authority; above it is {}.", found.mistakes)
    return rows, total


def _row(sheet: Sheet, number: int, places: dict[str, int], mistakes: Mistakes) -> dict[str, Any]:
    cells = {name: sheet.at(number, column) for name, column in places.items()}
    name = words_of(cells["name"], mistakes, "the name of a grant")
    if cells["name"].is_empty:
        mistakes.at(cells["name"], "The row names no grant.")
    if len(name) > Stream._meta.get_field("name").max_length:  # type: ignore[operator]
        mistakes.at(cells["name"], "The name is longer than 160 characters.")
    return {
        "name": name,
        "year": _year(cells["year"], mistakes),
        "body": words_of(cells["body"], mistakes, "the name of an authority") if "body" in cells else "",
        "amount": sum_in(cells["amount"], mistakes, may_be_minus=NO_MINUS),
        "through": _answer(cells["through"], mistakes),
        "cells": cells,
    }


def _year(cell: TableCell, mistakes: Mistakes) -> int | None:
    if cell.kind in ("date", "moment"):
        mistakes.at(cell, "The spreadsheet has made a date of the year. Write it as text: 2007/08.")
        return None
    year = year_of(cell.words)
    if year is None:
        mistakes.at(cell, "This must be a financial year, such as 2007/08.")
    elif not FIRST_YEAR <= year <= LAST_YEAR:
        mistakes.at(cell, f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}.")
        return None
    return year


def _answer(cell: TableCell, mistakes: Mistakes) -> bool | None:
    answer = plain(cell.words)
    if cell.kind == "truth":
        return answer == "true"
    if answer not in YES + NO:
        mistakes.at(
            cell, "Say yes if the grant is paid through the agreement, wholly or partly, and no if not."
        )
        return None
    return answer in YES


def _check_alike(rows: list[dict[str, Any]], name: str, sentence: str, mistakes: Mistakes) -> None:
    first = next((row for row in rows if row[name]), None)
    for row in rows:
        if first and row[name] and row[name] != first[name]:
            mistakes.at(row["cells"][name], sentence.format(first["cells"][name].words))


def _check_streams(rows: list[dict[str, Any]], pot: Pot, mistakes: Mistakes) -> None:
    """A stream that the pot has already stands to it as the file says."""
    by_name = {plain(stream.name): stream for stream in Stream.objects.of_pot(pot)}
    for row in rows:
        stream = by_name.get(plain(row["name"]))
        if stream is None or row["through"] is None:
            continue
        if row["through"] == (stream.kind == Stream.Kind.ALIGNED):
            said = "paid through the agreement" if row["through"] else "not paid through the agreement"
            mistakes.at(
                row["cells"]["through"],
                f"“{stream}” is {stream.get_kind_display().lower()} in this pot, but the file says that it is {said}.",
            )


def _tell_of_body(rows: list[dict[str, Any]], pot: Pot, found: Found) -> None:
    body = next((row["body"] for row in rows if row["body"]), "")
    if body and plain(body) != plain(pot.accountable_body.name):
        found.remarks.append(
            f"The file speaks of {body}; the accountable body of this pot is {pot.accountable_body}. "
            "Make sure that it is the right pot."
        )


def sentence_of(rows: list[Allocated], year: int) -> str:
    """What loading would do, or has done, in one sentence."""
    new = sum(1 for row in rows if row.stream is None)
    up = sum((row.change for row in rows if row.change > 0), Decimal(0))
    down = sum((-row.change for row in rows if row.change < 0), Decimal(0))
    parts = [f"{new} stream{'s' if new != 1 else ''} added"] if new else []
    parts += [f"{pounds(up)} awarded for {year}/{(year + 1) % 100:02d}"] if up else []
    parts += [f"awards cut by {pounds(down)}"] if down else []
    return ", ".join(parts) or "nothing changed"


def totals_of(rows: list[Allocated]) -> list[tuple[str, Decimal]]:
    """What the file allocates in all, and of it in each way."""
    kinds: dict[str, Decimal] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, Decimal(0)) + row.after
    return [("In all", sum(kinds.values(), Decimal(0))), *sorted(kinds.items())]
