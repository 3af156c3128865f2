"""Where money carried from year to year came from, and how much of a stream's year may be carried on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Sum

from funding.models import Cell, LedgerEntry, Pot, Stream

# From a movement to that which brought its money: what left a year came by something, what arrives left a year before.
BACK = """
    WITH RECURSIVE chain(id, step) AS (
        SELECT %s::bigint, 0
        UNION ALL
        SELECT COALESCE(e.pair_id, e.came_by_id), c.step + 1
        FROM chain c JOIN funding_ledgerentry e ON e.id = c.id
        WHERE COALESCE(e.pair_id, e.came_by_id) IS NOT NULL
    ) SELECT id FROM chain ORDER BY step DESC
"""
ON = """
    WITH RECURSIVE chain(id, step) AS (
        SELECT %s::bigint, 0
        UNION ALL
        SELECT e.id, c.step + 1
        FROM chain c JOIN funding_ledgerentry e ON e.pair_id = c.id OR e.came_by_id = c.id
    ) SELECT id FROM chain WHERE step > 0 ORDER BY step, id LIMIT 50
"""


@dataclass(frozen=True)
class Cap:
    """What a stream may carry out of a year without asking the funder, and how much of that is used."""

    stream: Stream
    year: int
    awarded: Decimal
    used: Decimal

    @property
    def allowed(self) -> Decimal:
        share = self.awarded * self.stream.carry_forward_cap / 100
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def left(self) -> Decimal:
        return max(self.allowed - self.used, Decimal(0))

    @property
    def share(self) -> str:
        """ "5" per cent, or "7.5"."""
        return f"{self.stream.carry_forward_cap.normalize():f}"

    @property
    def financial_year(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"


def back_to_the_award(entry: LedgerEntry) -> list[LedgerEntry]:
    """The movements that brought its money here, the award first, itself last; two questions however long it is."""
    return _in_order(BACK, entry)


def carried_on(entry: LedgerEntry) -> list[LedgerEntry]:
    """The movements that took its money on, year by year."""
    return _in_order(ON, entry)


def cap_of(stream: Stream, year: int) -> Cap:
    """The cap of a stream for a year, and how much of it is used."""
    return caps_of(stream.pot, year, [stream])[stream.pk]


def caps_of(pot: Pot, year: int, streams: Iterable[Stream]) -> dict[int, Cap]:
    """The caps of several streams of a pot, in three questions however many they are."""
    entries = LedgerEntry.objects.of_pot(pot)
    came = entries.filter(source__kind=Cell.Kind.FUNDER, destination__year=year)
    went = entries.filter(destination__kind=Cell.Kind.FUNDER, source__year=year)
    awarded: Counter[int] = Counter(dict(_sums(came, "destination__stream")))
    awarded.subtract(dict(_sums(went, "source__stream")))
    carried = entries.filter(destination__kind=Cell.Kind.CARRIED, destination__year=year)
    without_asking = carried.filter(kind=LedgerEntry.Kind.CARRY_OUT, external_reference="", reversed_by=None)
    used = dict(_sums(without_asking, "source__stream"))
    return {
        stream.pk: Cap(stream, year, Decimal(awarded[stream.pk]), used.get(stream.pk, Decimal(0)))
        for stream in streams
    }


def _sums(entries: Any, key: str) -> Any:
    return entries.values_list(key).annotate(Sum("amount")).order_by()


def _in_order(sql: str, entry: LedgerEntry) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [entry.pk])
        ids = [pk for (pk,) in cursor.fetchall()]
    found = LedgerEntry.objects.with_cells().in_bulk(ids)
    return [found[pk] for pk in ids]
