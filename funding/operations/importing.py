"""Taking in tables of figures: the file is kept first, read by a worker, and taken over at the press of a button."""

import hashlib
from typing import Any, Unpack

from django.db import transaction

from core import history, runs
from core.refusals import Refused
from funding.importing import allocations, grids, returns
from funding.models import FileLoading, FileReading, ImportedFile, Period, Pot, Round, Stream
from funding.operations.ledger import Ground, award, change_award
from funding.operations.pots import add_stream, open_year
from funding.operations.proposals import draft_proposal
from funding.operations.returns import draft_return, save_return
from funding.proposed import Wanted
from funding.returning import LineOfReturn, kind_in
from funding.tasks import read_imported_file
from meetings.operations.papers import clean_file_name
from partnership.models import User

Kind = ImportedFile.Kind
CHANGED = (
    "The record has changed since this was shown. Look again at what would change now, then press the button."
)


@transaction.atomic
def import_file(
    pot: Pot, *, kind: str, file: Any, by: User, year: int | None = None, round_: Round | None = None
) -> ImportedFile:
    """Keep a file that is handed in for a pot, and let a worker read it. Nothing else changes yet.

    The same file for the same thing is kept once: if it was taken over, what it did then is the answer; otherwise it
    is read again, since the record may have changed.
    """
    pot = Pot.objects.select_for_update().get(pk=pot.pk)
    year = year if kind == Kind.GRID else None
    round_ = round_ if kind == Kind.RETURNS else None

    if kind == Kind.GRID and (year is None or not Period.objects.of_year(pot, year).exists()):
        raise Refused("Choose the financial year that the grid is for.")
    if kind == Kind.RETURNS and (round_ is None or round_.pot_id != pot.pk):
        raise Refused("Choose the round that the returns are for.")

    sha256 = _fingerprint(file)
    same = ImportedFile.objects.the_same(pot, kind, sha256, year=year, round_=round_)
    if before := same.with_what_came_of_it().first():
        return before if hasattr(before, "loading") else read_file_again(before, by=by)

    imported = ImportedFile(
        pot=pot,
        kind=kind,
        year=year,
        round=round_,
        file_name=clean_file_name(file.name),
        media_type=file.content_type,
        size=file.size,
        sha256=sha256,
        by=by,
        run=runs.ask(read_imported_file, title=f"Reading {clean_file_name(file.name)}", by=None),
    )
    imported.file.save(imported.file_name, file, save=False)
    try:
        history.add(imported, by=by, verb="handed in")
    except Exception:
        imported.file.storage.delete(str(imported.file.name))
        raise
    return imported


@transaction.atomic
def read_file_again(imported: ImportedFile, *, by: User) -> ImportedFile:
    """Hold a file against the record as it is now."""
    imported = _locked(imported)

    if hasattr(imported, "loading"):
        raise Refused("The file is taken over already.")

    runs.ask_again(imported.run)
    history.record(imported, "read again", by=by)
    return imported


@transaction.atomic
def load_allocations(
    imported: ImportedFile, *, reading: int, shown: str, by: User, **ground: Unpack[Ground]
) -> FileLoading:
    """Award what a funder's table says: missing streams are added, and each award is made what the table says it is.

    `reading` and `shown` are what the officer had before them. Twice is once: the answer is what it did then.
    """
    imported = _locked(imported)
    if hasattr(imported, "loading"):
        return imported.loading
    good = _good_reading(imported, reading, Kind.ALLOCATIONS)
    pot, year = imported.pot, good.found["year"]
    rows = allocations.planned(pot, good.found)
    if shown != digest_of(rows):
        raise Refused(CHANGED)

    did = allocations.sentence_of(rows, year)
    open_year(pot, year=year, by=by)
    through = {row["name"]: row["through"] for row in good.found["rows"]}
    for row in rows:
        stream = row.stream or add_stream(
            pot,
            name=row.name,
            kind=Stream.Kind.POOLED if through[row.name] else Stream.Kind.ALIGNED,
            by=by,
        )
        if row.change and not row.before:
            award(stream, year=year, amount=row.change, by=by, **ground)
        elif row.change:
            change_award(stream, year=year, change=row.change, by=by, **ground)
    return _loaded(imported, good, did, f"{pot.get_absolute_url()}{year}/", by=by)


