"""How a worker writes a long ledger into a workbook, for one reader and with what this reader may see."""

import tempfile
from pathlib import Path

from django.http import QueryDict

from core import workbooks
from core.refusals import Refused
from core.runs import Work
from funding import pooling, spreadsheets
from funding.filters import LedgerFilter
from funding.models import LedgerEntry, Pot
from partnership.models import User

# How many rows a sheet can have, less the heads.
MOST_ROWS = 1_048_575
GONE = "The ledger can no longer be seen by this login."
EVERY = 2_000


def write(work: Work) -> None:
    """Write the movements that were asked for, as whoever asked may see them now."""
    asked = work.arguments
    reader = User.objects.get(pk=asked["user"])
    pot = Pot.objects.visible_to(reader).filter(pk=asked["pot"]).first()
    if pot is None:
        raise Refused(GONE)
    entries = LedgerEntry.objects.visible_to(reader).of_pot(pot).with_cells().knowing_decisions(reader)
    found = LedgerFilter(QueryDict(asked["asked"]), reader, pot, entries).found().order_by("pk")
    count = found.count()
    if count > MOST_ROWS:
        raise Refused(
            "There are more movements than a workbook can hold. Choose a year, or take the CSV file."
        )

    shares = pooling.shares_of([pot])

    def rows():
        yield workbooks.Heads(spreadsheets.LEDGER)
        for number, row in enumerate(spreadsheets.ledger(found.iterator(chunk_size=EVERY), shares)):
            if number % EVERY == 0:
                work.says(number * 95 // count, f"Writing movement {number:,} of {count:,}.")
            yield row

    with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
        path = Path(folder) / "ledger.xlsx"
        with path.open("wb") as file:
            workbooks.write(file, "Ledger", rows(), widths=spreadsheets.LEDGER_WIDTHS)
        work.hands_over(path, name=f"{pot.slug}-ledger.xlsx", media_type=workbooks.XLSX)
