"""The child that reads one table. Runs in a process of its own and imports nothing of the portal's.

It tells what stands in each cell as it was typed, and judges nothing: a cell is its row and column (from 1), its kind,
its words, and of a formula the value that was shown when the file was last saved.
"""

from typing import Any

from core.reading.child import main

PIECE = 1024 * 1024
DAMAGED = "The file is damaged, so it cannot be read."
LOCKED_UP = "The file is protected with a password, so it cannot be read. Save it without one."
MACROS = "The file holds macros, which are programs. Save it as a workbook without them (.xlsx)."
ENTITIES = "The file holds definitions that no spreadsheet program writes, so it is not opened."
TOO_LARGE = "The file is far larger inside than outside, so it is not opened."
TOO_MANY = "The file has {} cells. Files of more than {:,} are not read: hand it in in parts."
TOO_LONG = "{} has {:,} rows with something in them. Tables of more than {:,} rows are not read."
TOO_WIDE = "{} has something in column {}. Tables of more than {:,} columns are not read."
UNKNOWN_LETTERS = "The letters of the file cannot be read. Save it as “CSV UTF-8” and choose it again."
BROKEN_QUOTES = "Row {} of the file cannot be divided into cells: look at its quotation marks."


class Unread(Exception):
    """The file is not read; the message says why, in a sentence."""


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Every sheet of a workbook, or the one table of a CSV file, cell by cell."""
    try:
        sheets = list(_workbook(job)) if job["kind"] == "xlsx" else [_csv(job)]
        for sheet in sheets:
            _measure(sheet, job)
    except Unread as reason:
        return {"problem": str(reason)}
    except MemoryError:
        return {"problem": "The file asks for more memory than a file may, so it cannot be read."}
    except Exception:  # of a stranger's file anything can be raised
        return {"problem": DAMAGED}
    return {"sheets": sheets}


def _measure(sheet: dict[str, Any], job: dict[str, Any]) -> None:
    from openpyxl.utils import get_column_letter

    name = f"The sheet “{sheet['name']}”" if sheet["name"] else "The table"
    last = max((cell[0] for cell in sheet["cells"]), default=0)
    widest = max((cell[1] for cell in sheet["cells"]), default=0)
    if last > job["most_rows"]:
        raise Unread(TOO_LONG.format(name, last, job["most_rows"]))
    if widest > job["most_columns"]:
        raise Unread(TOO_WIDE.format(name, get_column_letter(widest), job["most_columns"]))


def _workbook(job: dict[str, Any]) -> Any:
    import openpyxl

    _look_inside(job)
    # It is given what the file holds, not its name: kept files have no ending, on which openpyxl insists.
    with open(job["path"], "rb") as file:
        book = openpyxl.load_workbook(file, keep_links=False)
    shown = None
    for sheet in book.worksheets:
        cells = [cell for cell in sheet._cells.values() if cell.value is not None]
        if shown is None and any(cell.data_type == "f" for cell in cells):
            # What each formula showed, as far as the program that saved the file wrote it down.
            with open(job["path"], "rb") as file:
                shown = openpyxl.load_workbook(file, data_only=True, keep_links=False)
        values = shown[sheet.title] if shown is not None else None
        yield {
            "name": sheet.title,
            "hidden": sheet.sheet_state != "visible",
            "merged": [str(merged) for merged in sheet.merged_cells.ranges],
            "hidden_rows": _hidden_rows(sheet),
            "hidden_columns": _hidden_columns(sheet),
            "cells": sorted(_cell(cell, values) for cell in cells),
        }


def _look_inside(job: dict[str, Any]) -> None:
    """What can be known of a workbook before it is opened."""
    import zipfile

    try:
        parts = zipfile.ZipFile(job["path"])
    except zipfile.BadZipFile:
        raise Unread(DAMAGED) from None
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise Unread(LOCKED_UP)
    if any("vbaproject" in part.filename.lower() for part in parts.infolist()):
        raise Unread(MACROS)
    if sum(part.file_size for part in parts.infolist()) > job["most_unpacked"]:
        raise Unread(TOO_LARGE)
    cells = unpacked = 0
    for part in parts.infolist():
        with parts.open(part) as file:
            before = b""
            while piece := file.read(PIECE):
                # A part may hold more than its table of contents claims.
                unpacked += len(piece)
                # Without the NULs of letters that take two bytes.
                both = (before + piece).replace(b"\x00", b"")
                if part.filename.endswith((".xml", ".rels")) and (
                    b"<!DOCTYPE" in both or b"<!ENTITY" in both
                ):
                    raise Unread(ENTITIES)
                if part.filename.startswith("xl/worksheets/"):
                    cells += piece.count(b"<c ") + piece.count(b"<c>")
                if unpacked > job["most_unpacked"]:
                    raise Unread(TOO_LARGE)
                before = piece[-32:]
    if cells > job["most_cells"]:
        raise Unread(TOO_MANY.format(f"{cells:,}", job["most_cells"]))


def _hidden_rows(sheet: Any) -> list[int]:
    return sorted(
        number
        for number, row in sheet.row_dimensions.items()
        if row.hidden or (row.height is not None and row.height == 0)
    )


def _hidden_columns(sheet: Any) -> list[int]:
    hidden: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden or (column.customWidth and column.width == 0):
            column.reindex()
            hidden.update(range(column.min, min(column.max, 16384) + 1))
    return sorted(hidden)


def _cell(cell: Any, values: Any) -> tuple[int, int, str, str, str]:
    import datetime

    where, value = (cell.row, cell.column), cell.value
    if cell.data_type == "f":
        words = value if isinstance(value, str) else getattr(value, "text", None) or "a table of results"
        shown = values.cell(*where).value if values is not None else None
        return (*where, "formula", words, "" if shown is None else str(shown))
    if isinstance(value, bool):
        return (*where, "truth", str(value).upper(), "")
    if cell.data_type == "e":
        return (*where, "error", str(value), "")
    if isinstance(value, datetime.datetime):
        kind = "date" if (value.hour, value.minute, value.second) == (0, 0, 0) else "moment"
        return (*where, kind, value.date().isoformat() if kind == "date" else value.isoformat(), "")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return (*where, "date", str(value), "")
    if isinstance(value, int | float):
        kind = "percentage" if "%" in str(cell.number_format) else "number"
        return (*where, kind, repr(value), "")
    return (*where, "text", str(value), "")


def _csv(job: dict[str, Any]) -> dict[str, Any]:
    import csv
    import io

    with open(job["path"], "rb") as file:
        text = _decoded(file.read())
    divider, text = _divider(text)
    cells = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            cells += [
                (number, at, "text", words, "") for at, words in enumerate(row, start=1) if words.strip()
            ]
            if len(cells) > job["most_cells"]:
                raise Unread(TOO_MANY.format(f"more than {job['most_cells']:,}", job["most_cells"]))
    except csv.Error:
        raise Unread(BROKEN_QUOTES.format(number + 1)) from None
    return {
        "name": "",
        "hidden": False,
        "merged": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "cells": cells,
    }


def _decoded(content: bytes) -> str:
    """UTF-8 with its mark or without, UTF-16 with its mark, or what Windows writes in western Europe."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    for letters in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(letters)
        except UnicodeDecodeError:
            continue
    raise Unread(UNKNOWN_LETTERS)


def _divider(text: str) -> tuple[str, str]:
    """What stands between the cells: a comma, a semicolon or a tab, whichever the rows have most of in common."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    head = [line for line in text.splitlines()[:50] if line.strip()]
    counts = {
        divider: sum(_outside_quotes(line).count(divider) > 0 for line in head)
        for divider in (",", ";", "\t")
    }
    most = max(counts.values(), default=0)
    best = [divider for divider, count in counts.items() if count == most]
    return max(best, key=lambda divider: sum(_outside_quotes(line).count(divider) for line in head)), text


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


if __name__ == "__main__":
    import warnings

    # openpyxl tells of every part of a workbook that it leaves out; nobody reads it.
    warnings.simplefilter("ignore")
    main(work)
