"""Statements: figures with their words, frozen, from which page, PDF and spreadsheet are all made.

The printers stand in `document.py` and `workbook.py`: whoever only reads a statement need not load them.
"""

from core.statements.model import Chart, Entry, Link, Measured, Part, Statement, Table
from core.statements.plain import as_data, statement_from

__all__ = [
    "Chart",
    "Entry",
    "Link",
    "Measured",
    "Part",
    "Statement",
    "Table",
    "as_data",
    "statement_from",
]
