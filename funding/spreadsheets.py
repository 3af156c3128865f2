"""The ledger as rows for spreadsheets."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from funding.models import Cell
from funding.pooling import Shares, counted

# Follows from the shares that are pooled today, which a later decision may change; the others never change.
BESIDE = "Of it beside the total"
LEDGER = [
    "Entry", "Effective on", "Recorded at", "Kind", "From", "To", "Amount", "Decision", "Reason", "Reverses", BESIDE,
]  # fmt: skip
NOT_PUBLISHED = "not published"
LEDGER_WIDTHS = [8, 18, 26, 16, 44, 44, 16, 16, 44, 10, 16]


def ledger(entries: Iterable[Any], shares: Shares) -> Iterator[list[object]]:
    """A row for each movement; the decision is named only to who may see it.

    The last column says how much of the amount is aligned, or not pooled in its year: no total of the pot counts it.
    """
    for entry in entries:
        yield [
            entry.pk,
            entry.effective_on,
            timezone.localtime(entry.recorded_at).replace(microsecond=0),
            entry.get_kind_display(),
            str(entry.source),
            str(entry.destination),
            entry.amount,
            entry.decision.ref if entry.decision_is_seen else NOT_PUBLISHED,
            entry.reason,
            entry.reverses_id or "",
            entry.amount - counted(entry.amount, _percent(entry, shares)),
        ]


def as_text(rows: Iterable[list[object]]) -> Iterator[list[object]]:
    """For CSV, which knows no moments: each as 2007-02-02T10:30:00+00:00."""
    for row in rows:
        yield [cell.isoformat() if isinstance(cell, datetime) else cell for cell in row]


def _percent(entry: Any, shares: Shares) -> Decimal:
    """How much of it counts where it went to; where it came from, if it went to the funder."""
    place = entry.source if entry.destination.kind == Cell.Kind.FUNDER else entry.destination
    return shares.percent(place.stream, place.year)
