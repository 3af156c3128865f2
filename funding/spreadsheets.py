"""The ledger as rows for spreadsheets."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

LEDGER = [
    "Entry", "Effective on", "Recorded at", "Kind", "From", "To", "Amount", "Decision", "Reason", "Reverses",
]  # fmt: skip
NOT_PUBLISHED = "not published"
LEDGER_WIDTHS = [8, 18, 26, 16, 44, 44, 16, 16, 44, 10]


def ledger(entries: Iterable[Any]) -> Iterator[list[object]]:
    """A row for each movement; the decision is named only to who may see it."""
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
        ]


def as_text(rows: Iterable[list[object]]) -> Iterator[list[object]]:
    """For CSV, which knows no moments: each as 2007-02-02T10:30:00+00:00."""
    for row in rows:
        yield [cell.isoformat() if isinstance(cell, datetime) else cell for cell in row]
