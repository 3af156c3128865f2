"""What the tables that can be handed in have in common: which sheet is read, and what must not be in it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from core.reading.amounts import LARGEST, LARGEST_TOTAL, PENNY, Misread, amount_of
from core.reading.mistakes import Mistakes
from core.reading.tables import Sheet, TableCell, Workbook, column_letters
from core.spreadsheets import unharmed
from core.templatetags.house import pounds

YEAR = re.compile(r"(\d{4})\s*(?:[/–-]|\s+to\s+)\s*(\d{2}|\d{4})(?!\d)")

SHOW_IT = "Show it or delete it: nothing hidden is taken in."
# The years that a pot can have.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass
class Found:
    """What came of holding a table against the record: its figures, unless there are mistakes."""

    mistakes: Mistakes = field(default_factory=Mistakes)
    remarks: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def sheet_of(book: Workbook, name: str, found: Found) -> Sheet | None:
    """The sheet that is read: the one of this name, or the only one with something in it. Nothing hidden is read."""
    for sheet in book.sheets:
        if sheet.is_hidden:
            found.mistakes.about(f"The sheet is hidden. {SHOW_IT}", sheet.name)
    shown = [sheet for sheet in book.sheets if not sheet.is_hidden and not sheet.is_empty]
    chosen = next((sheet for sheet in shown if sheet.name == name), shown[0] if len(shown) == 1 else None)
    if chosen is None:
        if not shown:
            found.mistakes.about("There is nothing in the file.")
        else:
            names = ", ".join(f"“{sheet.name}”" for sheet in shown[:6])
            found.mistakes.about(f"It cannot be told which sheet to read: {names}. Name the one “{name}”.")
        return None
    for other in shown:
        if other is not chosen:
            found.remarks.append(f"The sheet “{other.name}” was not read.")
    refuse_hidden(chosen, found.mistakes)
    return chosen


def refuse_hidden(sheet: Sheet, mistakes: Mistakes) -> None:
    """Rows and columns that nobody sees, and cells that were merged, are not guessed at."""
    for number in sheet.hidden_rows:
        if number <= sheet.last_row and any(not cell.is_empty for cell in sheet.row(number)):
            mistakes.at(sheet.at(number, 1), f"The row is hidden. {SHOW_IT}")
    for number in sheet.hidden_columns:
        if any(column == number for _, column in sheet.cells):
            sentence = f"The column {column_letters(number)} is hidden. {SHOW_IT}"
            mistakes.at(sheet.at(1, number), sentence)
    for area in sheet.merged:
        mistakes.about(f"The cells {area.replace(':', ' to ')} are merged. Divide them again.", sheet.name)


def words_of(cell: TableCell, mistakes: Mistakes, what: str) -> str:
    """The words in a cell that names something; "" and a mistake when something else stands there."""
    if cell.kind == "formula":
        mistakes.at(cell, f"This is a formula ({cell.text[:40]}). Put {what} itself in its place.")
        return ""
    if cell.kind not in ("text", "empty"):
        mistakes.at(cell, f"This must be {what}. Here stands {cell.words[:40]}.")
        return ""
    # Only a file that goes through text has words marked, so that they are no formulas.
    return cell.words if cell.sheet else unharmed(cell.words)


def sum_in(
    cell: TableCell, mistakes: Mistakes, *, may_be_minus: str = "", most: Decimal = LARGEST
) -> Decimal | None:
    """The sum in a cell; None, and a mistake, if there is none."""
    try:
        return amount_of(cell, may_be_minus=may_be_minus, most=most)
    except Misread as reason:
        mistakes.at(cell, str(reason))
        return None


def printed_sum(cell: TableCell, mistakes: Mistakes) -> Decimal | None:
    """A sum that the table prints of others; none in an empty cell, or a formula that shows nothing."""
    if cell.is_empty:
        return None
    if cell.kind == "formula":
        return _shown_by(cell, mistakes)
    return sum_in(cell, mistakes, most=LARGEST_TOTAL)


def _shown_by(cell: TableCell, mistakes: Mistakes) -> Decimal | None:
    """What a formula showed when the file was saved: good to be compared with, and for nothing else."""
    if not cell.shown:
        return None
    try:
        shown = Decimal(cell.shown)
        if abs(shown) <= LARGEST_TOTAL:
            return shown.quantize(PENNY)
    except InvalidOperation:
        pass
    mistakes.at(cell, f"This formula shows “{cell.shown[:40]}”, which is no sum in pounds.")
    return None


def compare(cell: TableCell, worked_out: Decimal, what: str, mistakes: Mistakes) -> None:
    """A printed sum must be what its parts come to."""
    printed = printed_sum(cell, mistakes)
    if printed is not None and printed != worked_out:
        sentence = f"The file prints {pounds(printed)} here, but {what} comes to {pounds(worked_out)}."
        mistakes.at(cell, sentence)


def year_of(text: str) -> int | None:
    """The calendar year in which a financial year begins: 2007 for 2007-08, 2007/08 and 2007/2008."""
    found = YEAR.search(text)
    if found is None:
        return None
    first, last = int(found[1]), found[2]
    return first if int(last) in ((first + 1) % 100, first + 1) else None


def plain(words: str) -> str:
    """A head or a name as it is compared: without regard to capitals, blanks and underlines."""
    return " ".join(re.sub(r"[_\s]+", " ", words).split()).casefold()
