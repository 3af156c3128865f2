"""What was saved by asking together, or by not asking again."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest, Least

from engagement.models.consultations import Consultation
from engagement.models.planning import OverlapChoice

CHOICE_FITS = """
    IF NEW.choice_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM engagement_overlapchoice c WHERE c.id = NEW.choice_id
            AND c.choice = CASE NEW.kind WHEN 'merged' THEN 'merge' ELSE 'joint' END
            AND LEAST(c.consultation_id, c.other_id) = LEAST(NEW.consultation_id, NEW.other_id)
            AND GREATEST(c.consultation_id, c.other_id) = GREATEST(NEW.consultation_id, NEW.other_id)
    ) THEN
        RAISE EXCEPTION 'That was not chosen about these two.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'saving_follows_from_its_choice';
    END IF;
    RETURN NEW;
"""


class SavingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may see every consultation that it is about."""
        seen = Consultation.objects.visible_to(user).values("pk")
        return self.filter(Q(other=None) | Q(other__in=seen), consultation__in=seen)

    def counted(self):
        """Not struck out."""
        return self.filter(struck_reason="")

    def with_both(self):
        return self.select_related("consultation__group", "other", "finding", "choice", "by")

    def sums(self) -> dict[str, Any]:
        """How much of each kind, those struck out left out."""
        rows = self.counted().order_by().values("kind").annotate(sum=Sum("amount"))
        return {row["kind"]: row["sum"] for row in rows}


class Saving(models.Model):
    """What one choice to ask together, or one answer that was there already, has saved; counted once."""

    class Kind(models.TextChoices):
        MERGED = "merged", "Merged: asked together"
        SHARED = "shared", "Shared: one invitation for two"
        AVOIDED = "avoided", "Avoided: not asked again"

    kind = models.CharField(max_length=10, choices=Kind)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="savings")
    other = models.ForeignKey(
        Consultation, null=True, blank=True, on_delete=models.PROTECT, related_name="savings_of_others"
    )
    choice = models.ForeignKey(
        OverlapChoice, null=True, blank=True, on_delete=models.PROTECT, related_name="savings"
    )
    finding = models.ForeignKey(
        "engagement.Finding",
        verbose_name="finding that answered already",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="savings",
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    basis = models.CharField("how the amount is worked out", max_length=500)
    struck_reason = models.CharField("why it no longer counts", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    objects = SavingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="saving_is_more_than_nothing",
                violation_error_message="A saving is more than nothing.",
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="saving_says_how_it_is_worked_out",
                violation_error_message="Say how the amount is worked out.",
            ),
            # Merging and sharing follow from what was chosen about an overlap; avoiding concerns one alone.
            models.CheckConstraint(
                condition=Q(kind="avoided", other=None, choice=None)
                | Q(kind__in=["merged", "shared"], other__isnull=False, choice__isnull=False, finding=None),
                name="saving_of_two_follows_from_a_choice",
                violation_error_message="A saving by asking together follows from what was chosen about an overlap.",
            ),
            models.UniqueConstraint(
                Least(F("consultation"), F("other")),
                Greatest(F("consultation"), F("other")),
                F("kind"),
                condition=Q(other__isnull=False, struck_reason=""),
                name="saving_once_for_two_and_its_kind",
                violation_error_message="This saving is counted already.",
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=Q(other=None, struck_reason=""),
                name="saving_once_for_one_and_its_kind",
                violation_error_message="This saving is counted already.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="saving_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="saving_follows_from_its_choice",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=CHOICE_FITS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.consultation}"

    def get_absolute_url(self) -> str:
        return "/engagement/savings/"
