"""Handing a file in, and having it read as the worker does."""

import csv
import io

import openpyxl

from core import runs
from core.spreadsheets import harmless
from core.workbooks import Heads, write
from funding import operations
from funding.importing import reading
from funding.models import ImportedFile
from funding.profile_tables import profile_table_of
from tests.factories.files import handed_in


def read_in(pot, content, by, *, kind=ImportedFile.Kind.GRID, name="grid.xlsx", **what):
    """The file, handed in and read."""
    imported = operations.import_file(pot, kind=kind, file=handed_in(content, name), by=by, **what)
    runs.work(imported.run_id, reading.read)
    return ImportedFile.objects.with_what_came_of_it().get(pk=imported.pk)


def mistakes_in(imported):
    """Each mistake as its place and its sentence."""
    return {
        f"{each['where']} {each['more']}".strip(): each["sentence"]
        for each in imported.latest_reading().mistakes
    }


def as_book(table):
    """A table of a year as the workbook that is downloaded, to be changed by a test."""
    file = io.BytesIO()
    rows = [Heads(row) if row == table.heads else row for row in table.table()]
    write(file, table.SHEET, rows, widths=[])
    file.seek(0)
    return openpyxl.load_workbook(file)


def as_text(table):
    """The same as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in table.table())
    return text.getvalue()


def grid_book(pot, year):
    return as_book(profile_table_of(pot, year))


def grid_text(pot, year):
    return as_text(profile_table_of(pot, year))
