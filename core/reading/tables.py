"""The cells of a workbook or of a CSV file, each with its place and what was typed into it."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from core import uploads
from core.reading import child

XLSX = uploads.KINDS["xlsx"].content_type
CSV = uploads.KINDS["csv"].content_type

SECONDS = 60
MEGABYTES = 1000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_CELLS = 300_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100
NOTHING = "empty"


@dataclass(frozen=True)
class TableCell:
    """One cell: where it is, what kind of thing stands in it, and its words.

    Kinds: empty, text, number, percentage, date, moment, truth, error, formula (then `shown` is what it last showed).
    """

    row: int
    column: int
    kind: str = NOTHING
    text: str = ""
    shown: str = ""
    sheet: str = ""

    @property
    def address(self) -> str:
        """ "B12"."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def words(self) -> str:
        """What stands in it, with blanks as a reader would see them; never a formula."""
        return "" if self.kind == "formula" else " ".join(self.text.split())

    @property
    def is_empty(self) -> bool:
        return self.kind == NOTHING or (self.kind == "text" and not self.words)


@dataclass
class Sheet:
    """One table, with what in it is hidden or merged."""

    name: str
    is_hidden: bool = False
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    cells: dict[tuple[int, int], TableCell] = field(default_factory=dict)

    def at(self, row: int, column: int) -> TableCell:
        """The cell there, empty if nothing was typed into it."""
        return self.cells.get((row, column)) or TableCell(row, column, sheet=self.name)

    def row(self, number: int) -> list[TableCell]:
        """The cells of a row, from the first column to the last of the table."""
        return [self.at(number, column) for column in range(1, self.last_column + 1)]

    @cached_property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)

    @property
    def is_empty(self) -> bool:
        return not self.cells


@dataclass
class Workbook:
    """What came of reading a file: its sheets, or a sentence about why there are none."""

    sheets: list[Sheet] = field(default_factory=list)
    problem: str = ""


def read(path: Path, media_type: str) -> Workbook:
    """Every sheet of a file. Never raises for what is in it: a trap or a ruin gives a sentence."""
    kind = uploads.KINDS["xlsx" if media_type == XLSX else "csv"]
    with path.open("rb") as file:
        if not uploads.is_really(kind, file):
            return Workbook(problem=uploads.rather(kind, file) or f"The file isn’t {kind.words}.")
    job = {
        "path": str(path),
        "kind": kind.ending,
        "most_unpacked": MOST_UNPACKED,
        "most_cells": MOST_CELLS,
        "most_rows": MOST_ROWS,
        "most_columns": MOST_COLUMNS,
    }
    try:
        answer = child.run("tabler", job, seconds=SECONDS, megabytes=MEGABYTES)
    except child.Died as death:
        return Workbook(problem=f"The file could not be read: {death}.")
    if answer.get("problem"):
        return Workbook(problem=answer["problem"])
    return Workbook(sheets=[_sheet(sheet) for sheet in answer["sheets"]])


def column_letters(number: int) -> str:
    """How a spreadsheet names a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(sheet: dict[str, Any]) -> Sheet:
    name = _clean(sheet["name"])
    cells = {
        (row, column): TableCell(row, column, kind, _clean(text), _clean(shown), name)
        for row, column, kind, text, shown in sheet["cells"]
    }
    return Sheet(name, sheet["hidden"], sheet["merged"], sheet["hidden_rows"], sheet["hidden_columns"], cells)


def _clean(text: str) -> str:
    # PostgreSQL holds neither NUL nor halves of characters.
    return text.replace("\x00", "").encode("utf-8", errors="ignore").decode("utf-8")
