"""What good practice asked for at a time: codes, compacts and principles, as dated data."""

from datetime import date

from django.db import models
from django.db.models import Q

from core.constraints import ends_after_it_starts


class RuleSetQuerySet(models.QuerySet):
    def in_force_on(self, day: date):
        """Those that held on a day; ends are exclusive."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day)))


class RuleSet(models.Model):
    """Rules on consulting that held from one day until another, such as the twelve weeks of the 2008 Code."""

    name = models.CharField(max_length=160, unique=True)
    source = models.CharField("where it can be read", max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Empty where the rules ask for a fitting time without naming one.
    minimum_weeks = models.PositiveSmallIntegerField("shortest time in weeks", null=True, blank=True)
    about = models.TextField("what they ask for", blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "name"]
        constraints = [
            ends_after_it_starts("rule_set_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(minimum_weeks=None) | Q(minimum_weeks__gte=1, minimum_weeks__lte=52),
                name="rule_set_weeks_are_within_a_year",
                violation_error_message="The shortest time is between 1 and 52 weeks, or is left open.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
