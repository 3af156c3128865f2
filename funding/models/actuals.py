"""What was spent."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.pots import Pot
from funding.models.summing import SPENDING_FOLLOWS, follows_the_last


class ActualQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Who sees the pot sees what was spent of it."""
        return self.filter(cell__pot__in=Pot.objects.visible_to(user).values("pk"))

    def of_pot(self, pot):
        return self.filter(cell__pot=pot)

    def of_year(self, year):
        return self.filter(cell__year=year)

    def in_cells(self, cells):
        """Spent under any of these cells."""
        return self.filter(cell__in=cells)

    def of_cell(self, cell):
        return self.filter(cell=cell)

    def under_plan(self, stream, project, period):
        """Under what a stream, or one of its projects, plans for a period."""
        return self.filter(cell__stream=stream, cell__project=project, cell__period=period)

    def with_cells(self):
        return self.select_related("cell__stream", "cell__project", "cell__period")

    def with_returns(self):
        """Each with the return that it came with, if it came with one."""
        return self.select_related("return_line__of_return__round__pot")

    def newest_first(self):
        return self.order_by("-pk")

    def total(self):
        """What they come to, in pounds."""
        return self.aggregate(total=Sum("amount"))["total"] or 0

    def known_at(self, moment):
        return self.filter(recorded_at__lte=moment)


class Actual(AppendOnly):
    """Money spent under one planned cell in its period. A refund or a correction is a row of its own kind."""

    class Kind(models.TextChoices):
        SPEND = "spend", "Spent"
        REFUND = "refund", "Refunded"
        CORRECTION = "correction", "Correction"

    cell = models.ForeignKey("funding.Cell", on_delete=models.PROTECT, related_name="actuals")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SPEND)
    # Above zero for what was spent; below zero for a refund. A correction may be either.
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ActualQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["cell"], include=["amount"], name="actuals_of_a_cell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="spend", amount__gt=0)
                | Q(kind="refund", amount__lt=0)
                | Q(kind="correction") & ~Q(amount=0),
                name="actual_amount_fits_its_kind",
                violation_error_message="Spending is above zero, a refund below, and a correction is not nothing.",
            ),
            models.CheckConstraint(
                condition=Q(kind="spend") | ~Q(reason=""),
                name="actual_refund_or_correction_says_why",
                violation_error_message="Say why the figure is refunded or corrected.",
            ),
        ]
        triggers = [
            *protect("actual"),
            pgtrigger.Trigger(
                name="actuals_keep_to_open_periods",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("place", "funding_cell%ROWTYPE")],
                func="""
                    SELECT * INTO place FROM funding_cell WHERE id = NEW.cell_id;
                    PERFORM 1 FROM funding_pot WHERE id = place.pot_id FOR NO KEY UPDATE;
                    IF place.kind <> 'profile' THEN
                        RAISE EXCEPTION 'Money is spent where it was planned, in a period.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'actual_belongs_to_a_plan';
                    END IF;
                    IF NEW.kind <> 'correction' AND funding_period_is_closed(place.period_id) THEN
                        RAISE EXCEPTION 'The period is closed: it takes corrections only.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'actual_in_an_open_period';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="actuals_moment_follows_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("last", "timestamptz")],
                func=follows_the_last("(SELECT c.pot_id FROM funding_cell c WHERE c.id = NEW.cell_id)")
                + "RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="actuals_sums_follow",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("place", "funding_cell%ROWTYPE")],
                func=SPENDING_FOLLOWS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} £{self.amount:,.2f}, {self.cell}"
