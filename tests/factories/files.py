"""Tables of figures, as officers hand them in."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from core.reading.tables import CSV, XLSX


def a_workbook(rows, *, sheet="Profile"):
    """A workbook with one sheet of these rows."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return book


def handed_in(content, name="grid.xlsx"):
    """The file as a browser sends it: a workbook, or the bytes of a file."""
    if isinstance(content, openpyxl.Workbook):
        packed = io.BytesIO()
        content.save(packed)
        content = packed.getvalue()
    kind = XLSX if name.endswith("xlsx") else CSV
    return SimpleUploadedFile(name, content, content_type=kind)
