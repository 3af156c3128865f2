"""The months or quarters in which money is planned and spent."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone

from core.constraints import ends_after_it_starts
from core.models import AppendOnly, AppendOnlyQuerySet, protect


class PeriodQuerySet(AppendOnlyQuerySet):
    def of_pot(self, pot):
        return self.filter(pot=pot)

    def of_year(self, pot, year):
        return self.filter(pot=pot, year=year)

    def knowing_state(self, *, known_at=None):
        """Each with `is_closed`: whether its closing was the last that happened to it, by a moment (empty: now)."""
        events = PeriodEvent.objects.filter(period=OuterRef("pk"))
        if known_at is not None:
            events = events.filter(at__lte=known_at)
        last = events.order_by("-pk").values("what")[:1]
        closed = Case(When(last_event=PeriodEvent.What.CLOSED, then=True), default=False)
        return self.annotate(last_event=Subquery(last), is_closed=closed)


class Period(AppendOnly):
    """One month or quarter of one financial year of a pot. A financial year runs from April to March."""

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="periods")
    # The calendar year in which the financial year begins: 2006 for 2006/07.
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["pot_id", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["pot", "year", "number"], name="period_is_one_in_its_year"),
            models.UniqueConstraint(fields=["pot", "starts_on"], name="period_starts_once_in_its_pot"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=12), name="period_number_fits_a_year"
            ),
            ends_after_it_starts("period_ends_after_it_starts"),
        ]
        triggers = protect("period")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "April 2006", or "Quarter 1, April to June 2006"."""
        last = self.ends_on - timedelta(days=1)
        if (self.starts_on.year, self.starts_on.month) == (last.year, last.month):
            return f"{self.starts_on:%B %Y}"
        return f"Quarter {self.number}, {self.starts_on:%B} to {last:%B %Y}"

    @property
    def short_label(self) -> str:
        """ "Apr 2006", or "Apr to Jun 2006": for the head of a column."""
        last = self.ends_on - timedelta(days=1)
        if (self.starts_on.year, self.starts_on.month) == (last.year, last.month):
            return f"{self.starts_on:%b %Y}"
        return f"{self.starts_on:%b} to {last:%b %Y}"

    @property
    def shortest_label(self) -> str:
        """ "Apr", or "Apr–Jun": for a picture."""
        last = self.ends_on - timedelta(days=1)
        if (self.starts_on.year, self.starts_on.month) == (last.year, last.month):
            return f"{self.starts_on:%b}"
        return f"{self.starts_on:%b}–{last:%b}"


class PeriodEvent(AppendOnly):
    """A period was closed, or opened again. The last event says which it is."""

    class What(models.TextChoices):
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="closed") | ~Q(reason=""),
                name="period_opened_again_says_why",
                violation_error_message="Say why the period is opened again.",
            )
        ]
        triggers = [
            *protect("period_event"),
            pgtrigger.Trigger(
                name="periods_close_in_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("this", "funding_period%ROWTYPE"), ("others", "integer")],
                func="""
                    SELECT * INTO this FROM funding_period WHERE id = NEW.period_id;
                    PERFORM 1 FROM funding_pot WHERE id = this.pot_id FOR NO KEY UPDATE;
                    IF (NEW.what = 'closed') = funding_period_is_closed(NEW.period_id) THEN
                        RAISE EXCEPTION 'The period is % already.',
                            CASE NEW.what WHEN 'closed' THEN 'closed' ELSE 'open' END
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_closes_once';
                    END IF;
                    SELECT COUNT(*) INTO others FROM funding_period p WHERE p.pot_id = this.pot_id
                        AND (NEW.what = 'closed' AND p.starts_on < this.starts_on
                             AND NOT funding_period_is_closed(p.id)
                             OR NEW.what = 'reopened' AND p.starts_on > this.starts_on
                             AND funding_period_is_closed(p.id));
                    IF others > 0 THEN
                        RAISE EXCEPTION '%', CASE NEW.what
                            WHEN 'closed' THEN 'Periods close in order: an earlier one is still open.'
                            ELSE 'Periods open again in order: a later one is still closed.' END
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'periods_close_in_order';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.get_what_display().lower()}"
