"""The times of a year at which a pot asks what was spent and what is expected."""

from datetime import date
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from funding.models.pots import Pot
from partnership.models import Group


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sees the pot sees when it asks."""
        return self.filter(pot__in=Pot.objects.visible_to(user).values("pk"))

    def run_by(self, user):
        """Of the pots whose group this login supports today."""
        return self.filter(pot__group__in=Group.objects.supported_by(user).values("pk"))

    def of_pot(self, pot):
        return self.filter(pot=pot)

    def of_year(self, pot, year):
        return self.filter(pot=pot, year=year)

    def open_by(self, day):
        """Those that have opened by a day."""
        return self.filter(opens_on__lte=day)

    def awaiting_returns(self):
        """Those of which something is still to be sent."""
        # Returns are above the rounds in the house, so they are asked for by their relation.
        returns: Any = self.model._meta.get_field("returns").related_model
        return self.filter(Exists(returns.objects.to_write().filter(round=OuterRef("pk"))))

    def whose_underspend_waits(self):
        """Due, with a return accepted, and nobody has said yet what should become of what is not spent."""
        # Returns and recommendations are above the rounds in the house, so they are asked for by their relation.
        above: Any = self.model._meta.get_field
        answered = above("returns").related_model.objects.accepted()
        advice = above("recommendations").related_model.objects
        same_year = {"round__pot": OuterRef("pot"), "round__year": OuterRef("year")}
        returns, of_year = answered.filter(round=OuterRef("pk")), advice.filter(**same_year)
        later = answered.filter(round__due_on__gt=OuterRef("due_on"), **same_year)
        due = self.filter(due_on__lte=timezone.localdate())
        return due.filter(Exists(returns), ~Exists(of_year), ~Exists(later))

    def with_pot(self):
        return self.select_related("pot__group", "actuals_to")

    def latest_first(self):
        return self.order_by("-year", F("actuals_to__starts_on").desc(nulls_last=True), "-due_on", "-pk")


class Round(models.Model):
    """One asking of everyone who spends a pot's money in a year: what was spent, and what is expected.

    Periods up to `actuals_to` count as spent, the later ones as expected: no period counts twice.
    """

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    # Empty when the whole year is still to come.
    actuals_to = models.ForeignKey(
        "funding.Period",
        verbose_name="last period whose spending is asked for",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opens_on = models.DateField()
    due_on = models.DateField("returns are due on")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["pot_id", "year", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pot", "year", "name"],
                name="round_name_is_one_in_its_year",
                violation_error_message="The year has a round of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="round_is_due_after_it_opens",
                violation_error_message="Returns cannot be due before the round opens.",
            ),
        ]
        triggers = [
            # What counts as spent and what as expected stays: forecasts were given for it.
            pgtrigger.ReadOnly(name="round_keeps_its_periods", fields=["pot", "year", "actuals_to"]),
            pgtrigger.Protect(name="round_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="round_fits_its_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM funding_period p WHERE p.pot_id = NEW.pot_id AND p.year = NEW.year
                                   AND (NEW.actuals_to_id IS NULL OR p.id = NEW.actuals_to_id)) THEN
                        RAISE EXCEPTION 'The round must be of a year that is open, and end with a period of it.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_fits_its_year';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:round", args=[self.pot.slug, self.pk])

    def clean(self) -> None:
        if self.opens_on and self.due_on and self.due_on < self.opens_on:
            raise ValidationError("Returns cannot be due before the round opens.")

    @property
    def financial_year(self) -> str:
        """ "2006/07"."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def is_open(self) -> bool:
        """Whether returns may be written; a late one still may."""
        return self.opens_on <= timezone.localdate()

    @property
    def is_overdue(self) -> bool:
        return self.due_on < timezone.localdate()

    @property
    def asks_what_is_expected(self) -> bool:
        """Whether anything of the year is still to come; a financial year ends with March."""
        return self.actuals_to is None or self.actuals_to.ends_on < date(self.year + 1, 4, 1)

    def counts_as_spent(self, period) -> bool:
        """Whether a period counts as spent in this round; if not, as expected."""
        return self.actuals_to is not None and period.starts_on <= self.actuals_to.starts_on
