"""What is expected to be spent."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.guards_of_returns import FORECAST_FITS, NO_PERIOD_TWICE, returns_guard
from funding.models.pots import Pot


class ForecastQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Who sees the pot sees what is expected of it."""
        return self.filter(round__pot__in=Pot.objects.visible_to(user).values("pk"))

    def of_round(self, round_):
        return self.filter(round=round_)

    def of_line(self, stream, project):
        return self.filter(cell__stream=stream, cell__project=project)

    def known_at(self, moment):
        return self.filter(recorded_at__lte=moment)


class Forecast(AppendOnly):
    """What a round's return expects to spend under one planned cell; nothing at all is a forecast too."""

    round = models.ForeignKey("funding.Round", on_delete=models.PROTECT, related_name="forecasts")
    of_return = models.ForeignKey("funding.Return", on_delete=models.PROTECT, related_name="forecasts")
    cell = models.ForeignKey("funding.Cell", on_delete=models.PROTECT, related_name="forecasts")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ForecastQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "cell"],
                name="forecast_is_one_in_its_round",
                violation_error_message="The round has a forecast for that period already.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="forecast_is_nothing_or_more",
                violation_error_message="What is expected cannot be less than nothing.",
            ),
        ]
        triggers = [
            *protect("forecast"),
            returns_guard(
                "forecast_fits_its_return",
                FORECAST_FITS,
                pgtrigger.Insert,
                [
                    ("asked", "funding_round%ROWTYPE"),
                    ("place", "funding_cell%ROWTYPE"),
                    ("sent", "funding_return%ROWTYPE"),
                ],
            ),
            returns_guard(
                "forecast_counts_no_period_twice",
                NO_PERIOD_TWICE,
                pgtrigger.Insert,
                [("asked", "funding_round%ROWTYPE")],
            ),
        ]

    def __str__(self) -> str:
        return f"Expected £{self.amount:,.2f}, {self.cell}"
