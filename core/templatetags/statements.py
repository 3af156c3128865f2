"""A table of a statement, made ready for a page."""

from dataclasses import dataclass
from typing import Any

from django import template

from core.statements import Link, Table
from core.statements.model import Row, in_words

register = template.Library()

# A longer table is nothing to be read on a page: the workbook has all of it.
MOST_ROWS = 200


@dataclass(frozen=True)
class ShownCell:
    """A cell in words, and whether it stands to the right."""

    # The head of its column, for a narrow screen, where rows stand under each other.
    label: str
    words: str
    address: str
    is_numeric: bool


@register.filter
def shown(table: Table) -> dict[str, Any]:
    """The heads, as many rows as a page holds, the row under them, and how many rows are left out."""
    table = table.narrow
    numeric = table.numeric

    def cells(row: Row) -> list[ShownCell]:
        return [
            ShownCell(
                table.columns[at],
                in_words(cell),
                cell.address if isinstance(cell, Link) else "",
                at in numeric,
            )
            for at, cell in enumerate(row)
        ]

    return {
        "columns": [{"name": name, "is_numeric": at in numeric} for at, name in enumerate(table.columns)],
        "rows": [cells(row) for row in table.rows[:MOST_ROWS]],
        "total": cells(table.total),
        "left_out": max(len(table.rows) - MOST_ROWS, 0),
    }
