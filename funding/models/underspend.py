"""What is recommended to be done with money that is not spent, and what came of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.constraints import all_or_none
from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.guards_of_returns import (
    MOVEMENT_FITS,
    RECOMMENDATION_FITS,
    RECOMMENDATION_STAYS,
    returns_guard,
)
from funding.models.pots import Pot
from meetings.models import AgendaItem
from partnership.models import Group


class UnderspendRecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers of the pot's group see all; others, who see the pot, what was put to an item that they may read."""
        put = Q(
            round__pot__in=Pot.objects.visible_to(user).values("pk"),
            item__in=AgendaItem.objects.visible_to(user).values("pk"),
        )
        if not user.is_authenticated:
            return self.filter(put)
        return self.filter(put | Q(round__pot__group__in=Group.objects.supported_by(user).values("pk")))

    def of_round(self, round_):
        return self.filter(round=round_)

    def of_line(self, stream, project):
        return self.filter(stream=stream, project=project)

    def not_put(self):
        return self.filter(item=None)

    def awaiting_an_answer(self):
        return self.filter(item__isnull=False, answer="")

    def to_carry_out(self):
        """Agreed, and nothing of it done yet."""
        return self.filter(answer=UnderspendRecommendation.Answer.AGREED, carried_out_at=None)

    def with_names(self):
        return self.select_related(
            "stream", "project", "to_stream", "to_period", "item__meeting__group", "decision", "round__pot"
        )

    def in_order(self):
        return self.order_by("stream__position", "stream", "project__name", "pk")


class UnderspendRecommendation(models.Model):
    """What an officer recommends for a part of the money that a round shows as unspent, and the group's answer."""

    class Kind(models.TextChoices):
        CARRY_FORWARD = "carry_forward", "Carry forward"
        VIRE = "vire", "Move to another stream"
        REPROFILE = "reprofile", "Plan for another period"
        RETURN = "return", "Return to the funder"
        HOLD = "hold", "Hold"

    class Answer(models.TextChoices):
        NOTED = "noted", "Noted, not decided"
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not_agreed", "Not agreed"

    round = models.ForeignKey("funding.Round", on_delete=models.PROTECT, related_name="recommendations")
    stream = models.ForeignKey(
        "funding.Stream", on_delete=models.PROTECT, related_name="underspend_recommendations"
    )
    project = models.ForeignKey(
        "funding.Project",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="underspend_recommendations",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    to_stream = models.ForeignKey(
        "funding.Stream", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_period = models.ForeignKey(
        "funding.Period", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300)
    # The item of a meeting that it was put to, and what the meeting said.
    item = models.ForeignKey(
        "meetings.AgendaItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="underspend_recommendations",
    )
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    decision = models.ForeignKey(
        "meetings.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="underspend_recommendations",
    )
    carried_out_at = models.DateTimeField(null=True, blank=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = UnderspendRecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "stream"], name="recommendations_of_a_stream")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="recommendation_is_for_something",
                violation_error_message="The amount must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="recommendation_says_why",
                violation_error_message="Say why this is recommended.",
            ),
            models.CheckConstraint(
                condition=Q(kind="vire", to_stream__isnull=False, to_period__isnull=False)
                | Q(kind="reprofile", to_stream=None, to_period__isnull=False)
                | Q(kind__in=["carry_forward", "return", "hold"], to_stream=None, to_period=None),
                name="recommendation_says_where_to",
                violation_error_message="Say where the money is to go.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", decision=None)
                | Q(answer__in=["noted", "not_agreed"], item__isnull=False)
                | Q(answer="agreed", item__isnull=False, decision__isnull=False),
                name="recommendation_agreed_names_its_decision",
                violation_error_message="Name the decision that agreed to it.",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None) | Q(answer="agreed"),
                name="recommendation_carried_out_was_agreed",
            ),
            all_or_none("carried_out_at", "carried_out_by", name="recommendation_carried_out_at_and_by"),
        ]
        triggers = [
            returns_guard(
                "recommendation_stays_as_put", RECOMMENDATION_STAYS, pgtrigger.Update | pgtrigger.Delete
            ),
            returns_guard(
                "recommendation_fits_its_pot", RECOMMENDATION_FITS, pgtrigger.Insert | pgtrigger.Update
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: £{self.amount:,.2f} of {self.about}"

    @property
    def about(self) -> str:
        return f"{self.stream}: {self.project}" if self.project else str(self.stream)

    @property
    def moves_money(self) -> bool:
        """What is held stays where it is."""
        return self.kind != self.Kind.HOLD


class RecommendedMovementQuerySet(AppendOnlyQuerySet):
    def with_entries(self):
        return self.select_related("entry__source", "entry__destination", "recommendation")


class RecommendedMovement(AppendOnly):
    """A movement of the ledger that carried out a recommendation which a meeting agreed."""

    recommendation = models.ForeignKey(
        UnderspendRecommendation, on_delete=models.PROTECT, related_name="movements"
    )
    entry = models.OneToOneField(
        "funding.LedgerEntry", on_delete=models.PROTECT, related_name="recommended_movement"
    )

    objects = RecommendedMovementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [
            *protect("recommended_movement"),
            returns_guard(
                "recommendation_moves_as_agreed",
                MOVEMENT_FITS,
                pgtrigger.Insert,
                [
                    ("asked", "funding_underspendrecommendation%ROWTYPE"),
                    ("moved", "funding_ledgerentry%ROWTYPE"),
                    ("src", "funding_cell%ROWTYPE"),
                    ("so_far", "numeric"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.entry}"
