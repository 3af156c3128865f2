"""Where money carried from year to year came from, and how much of a stream's year may be carried on."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce

from funding.models import Cell, LedgerEntry, Stream

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
    entries = LedgerEntry.objects.of_pot(stream.pot_id)
    awarded = entries.aggregate(
        in_=Sum(
            "amount",
            filter=Q(source__kind=Cell.Kind.FUNDER, destination__stream=stream, destination__year=year),
        ),
        out=Sum(
            "amount", filter=Q(destination__kind=Cell.Kind.FUNDER, source__stream=stream, source__year=year)
        ),
    )
    carry_out = LedgerEntry.Kind.CARRY_OUT
    # A reversal counts against the movement that it takes back.
    asked_of_nobody = entries.annotate(
        of_kind_=Coalesce("reverses__kind", "kind"),
        approval=Case(
            When(reverses__isnull=False, then=F("reverses__external_reference")),
            default=F("external_reference"),
        ),
        signed=Case(When(reverses__isnull=False, then=-F("amount")), default=F("amount")),
    ).filter(
        Q(source__stream=stream, source__year=year) | Q(destination__stream=stream, destination__year=year),
        of_kind_=carry_out,
        approval="",
    )
    used = asked_of_nobody.aggregate(all=Sum("signed"))["all"]
    in_, out = awarded["in_"] or Decimal(0), awarded["out"] or Decimal(0)
    return Cap(stream, year, in_ - out, used or Decimal(0))


def _in_order(sql: str, entry: LedgerEntry) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [entry.pk])
        ids = [pk for (pk,) in cursor.fetchall()]
    found = LedgerEntry.objects.with_cells().in_bulk(ids)
    return [found[pk] for pk in ids]
