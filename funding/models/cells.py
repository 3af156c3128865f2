"""Where money is: the places that the ledger moves it between."""

from datetime import datetime
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Case, DecimalField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.standings import CellStanding

MONEY = DecimalField(max_digits=14, decimal_places=2)


def _stood(name: str, known_at: datetime | None) -> Coalesce:
    """What a cell's standing of a moment (empty: now) says; nothing when there was none yet."""
    standings = CellStanding.objects.filter(cell=OuterRef("pk"))
    if known_at is not None:
        standings = standings.filter(recorded_at__lte=known_at)
    last = Subquery(standings.order_by("-recorded_at").values(name)[:1])
    return Coalesce(last, Decimal(0), output_field=MONEY)


class CellQuerySet(AppendOnlyQuerySet):
    def of_pot(self, pot):
        return self.filter(pot=pot)

    def of_year(self, year):
        return self.filter(year=year)

    def plans(self):
        """Where money is planned for a period."""
        return self.filter(kind=Cell.Kind.PROFILE)

    def inside_a_year(self):
        """Where a stream's money of a year is, planned or not: the places that a proposal may speak of."""
        return self.filter(kind__in=[Cell.Kind.AVAILABLE, Cell.Kind.PROFILE])

    def inside(self):
        """Where the pot's own money is: everywhere but outside, at the funder's."""
        return self.exclude(kind=Cell.Kind.FUNDER)

    def with_balance(self, *, known_at: datetime | None = None):
        """Each with `balance`, in pounds: what came in less what went out, as recorded by a moment (empty: now)."""
        return self.annotate(balance=_stood("balance", known_at))

    def with_spent(self, *, known_at: datetime | None = None):
        """Each with `spent`, in pounds: what was spent under it less what was refunded."""
        return self.annotate(spent=_stood("spent", known_at))

    def of_streams(self, streams):
        return self.filter(stream__in=streams)

    def of_period(self, number):
        """Of the first, second … month or quarter of whichever year."""
        return self.filter(period__number=number)

    def of_kinds(self, kinds):
        return self.filter(kind__in=kinds)

    def in_grid_order(self):
        kinds = [Cell.Kind.AVAILABLE, Cell.Kind.PROFILE, Cell.Kind.CARRIED, Cell.Kind.RETURNED]
        place = Case(
            *[When(kind=kind, then=at) for at, kind in enumerate(kinds)], output_field=models.IntegerField()
        )
        return self.order_by("stream__position", "stream", place, "project__name", "period__starts_on")


class Cell(AppendOnly):
    """One place where money of a pot can be: a stream, a project or none, a period or none, and what for."""

    class Kind(models.TextChoices):
        FUNDER = "funder", "At the funder"
        AVAILABLE = "available", "Awarded, not planned yet"
        PROFILE = "profile", "Planned"
        CARRIED = "carried", "On its way to the next year"
        RETURNED = "returned", "Returned to the funder"

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="cells")
    kind = models.CharField(max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    stream = models.ForeignKey(
        "funding.Stream", null=True, blank=True, on_delete=models.PROTECT, related_name="cells"
    )
    project = models.ForeignKey(
        "funding.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="cells"
    )
    period = models.ForeignKey(
        "funding.Period", null=True, blank=True, on_delete=models.PROTECT, related_name="cells"
    )

    objects = CellQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["pot", "year"], name="cells_of_a_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["pot", "kind", "year", "stream", "project", "period"],
                name="cell_is_one_of_its_kind",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind="funder", year=None, stream=None)
                | ~Q(kind="funder") & Q(year__isnull=False, stream__isnull=False),
                name="cell_inside_has_a_stream_and_a_year",
            ),
            models.CheckConstraint(
                condition=Q(kind="profile", period__isnull=False)
                | ~Q(kind="profile") & Q(period=None, project=None),
                name="cell_planned_has_a_period",
            ),
        ]
        triggers = [
            *protect("cell"),
            # Its parts are of one pot: otherwise money could leave a pot without moving.
            pgtrigger.Trigger(
                name="cell_fits_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.stream_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_stream s
                            WHERE s.id = NEW.stream_id AND s.pot_id = NEW.pot_id)
                       OR NEW.project_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_project p
                            WHERE p.id = NEW.project_id AND p.stream_id = NEW.stream_id)
                       OR NEW.period_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_period p
                            WHERE p.id = NEW.period_id AND p.pot_id = NEW.pot_id AND p.year = NEW.year) THEN
                        RAISE EXCEPTION 'The stream, the project and the period must be of one pot.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'cell_fits_together';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.FUNDER:
            return "the funder"
        words = [str(self.stream)]
        if self.project:
            words.append(str(self.project))
        words.append(
            str(self.period) if self.period else f"{self.get_kind_display().lower()}, {self.financial_year}"
        )
        return ", ".join(words)

    @property
    def financial_year(self) -> str:
        """ "2006/07"; empty for the funder."""
        return f"{self.year}/{(self.year + 1) % 100:02d}" if self.year is not None else ""
