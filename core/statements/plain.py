"""A statement as plain data, as it is kept, and back: what is read again is equal to what was written."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.statements.model import Cell, Chart, Entry, Link, Measured, Part, Statement, Table

Data = dict[str, Any]


def as_data(statement: Statement) -> Data:
    """The whole statement as dicts, lists, texts and whole numbers."""
    return {
        "lead": statement.lead,
        "parts": [_part(part) for part in statement.parts],
        "notes": list(statement.notes),
    }


def statement_from(data: Data) -> Statement:
    """The statement that was kept."""
    return Statement(data["lead"], tuple(_read_part(part) for part in data["parts"]), tuple(data["notes"]))


def _part(part: Part) -> Data:
    return {
        "heading": part.heading,
        "text": list(part.text),
        "chart": _chart(part.chart) if part.chart else None,
        "table": _table(part.table) if part.table else None,
        "entries": [vars(entry) for entry in part.entries],
    }


def _read_part(data: Data) -> Part:
    return Part(
        data["heading"],
        tuple(data["text"]),
        _read_chart(data["chart"]) if data["chart"] else None,
        _read_table(data["table"]) if data["table"] else None,
        tuple(Entry(**entry) for entry in data["entries"]),
    )


def _table(table: Table) -> Data:
    return {
        "caption": table.caption,
        "sheet": table.sheet,
        "columns": list(table.columns),
        "rows": [_row(row) for row in table.rows],
        "total": _row(table.total),
        "in_print": table.in_print,
        "read": table.read,
    }


def _read_table(data: Data) -> Table:
    rows = tuple(_read_row(row) for row in data["rows"])
    # What is kept is older than the code: of what was not said yet when it was written, the default holds.
    more = {name: data[name] for name in ("in_print", "read") if name in data}
    return Table(
        data["caption"], data["sheet"], tuple(data["columns"]), rows, _read_row(data["total"]), **more
    )


def _chart(chart: Chart) -> Data:
    return {
        "form": chart.form,
        "title": chart.title,
        "key": [list(each) for each in chart.key],
        "rows": [_row(row) for row in chart.rows],
        "labels": list(chart.labels),
    }


def _read_chart(data: Data) -> Chart:
    key = tuple((name, label) for name, label in data["key"])
    rows = tuple(_read_row(row) for row in data["rows"])
    return Chart(data["form"], data["title"], key, rows, tuple(data["labels"]))


def _row(cells: Sequence[Cell]) -> list[Any]:
    return [_cell(cell) for cell in cells]


def _read_row(cells: Sequence[Any]) -> tuple[Cell, ...]:
    return tuple(_read_cell(cell) for cell in cells)


def _cell(cell: Cell) -> Any:
    match cell:
        case Decimal():
            return {"sum": str(cell)}
        case datetime.date():
            return {"day": cell.isoformat()}
        case Link():
            return {"text": cell.text, "address": cell.address}
        case Measured():
            return {"value": str(cell.value), "words": cell.words}
    return cell


def _read_cell(cell: Any) -> Cell:
    match cell:
        case {"sum": amount}:
            return Decimal(amount)
        case {"day": day}:
            return datetime.date.fromisoformat(day)
        case {"text": text, "address": address}:
            return Link(text, address)
        case {"value": value, "words": words}:
            return Measured(Decimal(value), words)
    return cell
