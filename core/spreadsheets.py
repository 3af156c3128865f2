"""Tables for spreadsheets: sent row by row, and never taken for formulas."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.http import StreamingHttpResponse

# Excel takes a file without it for Latin-1.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet may take for the beginning of a formula, the wide signs of Chinese and Japanese keyboards too,
# and the characters with which a cell can break out of its place.
# Apostrophes before it are looked through, so that the one that is put there can be told from those that were.
FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r\n]")


class _Line:
    """Takes what the writer of rows writes, and hands it on."""

    def write(self, line: str) -> str:
        return line


def csv_response(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A table to download. The rows are fetched while it is sent: a long register needs no more memory than a page."""
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before it, as a person would type it.

    A number is no formula, even below nothing, and stays one that a spreadsheet can add up.
    """
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | Decimal):
        return text
    return f"'{text}" if FORMULA.match(text) else text


def unharmed(text: str) -> str:
    """The words of a cell as they were before `harmless` made them so."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def _lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])
