"""Anything that holds from one day until another. Ends are exclusive: the first day on which it no longer holds."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone


def holds_on(day: date, prefix: str = "") -> Q:
    """The condition that a term, reached through `prefix` (e.g. "memberships__"), holds on a day."""
    still = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    return still & Q(**{f"{prefix}starts_on__lte": day})


class TermQuerySet(models.QuerySet):
    """Questions about terms."""

    def on(self, day):
        return self.filter(holds_on(day))

    def current(self):
        return self.on(timezone.localdate())

    def coming(self):
        return self.filter(starts_on__gt=timezone.localdate())

    def running_past(self, day):
        """Begun before a day, and with no end by then."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lt=day)

    def past(self):
        return self.filter(ends_on__lte=timezone.localdate())
