"""A statement as a workbook: what it says first, then each table on a sheet of its own."""

import io
from collections.abc import Iterator, Sequence

from core import workbooks
from core.statements.model import Cell, Entry, Link, Measured, Statement, Table
from core.workbooks import Heads, Sheet

WIDEST, NARROWEST = 60, 10


def workbook_of(statement: Statement, *, title: str, facts: Sequence[tuple[str, str]], site: str) -> bytes:
    """The whole statement. Every table has its rows, also those too long for a page."""
    file = io.BytesIO()
    workbooks.write_sheets(file, [_first(statement, title, facts, site), *_tables(statement, site)])
    return file.getvalue()


def _first(statement: Statement, title: str, facts: Sequence[tuple[str, str]], site: str) -> Sheet:
    rows: list[Sequence[object]] = [Heads([title]), [statement.lead], []]
    rows += [list(fact) for fact in facts]
    for part in statement.parts:
        if part.text or part.entries:
            rows += [[], Heads([part.heading]), *([words] for words in part.text)]
            rows += [_entry(entry, site) for entry in part.entries]
    rows += (
        [[], Heads(["How it is counted"]), *([note] for note in statement.notes)] if statement.notes else []
    )
    return Sheet("Report", rows, [50, 40, 30, 60])


def _entry(entry: Entry, site: str) -> list[object]:
    return [entry.title, entry.text, entry.tag, site + entry.address if entry.address else ""]


def _tables(statement: Statement, site: str) -> Iterator[Sheet]:
    for table in statement.tables:
        links = [column for column in range(len(table.columns)) if _leads(table, column)]
        heads = [*table.columns, *(f"Address ({table.columns[column]})" for column in links)]
        rows: list[Sequence[object]] = [Heads(heads)]
        rows += [
            [*(_value(cell) for cell in row), *(_address(row[at], site) for at in links)]
            for row in table.rows
        ]
        if table.total:
            rows.append(Heads([_value(cell) for cell in table.total]))
        yield Sheet(
            table.sheet, rows, [_width(table, at) for at in range(len(table.columns))] + [60] * len(links)
        )


def _leads(table: Table, column: int) -> bool:
    return any(isinstance(row[column], Link) for row in table.rows)


def _address(cell: Cell, site: str) -> str:
    return site + cell.address if isinstance(cell, Link) else ""


def _value(cell: Cell) -> object:
    match cell:
        case Link():
            return cell.text
        case Measured():
            return cell.value
    return cell


def _width(table: Table, column: int) -> int:
    """As wide as the words in the first rows, within reason."""
    cells = [table.columns[column], *(str(_value(row[column]) or "") for row in table.rows[:200])]
    return max(NARROWEST, min(WIDEST, max(len(cell) for cell in cells) + 2))
