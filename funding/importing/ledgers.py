"""A ledger that was exported, held against the record: each movement must be what it is there."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from core.reading.amounts import Misread, amount_of
from core.reading.tables import Sheet, TableCell, Workbook
from core.templatetags.house import british_date, pounds
from funding import spreadsheets
from funding.importing.sheets import Found, plain, sheet_of
from funding.models import LedgerEntry, Pot
from funding.pooling import Shares
from partnership.models import User

SHEET = "Ledger"
NO_LEDGER = "This is not a ledger as it is downloaded here: its first row must have the heads of one."
BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def read(book: Workbook, pot: Pot, reader: User) -> Found:
    """Every cell of a ledger that is not what the record says."""
    found = Found()
    sheet = sheet_of(book, SHEET, found)
    if sheet is None or not _has_heads(sheet, found):
        return found
    rows = {number: sheet.row(number) for number in range(2, sheet.last_row + 1)}
    rows = {number: row for number, row in rows.items() if not all(cell.is_empty for cell in row)}
    numbers = [int(row[0].words) for row in rows.values() if _is_number(row[0])]
    entries = LedgerEntry.objects.of_pot(pot).with_cells().knowing_decisions(reader).in_bulk(numbers)
    seen: dict[int, TableCell] = {}
    for row in rows.values():
        if not _is_number(row[0]) or int(row[0].words) not in entries:
            found.mistakes.at(row[0], "The ledger of this pot has no movement of this number.")
            continue
        entry = entries[int(row[0].words)]
        if (before := seen.setdefault(entry.pk, row[0])) is not row[0]:
            found.mistakes.at(row[0], f"This movement stands in row {before.row} already.")
        _compare(sheet, row[0].row, entry, found)
    if not rows:
        found.mistakes.about("There is no movement below the heads.", sheet.name)
    if not found.mistakes:
        amount = sum((entry.amount for entry in entries.values()), Decimal(0))
        found.figures = {"movements": len(seen), "amount": str(amount)}
        others = LedgerEntry.objects.of_pot(pot).exclude(pk__in=seen).count()
        if others:
            found.remarks.append(f"The record has {others:,} movements that are not in the file.")
    return found


def sentence_of(figures: dict[str, Any]) -> str:
    """What came of the comparison."""
    count = figures["movements"]
    many = f"The {count:,} movements in the file are" if count != 1 else "The one movement in the file is"
    return f"{many} as on the record: {pounds(Decimal(figures['amount']))} moved in all"


def _has_heads(sheet: Sheet, found: Found) -> bool:
    fits = [
        plain(sheet.at(1, at).words) == plain(head) for at, head in enumerate(spreadsheets.LEDGER, start=1)
    ]
    if not any(fits):
        found.mistakes.at(sheet.at(1, 1), NO_LEDGER)
        return False
    for column, head in enumerate(spreadsheets.LEDGER, start=1):
        if not fits[column - 1]:
            found.mistakes.at(sheet.at(1, column), f"The head of this column must be “{head}”.")
    return all(fits)


def _compare(sheet: Sheet, number: int, entry: LedgerEntry, found: Found) -> None:
    expected = next(spreadsheets.ledger([entry], Shares({})))
    for column, (head, stands) in enumerate(zip(spreadsheets.LEDGER, expected, strict=True), start=1):
        cell = sheet.at(number, column)
        if head == spreadsheets.BESIDE:
            continue
        if head == "Decision" and cell.words == spreadsheets.NOT_PUBLISHED:
            # It was downloaded by somebody who may not know of the decision.
            continue
        if not _says(cell, stands):
            found.mistakes.at(cell, f"“{head}” is not what the record says: {_in_words(stands)}.")


def _says(cell: TableCell, stands: Any) -> bool:
    if isinstance(stands, Decimal):
        try:
            return amount_of(cell) == stands
        except Misread:
            return False
    if hasattr(stands, "hour"):
        return cell.words in (stands.isoformat(), stands.replace(tzinfo=None).isoformat())
    if isinstance(stands, date):
        return _day(cell) == stands
    if cell.kind in ("formula", "error"):
        return False
    asked, known = " ".join(cell.text.split()), " ".join(str(stands).split())
    return asked == known or asked == f"'{known}"


def _day(cell: TableCell) -> date | None:
    try:
        if found := BRITISH_DAY.fullmatch(cell.words):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(cell.words)
    except ValueError:
        return None


def _in_words(stands: Any) -> str:
    if isinstance(stands, Decimal):
        return pounds(stands)
    if isinstance(stands, date):
        return british_date(stands)
    return f"“{stands}”" if stands != "" else "nothing"


def _is_number(cell: TableCell) -> bool:
    return cell.words.isascii() and cell.words.isdigit() and len(cell.words) < 18
