"""Tables as Excel workbooks: written row by row, and text is text whatever it begins with."""

import datetime
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.uploads import KINDS

XLSX = KINDS["xlsx"].content_type
# As they are read here: 2 February 2007, 12,500.00.
DAY = "d mmmm yyyy"
MOMENT = "d mmmm yyyy hh:mm:ss"
SUM = "#,##0.00"
BOLD = Font(bold=True)
# What the XML of a workbook cannot hold.
UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ud800-\udfff\ufffe\uffff]")


class Heads(list):
    """A row of heads: printed in bold."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its rows, and how wide each column is."""

    name: str
    rows: Iterable[Sequence[object]]
    widths: Sequence[int]


def excel_response(
    name: str, sheet: str, rows: Iterable[Sequence[object]], *, widths: Sequence[int]
) -> FileResponse:
    """A workbook to download, with one sheet."""
    # The response closes it when it is sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write(file, sheet, rows, widths=widths)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def write(file: IO[bytes], sheet: str, rows: Iterable[Sequence[object]], *, widths: Sequence[int]) -> None:
    """Write one sheet into a file. The rows are fetched while it is written, and none is kept in memory."""
    write_sheets(file, [Sheet(sheet, rows, widths)])


def write_sheets(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write several sheets into a file, in the order in which they are given."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for at, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(at)].width = width
        for row in sheet.rows:
            page.append([_cell(page, value, isinstance(row, Heads)) for value in row])
    book.save(file)


def _cell(page: Any, value: Any, is_head: bool) -> Any:
    form = ""
    match value:
        case Decimal():
            form = SUM
        case datetime.datetime():
            # A workbook knows no time zones: it is the time here.
            value, form = value.replace(tzinfo=None), MOMENT
        case datetime.date():
            form = DAY
    if value is None or form or isinstance(value, int):
        cell = WriteOnlyCell(page, value)
        cell.number_format = form or cell.number_format
    else:
        cell = _text(page, str(value))
    if is_head:
        cell.font = BOLD
    return cell


def _text(page: Any, words: str) -> Any:
    """Words: never a formula, also after somebody has edited the cell; without what no workbook can hold."""
    cell = WriteOnlyCell(page, UNWRITABLE.sub("", words))
    if cell.data_type != "s":
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
