"""How an agreement was judged."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.agreements import Agreement
from funding.models.cited import decided_by_its_group, guarding
from funding.models.guarding import refuse
from meetings.models import Decision


class Side(NamedTuple):
    """One side of an assessment: what is judged, how, and in which words."""

    label: str
    rating: str
    words: str


class AssessmentQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Who sees the agreement sees how it was judged."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def of_agreement(self, agreement):
        return self.filter(agreement=agreement)

    def in_force(self):
        """That no other has corrected."""
        return self.filter(corrected_by=None)

    def newest_first(self):
        return self.order_by("-assessed_on", "-pk")

    def knowing_decisions(self, user):
        """Each marked whether the reader may see the decision by which the group assessed."""
        seen = Decision.objects.visible_to(user).filter(pk=OuterRef("decision"))
        known = self.annotate(decision_is_seen=Exists(seen))
        return known.select_related("decision__item__meeting__group", "block", "agreement__group", "corrects")

    def agreed_by(self, decision):
        return self.filter(decision=decision)


class Assessment(AppendOnly):
    """An agreement, or one of its blocks, judged in a round on four sides: performance, progress, risk and spend."""

    class Assessor(models.TextChoices):
        SELF = "self", "The partners who do the work"
        GROUP = "group", "The group that answers for it"
        GOVERNMENT_OFFICE = "government_office", "The Government Office"
        NOT_RECORDED = "not_recorded", "Not recorded"

    class Rating(models.TextChoices):
        VERY_GOOD = "very_good", "Very good"
        GOOD = "good", "Good"
        FAIR = "fair", "Fair"
        POOR = "poor", "Poor"

    SIDES = ("performance", "progress", "risk", "spend")

    agreement = models.ForeignKey("funding.Agreement", on_delete=models.PROTECT, related_name="assessments")
    block = models.ForeignKey(
        "funding.Block", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    round = models.CharField(max_length=120)
    assessed_on = models.DateField()
    assessor = models.CharField("who assessed", max_length=20, choices=Assessor)
    decision = models.ForeignKey(
        "meetings.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    performance = models.CharField(max_length=10, choices=Rating)
    performance_words = models.TextField("commentary on performance")
    progress = models.CharField(max_length=10, choices=Rating)
    progress_words = models.TextField("commentary on progress")
    risk = models.CharField("management of risk", max_length=10, choices=Rating)
    risk_words = models.TextField("commentary on risk")
    spend = models.CharField("spending", max_length=10, choices=Rating)
    spend_words = models.TextField("commentary on spending")
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        error_messages={"unique": "The assessment has been corrected already. Look at the agreement again."},
    )
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assessor="group", decision__isnull=False)
                | ~Q(assessor="group") & Q(decision=None),
                name="assessment_of_the_group_names_its_decision",
                violation_error_message=(
                    "Name the decision by which the group assessed. For any other assessor there is none to name."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(performance_words="")
                & ~Q(progress_words="")
                & ~Q(risk_words="")
                & ~Q(spend_words=""),
                name="assessment_says_why_on_every_side",
                violation_error_message="Say in words why each of the four sides is rated as it is.",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="assessment_corrected_says_why",
                violation_error_message="Say why the assessment is corrected.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "block", "round", "assessor"],
                condition=Q(corrects=None),
                nulls_distinct=False,
                name="assessment_is_one_in_its_round",
                violation_error_message="This assessor has judged it in this round already. Correct that assessment.",
            ),
        ]
        triggers = [
            *protect("assessment"),
            decided_by_its_group(
                "assessment",
                "SELECT a.group_id FROM funding_agreement a WHERE a.id = NEW.agreement_id",
                # A group that notes a report with its ratings has assessed by it.
                outcomes=("agreed", "agreed_as_amended", "noted"),
            ),
            guarding(
                "assessment_keeps_to_its_agreement",
                f"""
                    IF NEW.block_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_block b
                            WHERE b.id = NEW.block_id AND b.agreement_id = NEW.agreement_id) THEN
                        {
                    refuse("assessment_keeps_to_its_agreement", "The block is one of another agreement.")
                }
                    END IF;
                    IF NEW.corrects_id IS NOT NULL THEN
                        SELECT * INTO old FROM funding_assessment WHERE id = NEW.corrects_id;
                        IF old.agreement_id <> NEW.agreement_id OR old.block_id IS DISTINCT FROM NEW.block_id
                           OR old.round <> NEW.round OR old.assessor <> NEW.assessor THEN
                            {
                    refuse(
                        "assessment_corrects_its_own",
                        "A correction is of the same round, by the same assessor.",
                    )
                }
                        END IF;
                    END IF;
                """,
                [("old", "funding_assessment%ROWTYPE")],
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment of {self.block or self.agreement}, {self.round}"

    @property
    def sides(self) -> list[Side]:
        """The four sides in their order, each with its rating in words and why."""
        labels = {"risk": "Management of risk", "spend": "Spending"}
        return [
            Side(
                labels.get(side, side.capitalize()),
                self.Rating(getattr(self, side)).label,
                getattr(self, f"{side}_words"),
            )
            for side in self.SIDES
        ]

    @property
    def in_a_word(self) -> str:
        """ "Good on all four sides", or each side with its rating."""
        ratings = {side.rating for side in self.sides}
        if len(ratings) == 1:
            return f"{ratings.pop()} on all four sides"
        told = "; ".join(f"{side.label.lower()} {side.rating.lower()}" for side in self.sides)
        return told[:1].upper() + told[1:]
