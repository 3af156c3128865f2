"""What was measured."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.cited import guarding
from funding.models.guarding import refuse
from funding.models.targets import in_a_known_period
from funding.years import period_label


class ResultQuerySet(AppendOnlyQuerySet):
    def of_agreement(self, agreement):
        return self.filter(indicator__outcome__block__agreement=agreement)

    def of_indicator(self, indicator):
        return self.filter(indicator=indicator)

    def of_whole_year(self, year):
        return self.filter(kind=Result.Kind.RESULT, year=year, quarter=None)

    def in_force(self):
        """That no other has corrected."""
        return self.filter(corrected_by=None)

    def in_order(self):
        """By period, a year after its quarters, the first version first."""
        return self.order_by("year", F("quarter").asc(nulls_last=True), "pk")


class Result(AppendOnly):
    """What an indicator came to in a period, and whose figure that is. A correction is a row of its own.

    The baseline is the figure from which the agreement sets out; every indicator has one at most.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        RESULT = "result", "Result"

    indicator = models.ForeignKey("funding.Indicator", on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RESULT)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=300)
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        error_messages={"unique": "The figure has been corrected already. Look at the indicator again."},
    )
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            in_a_known_period("result_is_of_a_known_period"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="result_has_a_source",
                violation_error_message="Say where the figure comes from.",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="result_corrected_says_why",
                violation_error_message="Say why the figure is corrected.",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"],
                condition=Q(kind="result", corrects=None),
                nulls_distinct=False,
                name="result_is_first_recorded_once_for_a_period",
                violation_error_message="The indicator has a result for this period already. Correct it instead.",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(kind="baseline", corrects=None),
                name="baseline_is_first_recorded_once",
                violation_error_message="The indicator has a baseline already. Correct it instead.",
            ),
        ]
        triggers = [
            *protect("result"),
            guarding(
                "result_corrects_its_own",
                f"""
                    IF NEW.corrects_id IS NOT NULL THEN
                        SELECT * INTO old FROM funding_result WHERE id = NEW.corrects_id;
                        IF old.indicator_id <> NEW.indicator_id OR old.kind <> NEW.kind OR NEW.kind = 'result'
                           AND (old.year <> NEW.year OR old.quarter IS DISTINCT FROM NEW.quarter) THEN
                            {
                    refuse(
                        "result_corrects_its_own",
                        "A correction is of the same indicator and the same period.",
                    )
                }
                        END IF;
                    END IF;
                """,
                [("old", "funding_result%ROWTYPE")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.get_kind_display().lower()}, {self.period_label}"

    @property
    def period_label(self) -> str:
        return period_label(self.year, self.quarter)
