"""What was promised, and what took its place when the agreement was refreshed."""

from django.db import models
from django.db.models import Q

from core.models import protect
from funding.models.agreements import Agreement
from funding.models.cited import Cited, CitedQuerySet, decided_by_its_group, guarding
from funding.models.guarding import refuse
from funding.travel import Travel, travel
from funding.years import FIRST_YEAR, LAST_YEAR, period_label

STANDS = ("agreed", "agreed_as_amended")
# The group that answers for the agreement of an indicator.
GROUP_OF_INDICATOR = """
    SELECT a.group_id FROM funding_indicator i JOIN funding_outcome o ON o.id = i.outcome_id
    JOIN funding_block b ON b.id = o.block_id JOIN funding_agreement a ON a.id = b.agreement_id
    WHERE i.id = NEW.indicator_id
"""


def in_a_known_period(name: str) -> models.CheckConstraint:
    """A figure is of one financial year, or of one quarter of it."""
    return models.CheckConstraint(
        condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
        & (Q(quarter=None) | Q(quarter__gte=1, quarter__lte=4)),
        name=name,
        violation_error_message=f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}, the quarter between 1 and 4.",
    )


class RefreshQuerySet(CitedQuerySet):
    def visible_to(self, user):
        """Who sees the agreement sees how it was refreshed."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def of_agreement(self, agreement):
        return self.filter(agreement=agreement)

    def newest_first(self):
        return self.order_by("-pk")


class Refresh(Cited):
    """An agreement was looked through again and some of its targets were replaced. What they were stays readable."""

    agreement = models.ForeignKey("funding.Agreement", on_delete=models.PROTECT, related_name="refreshes")
    name = models.CharField(max_length=160)

    objects = RefreshQuerySet.as_manager()

    class Meta(Cited.Meta):
        verbose_name_plural = "refreshes"
        ordering = ["pk"]
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="refresh_name_is_one_in_its_agreement",
                violation_error_message="The agreement has a refresh of this name already.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="refresh_says_why",
                violation_error_message="Say why the targets are replaced.",
            ),
        ]
        triggers = [
            *protect("refresh"),
            decided_by_its_group(
                "refresh",
                "SELECT a.group_id FROM funding_agreement a WHERE a.id = NEW.agreement_id",
                outcomes=STANDS,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TargetQuerySet(CitedQuerySet):
    def visible_to(self, user):
        """Who sees the agreement sees what it promises."""
        agreements = Agreement.objects.visible_to(user).values("pk")
        return self.filter(indicator__outcome__block__agreement__in=agreements)

    def of_agreement(self, agreement):
        return self.filter(indicator__outcome__block__agreement=agreement)

    def of_indicator(self, indicator):
        return self.filter(indicator=indicator)

    def in_force(self):
        """That no other has replaced."""
        return self.filter(replaced_by=None)

    def in_order(self):
        """By period, a year after its quarters, the first version first."""
        return self.order_by("year", models.F("quarter").asc(nulls_last=True), "pk")

    def with_indicators(self):
        """In the order of the agreement."""
        places = self.select_related("indicator__outcome__block", "replaces")
        return places.order_by(
            "indicator__outcome__block__position",
            "indicator__outcome__position",
            "indicator__position",
            "year",
            models.F("quarter").asc(nulls_last=True),
        )


class Target(Cited):
    """What an indicator is to come to by the end of a period. It is never edited: a refresh puts another beside it."""

    indicator = models.ForeignKey("funding.Indicator", on_delete=models.PROTECT, related_name="targets")
    # The calendar year in which the financial year begins; without a quarter it is the target of the whole year.
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        error_messages={"unique": "The target has been replaced already. Look at the agreement again."},
    )
    refresh = models.ForeignKey(
        Refresh, null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )

    objects = TargetQuerySet.as_manager()

    class Meta(Cited.Meta):
        ordering = ["pk"]
        constraints = [
            *Cited.Meta.constraints,
            in_a_known_period("target_is_of_a_known_period"),
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"],
                condition=Q(replaces=None),
                nulls_distinct=False,
                name="target_is_first_set_once_for_a_period",
                violation_error_message="The indicator has a target for this period already. A refresh can replace it.",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, refresh=None)
                | Q(replaces__isnull=False, refresh__isnull=False) & ~Q(reason=""),
                name="target_is_replaced_by_a_refresh_that_says_why",
                violation_error_message="A target is replaced in a refresh only, with its reason.",
            ),
        ]
        triggers = [
            *protect("target"),
            decided_by_its_group("target", GROUP_OF_INDICATOR, outcomes=STANDS),
            guarding(
                "target_replaces_its_own",
                f"""
                    IF NEW.replaces_id IS NOT NULL THEN
                        SELECT * INTO old FROM funding_target WHERE id = NEW.replaces_id;
                        IF old.indicator_id <> NEW.indicator_id OR old.year <> NEW.year
                           OR old.quarter IS DISTINCT FROM NEW.quarter THEN
                            {
                    refuse(
                        "target_replaces_its_own",
                        "A target replaces one of the same indicator and the same period.",
                    )
                }
                        END IF;
                        IF NEW.effective_on < old.effective_on THEN
                            {
                    refuse(
                        "target_replaces_an_earlier_one",
                        "A target cannot hold from an earlier day than the one that it replaces.",
                    )
                }
                        END IF;
                        IF NOT EXISTS (SELECT 1 FROM funding_refresh r JOIN funding_block b
                                ON b.agreement_id = r.agreement_id JOIN funding_outcome o ON o.block_id = b.id
                                JOIN funding_indicator i ON i.outcome_id = o.id
                                WHERE r.id = NEW.refresh_id AND i.id = NEW.indicator_id) THEN
                            {
                    refuse("target_keeps_to_its_agreement", "The refresh is one of another agreement.")
                }
                        END IF;
                    END IF;
                """,
                [("old", "funding_target%ROWTYPE")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period_label}"

    @property
    def period_label(self) -> str:
        return period_label(self.year, self.quarter)

    @property
    def asks(self) -> str:
        """Of one that replaced another: whether it asks for more or for less."""
        before = self.replaces.value if self.replaces else self.value
        way = travel(self.indicator.better, before=before, now=self.value)
        return {Travel.BETTER: "More", Travel.WORSE: "Less", Travel.SAME: "The same"}[way]
