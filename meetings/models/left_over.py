"""Which items a meeting left over."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q


class LeftOverQuerySet(models.QuerySet):
    """The questions about agenda items that go from one meeting to the next."""

    def standing(self):
        """On the agenda of a meeting that is not called off."""
        return self.exclude(meeting__status__in=["cancelled", "postponed"])

    def left_over(self):
        """Business that a closed meeting did not reach, or deferred, and that stands on no later agenda yet."""
        items: Any = self.model
        deferred = items.objects.filter(decisions__outcome="deferred")
        comes_again = items.objects.standing().filter(carried_from=OuterRef("pk"))
        outcome = items.Outcome
        return self.filter(
            Q(outcome__in=[outcome.NOT_REACHED, outcome.DEFERRED])
            | Q(outcome=outcome.DECIDED, pk__in=deferred.values("pk")),
            ~Exists(comes_again),
            kind=items.Kind.ORDINARY,
            carries_over=True,
            meeting__status="closed",
        )

    def left_behind(self):
        """What an officer took off a later agenda."""
        return self.filter(carries_over=False)