@transaction.atomic
def load_grid(
    imported: ImportedFile, *, reading: int, shown: str, title: str, by: User, reason: str = ""
) -> FileLoading:
    """Make a draft proposal of a filled-in grid. Current figures stay until another officer adopts it."""
    imported = _locked(imported)
    if hasattr(imported, "loading"):
        return imported.loading
    good = _good_reading(imported, reading, Kind.GRID)
    assert imported.year is not None
    wishes = grids.wishes(imported.pot, imported.year, good.found)
    if shown != digest_of(wishes):
        raise Refused(CHANGED)
    if not wishes:
        raise Refused("The file wants nothing otherwise than it stands, so there is nothing to propose.")

    proposal = draft_proposal(
        imported.pot,
        year=imported.year,
        title=title,
        reason=reason,
        lines=[Wanted(each.stream, each.project, each.period, each.after, each.before) for each in wishes],
        by=by,
    )
    many = f"{len(wishes)} amount{'s' if len(wishes) != 1 else ''}"
    return _loaded(imported, good, f"{proposal} was drafted, with {many}", proposal.get_absolute_url(), by=by)


@transaction.atomic
def load_returns(imported: ImportedFile, *, reading: int, shown: str, by: User) -> FileLoading:
    """Write the returns of a round as a file says. None is sent by it: that is a step of its own."""
    imported = _locked(imported)
    if hasattr(imported, "loading"):
        return imported.loading
    good = _good_reading(imported, reading, Kind.RETURNS)
    assert imported.round is not None
    round_ = imported.round
    asked = returns.rewritten(round_, good.found, by)
    if shown != digest_of(asked):
        raise Refused(CHANGED)
    if not asked:
        raise Refused("The file says what the returns say, so there is nothing to write.")

    for each in asked:
        return_ = draft_return(round_, stream=each.stream, project=each.project, by=by)
        lines = [
            LineOfReturn(period, kind_in(round_, period), amount)
            for period, _, amount in each.sums
            if amount is not None
        ]
        save_return(return_, lines=lines, comment=each.comment, revision=return_.revision, by=by)
    did = f"{len(asked)} return{'s were' if len(asked) != 1 else ' was'} written for {round_}"
    return _loaded(imported, good, did, round_.get_absolute_url(), by=by)


def digest_of(rows: list[Any]) -> str:
    """The fingerprint of what would change, as it is shown to whoever presses the button."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _good_reading(imported: ImportedFile, reading: int, kind: str) -> FileReading:
    latest = imported.latest_reading()
    if imported.kind != kind:
        raise Refused("The file is of another kind.")
    if latest is None:
        raise Refused("The file is not read yet.")
    if not latest.is_good:
        raise Refused("The file has mistakes, so nothing of it is taken over.")
    if latest.pk != reading:
        raise Refused(CHANGED)
    return latest


def _loaded(
    imported: ImportedFile, reading: FileReading, did: str, leads_to: str, *, by: User
) -> FileLoading:
    loading = FileLoading(imported=imported, reading=reading, what_it_did=did, leads_to=leads_to, by=by)
    history.add(loading, by=by)
    history.record(imported, "taken over", by=by, reason=did[:500])
    return loading


def _locked(imported: ImportedFile) -> ImportedFile:
    """The file, with its pot locked: whoever takes over the same file at the same time waits."""
    Pot.objects.select_for_update().get(pk=imported.pot_id)
    return ImportedFile.objects.with_what_came_of_it().get(pk=imported.pk)


def _fingerprint(file: Any) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
