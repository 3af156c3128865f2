"""The ledger as rows for spreadsheets."""

from collections.abc import Iterable, Iterator

from funding.models import LedgerEntry

LEDGER = [
    "Entry", "Effective on", "Recorded at", "Kind", "From", "To", "Amount", "Decision", "Reason", "Reverses",
]  # fmt: skip


def ledger(entries: Iterable[LedgerEntry]) -> Iterator[list[object]]:
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
