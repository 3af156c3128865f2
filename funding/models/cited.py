"""What is written down on somebody's word: a decision on this record, or an agreement made elsewhere."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet
from funding.models.guarding import refuse
from meetings.models import Decision


class CitedQuerySet(AppendOnlyQuerySet):
    def knowing_decisions(self, user):
        """Each marked whether the reader may see the decision that it names."""
        seen = Decision.objects.visible_to(user).filter(pk=OuterRef("decision"))
        return self.annotate(decision_is_seen=Exists(seen)).select_related("decision__item__meeting__group")

    def agreed_by(self, decision):
        return self.filter(decision=decision)


class Cited(AppendOnly):
    """A row that says who agreed it, why, and from which day it holds.

    A decision on this record is named. What was agreed elsewhere, as between the partners and the Government before
    the record begins, says so in words instead.
    """

    decision = models.ForeignKey(
        "meetings.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_elsewhere = models.CharField("who agreed it elsewhere", max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField("holds from")
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CitedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, agreed_elsewhere="")
                | Q(decision=None) & ~Q(agreed_elsewhere=""),
                name="%(class)s_says_who_agreed_it",
                violation_error_message=(
                    "Name the decision that agreed it, or, if no decision on this record did, say who did."
                ),
            )
        ]


def decided_by_its_group(name: str, group: str, *, outcomes: tuple[str, ...]) -> pgtrigger.Trigger:
    """A trigger that refuses a decision of another group, or one that came to something else.

    `group` is SQL that finds the group of the row NEW.
    """
    known = ", ".join(f"'{outcome}'" for outcome in outcomes)
    return guarding(
        f"{name}_is_decided_by_its_group",
        f"""
            IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM meetings_decision d WHERE d.id = NEW.decision_id AND d.outcome IN ({known})
                    AND d.superseded_by_id IS NULL AND d.group_id = ({group})) THEN
                {
            refuse(
                f"{name}_is_decided_by_its_group",
                "The decision must be one of the group that answers for it, and must still stand.",
            )
        }
            END IF;
        """,
    )


def guarding(name: str, func: str, declare: list[tuple[str, str]] | None = None) -> pgtrigger.Trigger:
    """A trigger that looks at a new row before it is written."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=declare or [],
        func=f"{func}\nRETURN NEW;",
    )
