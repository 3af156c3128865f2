"""How far the three aims of the framework are reached, in figures with their sources."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from core.models import AppendOnly, AppendOnlyQuerySet, protect
from localities.models import Objective


class Measure(models.Model):
    """A figure by which one of the three aims is judged: from which baseline to which target."""

    aim = models.CharField("aim it belongs to", max_length=30, choices=Objective.Aim)
    title = models.CharField("what is measured", max_length=200)
    unit = models.CharField("unit, such as per cent or people", max_length=40)
    source = models.CharField("where the figures come from", max_length=300)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField("day of the baseline", null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_on = models.DateField("day by which it is to be reached", null=True, blank=True)

    class Meta:
        ordering = ["aim", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["aim", "title"],
                name="measure_once_under_an_aim",
                violation_error_message="This measure is on record already.",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="measure_has_a_source"),
            all_or_none("baseline", "baseline_on", name="measure_baseline_has_its_day"),
            all_or_none("target", "target_on", name="measure_target_has_its_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('engagement:objectives')}#measure-{self.pk}"


class MeasureResultQuerySet(AppendOnlyQuerySet):
    def in_force(self):
        """That no other has corrected."""
        return self.filter(corrected_by=None)


class MeasureResult(AppendOnly):
    """What a measure came to on a day. A correction is a row of its own, and says why."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="results")
    on = models.DateField("day to which it applies")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField("where the figure comes from", max_length=300)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField("why it is corrected", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MeasureResultQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"], condition=Q(corrects=None), name="measure_result_once_a_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="measure_result_has_a_source"),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="measure_result_corrected_says_why",
                violation_error_message="There is a figure for that day. Say why it is corrected.",
            ),
        ]
        triggers = protect("measure_result")

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"
