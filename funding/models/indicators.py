"""What an agreement is to come to, and by what that is known."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from funding.models.agreements import Agreement
from funding.models.guarding import refuse


class OutcomeQuerySet(models.QuerySet):
    def of_agreement(self, agreement):
        return self.filter(block__agreement=agreement)


class Outcome(models.Model):
    """What is to be better for people because of an agreement, under one of its blocks."""

    block = models.ForeignKey("funding.Block", on_delete=models.PROTECT, related_name="outcomes")
    name = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["block__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["block", "name"],
                name="outcome_name_is_one_in_its_block",
                violation_error_message="The block has an outcome of these words already.",
            ),
            models.UniqueConstraint(
                fields=["block", "position"], name="outcome_has_a_place_of_its_own_in_its_block"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="outcome_stays_in_its_block", fields=["block"])]

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sees the agreement sees by what it is measured."""
        return self.filter(outcome__block__agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def of_agreement(self, agreement):
        return self.filter(outcome__block__agreement=agreement)

    def with_places(self):
        return self.select_related("outcome__block__agreement__group")

    def in_order(self):
        return self.order_by("outcome__block__position", "outcome__position", "position")


class Indicator(models.Model):
    """A figure by which an outcome is known: what is counted, in which unit, and which way is better."""

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80, unique=True)
    unit = models.CharField("what is counted in", max_length=60)
    better = models.CharField("which way is better", max_length=10, choices=Better)
    figures_by = models.CharField("whose figures they are", max_length=200)
    illustrative = models.CharField(
        "what in it is illustrative, where the record does not know", max_length=300, blank=True
    )
    position = models.PositiveSmallIntegerField()

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["outcome_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "name"],
                name="indicator_name_is_one_in_its_outcome",
                violation_error_message="The outcome has an indicator of this name already.",
            ),
            models.UniqueConstraint(
                fields=["outcome", "position"], name="indicator_has_a_place_of_its_own_in_its_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(unit="") & ~Q(figures_by=""),
                name="indicator_says_its_unit_and_whose_figures",
                violation_error_message="Say in what it is counted, and whose figures they are.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="indicator_stays_in_its_outcome", fields=["outcome"]),
            pgtrigger.Trigger(
                name="indicator_keeps_what_its_figures_mean",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("unit", "better"),
                func=f"""
                    IF EXISTS (SELECT 1 FROM funding_target t WHERE t.indicator_id = NEW.id)
                       OR EXISTS (SELECT 1 FROM funding_result r WHERE r.indicator_id = NEW.id) THEN
                        {
                    refuse(
                        "indicator_keeps_what_its_figures_mean",
                        "It has figures already, so it keeps its unit, and which way is better.",
                    )
                }
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:indicator", args=[self.agreement.slug, self.slug])

    @property
    def agreement(self) -> Agreement:
        """The agreement that it belongs to; fetch it `with_places`."""
        return self.outcome.block.agreement
