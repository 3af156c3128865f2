"""The ledger as rows for spreadsheets."""

from collections.abc import Iterable, Iterator
from typing import Any

LEDGER = [
    "Entry", "Effective on", "Recorded at", "Kind", "From", "To", "Amount", "Decision", "Reason", "Reverses",
]  # fmt: skip


def ledger(entries: Iterable[Any]) -> Iterator[list[object]]:
    """A row for each movement; the decision is named only to who may see it."""
    for entry in entries:
        yield [
            entry.pk,
            entry.effective_on.isoformat(),
            entry.recorded_at.isoformat(timespec="seconds"),
            entry.get_kind_display(),
            str(entry.source),
            str(entry.destination),
            entry.amount,
            entry.decision.ref if entry.decision_is_seen else "not published",
            entry.reason,
            entry.reverses_id or "",
        ]
