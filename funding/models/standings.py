"""What the ledger comes to: sums that the database keeps beside it, so that no page has to add up a million rows.

The ledger and the actuals are the truth; each row here follows from them and is written by their triggers in the same
statement. A row stands from its moment until the next of its kind, so the figures of any past moment are read the same
way as those of now. Nobody writes these rows: docs/decisions/balances.md.
"""

from collections import namedtuple
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import connection, models

from core.models import AppendOnlyQuerySet
from core.models.append_only import no_truncate

NOBODYS = """
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Sums follow from the ledger: nobody writes them.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sums_follow_from_the_ledger';
    END IF;
    RETURN NEW;
"""


def kept_by_the_ledger(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that let only triggers write."""
    return [
        pgtrigger.Trigger(
            name=f"{name}_follows_from_the_ledger",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=NOBODYS,
        ),
        pgtrigger.Protect(name=f"{name}_stays", operation=pgtrigger.Delete),
        no_truncate(name),
    ]


# Their keys are no foreign keys of the database: each is taken from a row that is there and that nobody can delete, and
# asking again for every movement would cost more than writing the sums does.


def money(**more: Any) -> models.DecimalField:
    return models.DecimalField(max_digits=16, decimal_places=2, **more)


class CellStanding(models.Model):
    """What a cell holds, and what is spent under it, from a moment until the next that changed either."""

    pk = models.CompositePrimaryKey("cell", "recorded_at")
    cell = models.ForeignKey(
        "funding.Cell",
        on_delete=models.PROTECT,
        related_name="standings",
        db_index=False,
        db_constraint=False,
    )
    recorded_at = models.DateTimeField()
    balance = money()
    spent = money()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        triggers = kept_by_the_ledger("cell_standing")


class StreamStandingQuerySet(AppendOnlyQuerySet):
    def of_pots(self, pots, *, known_at: datetime | None = None) -> list[Any]:
        """The one of each stream and year of some pots that stood at a moment (empty: now).

        One look into the index for each stream and year: not to be said in the words of the ORM, which would read
        every standing there ever was.
        """
        with connection.cursor() as cursor:
            cursor.execute(_OF_POTS, {"pots": [pot.pk for pot in pots], "at": known_at})
            # Six hundred rows of a large pot: as objects of the model they would take longer than all the rest.
            row = namedtuple("row", [column.name for column in cursor.description])
            return [row._make(values) for values in cursor.fetchall()]


class StreamStanding(models.Model):
    """Where the money of a stream stands in one year, from a moment until the next that changed it; pounds."""

    pk = models.CompositePrimaryKey("stream", "year", "recorded_at")
    stream = models.ForeignKey(
        "funding.Stream",
        on_delete=models.PROTECT,
        related_name="standings",
        db_index=False,
        db_constraint=False,
    )
    year = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    awarded = money()
    # From other streams of the pot, less what went to them.
    vired = money()
    brought_in = money()
    carried_out = money()
    # Of what was carried out: that for which the funder was not asked.
    carried_without_asking = money()
    returned = money()
    planned = money()
    unplanned = money()
    spent = money()

    objects = StreamStandingQuerySet.as_manager()

    SUMS = (
        "awarded",
        "vired",
        "brought_in",
        "carried_out",
        "carried_without_asking",
        "returned",
        "planned",
        "unplanned",
        "spent",
    )

    class Meta:
        triggers = kept_by_the_ledger("stream_standing")


class AuthorityStanding(models.Model):
    """How much of the money of a year has moved under an authority so far, less what was taken back."""

    pk = models.CompositePrimaryKey("authority", "year")
    authority = models.ForeignKey(
        "funding.Authority",
        on_delete=models.PROTECT,
        related_name="standings",
        db_index=False,
        db_constraint=False,
    )
    year = models.PositiveSmallIntegerField()
    used = money()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        triggers = kept_by_the_ledger("authority_standing")


class PotStanding(models.Model):
    """When something was last recorded of a pot, how many movements it has, and the years that they touch."""

    pot = models.OneToOneField(
        "funding.Pot",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="standing",
        db_constraint=False,
    )
    recorded_at = models.DateTimeField()
    movements = models.PositiveIntegerField()
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        triggers = kept_by_the_ledger("pot_standing")


_OF_POTS = """
    SELECT stood.* FROM funding_potstanding pot
    JOIN funding_stream stream ON stream.pot_id = pot.pot_id
    CROSS JOIN generate_series(pot.first_year::integer, pot.last_year::integer) AS of_year (year)
    CROSS JOIN LATERAL (
        SELECT * FROM funding_streamstanding s
        WHERE s.stream_id = stream.id AND s.year = of_year.year
          AND s.recorded_at <= COALESCE(%(at)s::timestamptz, 'infinity')
        ORDER BY s.recorded_at DESC LIMIT 1) stood
    WHERE pot.pot_id = ANY(%(pots)s)
"""
