"""How much of a stream is pooled in a year."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import AppendOnly, protect
from funding.models.cited import CitedQuerySet, decided_by_its_group, guarding
from funding.models.guarding import refuse
from funding.models.pots import Pot
from funding.models.targets import STANDS
from funding.years import FIRST_YEAR, LAST_YEAR, year_label


class PooledShareQuerySet(CitedQuerySet):
    def visible_to(self, user):
        """Who sees the pot sees how much of each stream is pooled."""
        return self.filter(stream__pot__in=Pot.objects.visible_to(user).values("pk"))

    def of_pots(self, pots):
        return self.filter(stream__pot__in=pots)

    def known_at(self, moment):
        return self.filter(recorded_at__lte=moment)

    def holding(self):
        """The one that holds for each stream and year: the last that was decided."""
        return self.order_by("stream_id", "year", "-pk").distinct("stream_id", "year")


class PooledShare(AppendOnly):
    """In this financial year so many per cent of a pooled stream are pooled; the rest stands beside the total.

    A year without a row is pooled whole. The last row of a stream and year holds; those before it stay readable.
    """

    stream = models.ForeignKey("funding.Stream", on_delete=models.PROTECT, related_name="pooled_shares")
    year = models.PositiveSmallIntegerField()
    percent = models.DecimalField("share that is pooled, in per cent", max_digits=5, decimal_places=2)
    decision = models.ForeignKey("meetings.Decision", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PooledShareQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["stream", "year", "-id"], name="shares_of_a_stream")]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="pooled_share_is_a_share",
                violation_error_message="The share must be between 0 and 100.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="pooled_share_is_of_a_known_year",
                violation_error_message=f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="pooled_share_says_why",
                violation_error_message="Say why the stream is pooled in part.",
            ),
        ]
        triggers = [
            *protect("pooled_share"),
            decided_by_its_group(
                "pooled_share",
                "SELECT p.group_id FROM funding_stream s JOIN funding_pot p ON p.id = s.pot_id "
                "WHERE s.id = NEW.stream_id",
                outcomes=STANDS,
            ),
            guarding(
                "pooled_share_is_of_a_pooled_stream",
                f"""
                    IF NOT EXISTS (SELECT 1 FROM funding_stream s WHERE s.id = NEW.stream_id
                                   AND s.kind = 'pooled') THEN
                        {
                    refuse(
                        "pooled_share_is_of_a_pooled_stream",
                        "Only a pooled stream can be pooled in part. Aligned and separate money stays as it is.",
                    )
                }
                    END IF;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}, {year_label(self.year)}: {self.percent.normalize():f} per cent pooled"

    @property
    def financial_year(self) -> str:
        return year_label(self.year)
