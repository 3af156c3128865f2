"""How a worker reads a file that was handed in: opened in a process of its own, then held against the record."""

import hashlib
from pathlib import Path

from django.db import transaction

from core.reading import tables
from core.reading.mistakes import Mistakes
from core.refusals import Refused
from core.runs import Work
from funding.importing import allocations, grids, ledgers, returns
from funding.importing.sheets import Found
from funding.models import FileReading, ImportedFile

MISSING = "The file is missing from the store. Hand it in again."
CHANGED = "The file in the store is not the one that was handed in."
Kind = ImportedFile.Kind


def read(work: Work) -> None:
    """Read the file that this run is for, and write down what was found in it. Changes nothing else."""
    imported = ImportedFile.objects.select_related("pot__accountable_body", "round__actuals_to", "by").get(
        run=work.run.pk
    )
    path = _checked(imported)
    work.says(10, "Opening the file.")
    book = tables.read(path, imported.media_type)
    work.says(60, "Comparing it with the record.")
    found = held_against_the_record(book, imported)
    with transaction.atomic():
        FileReading.objects.create(
            imported=imported,
            mistakes=found.mistakes.in_words(),
            mistake_count=len(found.mistakes),
            remarks=found.remarks,
            found=found.figures,
        )


def held_against_the_record(book: tables.Workbook, imported: ImportedFile) -> Found:
    """What is in the file, and everything that is wrong with it."""
    if book.problem:
        mistakes = Mistakes()
        mistakes.about(book.problem)
        return Found(mistakes)
    match imported.kind:
        case Kind.ALLOCATIONS:
            return allocations.read(book, imported.pot)
        case Kind.GRID:
            assert imported.year is not None
            return grids.read(book, imported.pot, imported.year)
        case Kind.RETURNS:
            assert imported.round is not None
            return returns.read(book, imported.round, imported.by)
        case _:
            return ledgers.read(book, imported.pot, imported.by)


def _checked(imported: ImportedFile) -> Path:
    """Where the file lies, if it is there and still what was handed in."""
    path = Path(imported.file.path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise Refused(MISSING) from None
    if digest != imported.sha256:
        raise Refused(CHANGED)
    return path
