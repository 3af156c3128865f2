"""What a decision allows to be done with money."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.cells import MONEY
from funding.models.standings import AuthorityStanding
from meetings.models import Decision


class AuthorityQuerySet(AppendOnlyQuerySet):
    def of_pot(self, pot):
        return self.filter(pot=pot)

    def in_force(self):
        """Whose decision still stands."""
        return self.filter(decision__outcome__in=Decision.IN_FORCE, decision__superseded_by=None)

    def resting_on(self, decision):
        """Of this decision, or of another that this one agreed to for the accountable body."""
        return self.filter(Q(decision=decision) | Q(confirmed_by_decision=decision))

    def that_moved_something(self, *, known_at=None):
        """Under which money has moved (by a moment, if one is given), whether or not it was taken back."""
        moved = self.filter(pk__in=AuthorityStanding.objects.values("authority"))
        if known_at is None:
            return moved
        # The entries are above the authorities in the house, so they are asked for by their relation.
        entries: Any = self.model._meta.get_field("entries").related_model
        entries = entries.objects
        return moved.filter(
            Exists(entries.filter(authority=OuterRef("pk"), recorded_at__lte=known_at).order_by())
        )

    def under_which_money_is(self):
        """Under which money has moved that was not taken back."""
        return self.filter(pk__in=AuthorityStanding.objects.filter(used__gt=0).values("authority"))

    def delegated(self):
        """Those under which an officer may act alone, up to a limit for each movement."""
        return self.filter(limit_each__isnull=False)

    def knowing_what_is_left(self):
        """Each with `used`: what moved on it and was not taken back, in pounds; and `left` of what it allows."""
        years = AuthorityStanding.objects.filter(authority=OuterRef("pk")).order_by()
        sums = years.values("authority").annotate(all=Sum("used"))
        used = Coalesce(Subquery(sums.values("all")), Decimal(0), output_field=MONEY)
        left = ExpressionWrapper(F("ceiling") - used, output_field=MONEY)
        return self.annotate(used=used, left=left)

    def knowing_decisions(self, user):
        """Each marked whether the reader may see the decision that it stands on."""
        return self.annotate(
            decision_is_seen=Exists(Decision.objects.visible_to(user).filter(pk=OuterRef("decision")))
        )

    def with_decisions(self):
        return self.select_related(
            "decision__item__meeting__group", "confirmed_by_decision__item__meeting__group", "by"
        )


class Authority(AppendOnly):
    """A decision allows money of a pot to be moved: in which ways, up to how much in all, up to how much at once.

    With `limit_each` it is a delegation: an officer may move up to so much at once without asking again (the row of
    the threshold table). What is allowed is never widened afterwards: another decision makes another authority.
    """

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="authorities")
    decision = models.ForeignKey(
        "meetings.Decision", on_delete=models.PROTECT, related_name="funding_authorities"
    )
    # The accountable body's own decision, where the pot needs two steps.
    confirmed_by_decision = models.ForeignKey(
        "meetings.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="confirmed_authorities",
    )
    kinds = ArrayField(models.CharField(max_length=20))
    ceiling = models.DecimalField(
        "up to, in all", max_digits=14, decimal_places=2, validators=[MinValueValidator(0.01)]
    )
    limit_each = models.DecimalField(
        "up to, each time", max_digits=14, decimal_places=2, null=True, blank=True
    )
    limit_year = models.DecimalField(
        "up to, in a financial year", max_digits=14, decimal_places=2, null=True, blank=True
    )
    lifts_ring_fence = models.BooleanField("allows money to leave a ring-fence", default=False)
    exception_reason = models.TextField("why money may leave the ring-fence", blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ceiling__gt=0),
                name="authority_allows_something",
                violation_error_message="The ceiling must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=Q(limit_each=None) | Q(limit_each__gt=0, limit_each__lte=F("ceiling")),
                name="authority_limit_is_within_its_ceiling",
                violation_error_message="The limit for each movement must lie between nothing and the ceiling.",
            ),
            models.CheckConstraint(
                condition=Q(limit_year=None)
                | Q(limit_each__isnull=False, limit_year__gte=F("limit_each"))
                & Q(limit_year__lte=F("ceiling")),
                name="authority_limit_of_a_year_is_between_the_two",
                violation_error_message=(
                    "The limit for a year goes with a limit for each movement, and lies between it and the ceiling."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0),
                name="authority_names_a_kind",
                violation_error_message="Say which kinds of movement it allows.",
            ),
            models.CheckConstraint(
                condition=Q(lifts_ring_fence=False) | ~Q(exception_reason=""),
                name="authority_to_leave_a_ring_fence_says_why",
                violation_error_message="Say why the money may leave the ring-fence.",
            ),
        ]
        triggers = protect("authority")

    def __str__(self) -> str:
        return f"{self.decision}: up to £{self.ceiling:,.2f}"

    @property
    def told(self) -> str:
        """The decision, what it allows, and what is left of it where that was asked for."""
        words = f"{self.decision.ref}: "
        left = getattr(self, "left", None)
        words += (
            f"£{self.ceiling:,.2f} in all" if left is None else f"£{left:,.2f} left of £{self.ceiling:,.2f}"
        )
        if self.limit_each:
            words += f"; an officer alone up to £{self.limit_each:,.2f} each time"
        if self.limit_year:
            words += f" and £{self.limit_year:,.2f} in a year"
        if self.lifts_ring_fence:
            words += "; also out of a ring-fence"
        return words.replace(".00", "")

    @property
    def kinds_in_words(self) -> str:
        """Which kinds of movement it allows."""
        # The entries are above the authorities in the house, so their words are asked for by their relation.
        entries: Any = self._meta.get_field("entries").related_model
        labels = dict(entries.Kind.choices)
        return "; ".join(str(labels.get(kind, kind)).lower() for kind in self.kinds)
