"""The ledger as rows for spreadsheets."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from funding.models import Cell
from funding.pooling import Shares, counted

LEDGER = [
    "Entry", "Effective on", "Recorded at", "Kind", "From", "To", "Amount", "Decision", "Reason", "Reverses",
    "Of it beside the total",
]  # fmt: skip


def ledger(entries: Iterable[Any], shares: Shares) -> Iterator[list[object]]:
    """A row for each movement; the decision is named only to who may see it.

    The last column says how much of the amount is aligned, or not pooled in its year: no total of the pot counts it.
    """
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
            entry.amount - counted(entry.amount, _percent(entry, shares)),
        ]


def _percent(entry: Any, shares: Shares) -> Decimal:
    """How much of it counts where it went to; where it came from, if it went to the funder."""
    place = entry.source if entry.destination.kind == Cell.Kind.FUNDER else entry.destination
    return shares.percent(place.stream, place.year)
