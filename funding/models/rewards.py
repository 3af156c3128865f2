"""What the Government promised for doing better than was expected, and what it paid."""

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.agreements import Agreement
from funding.models.cited import Cited, CitedQuerySet, decided_by_its_group, guarding
from funding.models.guarding import POUNDS, refuse
from funding.models.pots import Pot
from funding.models.targets import STANDS
from funding.years import FIRST_YEAR, LAST_YEAR, year_label

MOST_INSTALMENTS = 12


class RewardQuerySet(CitedQuerySet):
    def visible_to(self, user):
        """Who sees both the agreement and the pot that the reward is paid into."""
        return self.filter(
            agreement__in=Agreement.objects.visible_to(user).values("pk"),
            stream__pot__in=Pot.objects.visible_to(user).values("pk"),
        )

    def of_agreement(self, agreement):
        return self.filter(agreement=agreement)

    def with_places(self):
        return self.select_related(
            "agreement__group", "stream__pot__group", "indicator__outcome__block__agreement"
        )


class Reward(Cited):
    """So much is paid if an indicator reaches its stretch target; in part, if it comes near.

    What counts is how far it goes from what was expected without the reward towards the stretch target.
    """

    agreement = models.ForeignKey("funding.Agreement", on_delete=models.PROTECT, related_name="rewards")
    indicator = models.ForeignKey("funding.Indicator", on_delete=models.PROTECT, related_name="rewards")
    stream = models.ForeignKey("funding.Stream", on_delete=models.PROTECT, related_name="rewards")
    # The financial year whose result decides.
    year = models.PositiveSmallIntegerField()
    expected = models.DecimalField("expected without the reward", max_digits=14, decimal_places=2)
    stretch = models.DecimalField("stretch target", max_digits=14, decimal_places=2)
    amount = models.DecimalField(
        "paid in full", max_digits=14, decimal_places=2, validators=[MinValueValidator(0.01)]
    )
    instalments = models.PositiveSmallIntegerField("paid in so many instalments", default=1)

    objects = RewardQuerySet.as_manager()

    class Meta(Cited.Meta):
        ordering = ["pk"]
        constraints = [
            *Cited.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="reward_promises_something",
                violation_error_message="The amount must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=~Q(stretch=F("expected")),
                name="reward_asks_for_something",
                violation_error_message="The stretch target must differ from what is expected without the reward.",
            ),
            models.CheckConstraint(
                condition=Q(instalments__gte=1, instalments__lte=MOST_INSTALMENTS),
                name="reward_is_paid_in_a_few_instalments",
                violation_error_message=f"A reward is paid in 1 to {MOST_INSTALMENTS} instalments.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="reward_is_of_a_known_year",
                violation_error_message=f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}.",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="reward_is_promised_once",
                violation_error_message="A reward is promised for this indicator and year already.",
            ),
        ]
        triggers = [
            *protect("reward"),
            decided_by_its_group(
                "reward",
                "SELECT a.group_id FROM funding_agreement a WHERE a.id = NEW.agreement_id",
                outcomes=STANDS,
            ),
            guarding(
                "reward_fits_together",
                f"""
                    SELECT i.better INTO better FROM funding_indicator i
                        JOIN funding_outcome o ON o.id = i.outcome_id JOIN funding_block b ON b.id = o.block_id
                        WHERE i.id = NEW.indicator_id AND b.agreement_id = NEW.agreement_id;
                    IF better IS NULL OR NOT EXISTS (SELECT 1 FROM funding_stream s
                            JOIN funding_pot p ON p.id = s.pot_id
                            WHERE s.id = NEW.stream_id AND p.agreement_id = NEW.agreement_id) THEN
                        {
                    refuse(
                        "reward_keeps_to_its_agreement",
                        "The indicator and the stream must be of the same agreement.",
                    )
                }
                    END IF;
                    IF (better = 'higher') <> (NEW.stretch > NEW.expected) THEN
                        {
                    refuse(
                        "reward_asks_for_better",
                        "The stretch target must be better than what is expected without the reward.",
                    )
                }
                    END IF;
                """,
                [("better", "text")],
            ),
        ]

    def __str__(self) -> str:
        return f"Reward for {self.indicator}, {year_label(self.year)}"

    def get_absolute_url(self) -> str:
        return reverse("funding:reward", args=[self.agreement.slug, self.pk])

    @property
    def financial_year(self) -> str:
        return year_label(self.year)


class RewardInstalmentQuerySet(AppendOnlyQuerySet):
    def of_reward(self, reward):
        return self.filter(reward=reward)

    def standing(self):
        """Whose award has not been taken back."""
        return self.filter(entry__reversed_by=None)

    def with_entries(self):
        return self.select_related("entry__decision__item__meeting__group", "result").order_by("number", "pk")


# How far the result has come from what was expected towards the stretch target, cut to between nothing and all: the
# same as in `funding.rewarding`, kept here so that no row says otherwise, whoever writes it.
_WITHIN_WHAT_IS_EARNED = f"""
    PERFORM 1 FROM funding_reward WHERE id = NEW.reward_id FOR UPDATE;
    SELECT * INTO promise FROM funding_reward WHERE id = NEW.reward_id;
    SELECT * INTO award FROM funding_ledgerentry WHERE id = NEW.entry_id;
    SELECT * INTO measured FROM funding_result WHERE id = NEW.result_id;
    IF award.kind <> 'award' OR NOT EXISTS (SELECT 1 FROM funding_cell c WHERE c.id = award.destination_id
                                            AND c.stream_id = promise.stream_id) THEN
        {
    refuse("reward_is_paid_as_an_award", "An instalment is an award to the stream that the reward is for.")
}
    END IF;
    IF NEW.number < 1 OR NEW.number > promise.instalments OR EXISTS (
            SELECT 1 FROM funding_rewardinstalment i WHERE i.reward_id = NEW.reward_id AND i.number = NEW.number
            AND NOT EXISTS (SELECT 1 FROM funding_ledgerentry r WHERE r.reverses_id = i.entry_id)) THEN
        {refuse("reward_instalment_is_paid_once", "There is no such instalment to be paid.")}
    END IF;
    IF measured.indicator_id <> promise.indicator_id OR measured.kind <> 'result' OR measured.year <> promise.year
       OR measured.quarter IS NOT NULL
       OR EXISTS (SELECT 1 FROM funding_result r WHERE r.corrects_id = measured.id) THEN
        {refuse("reward_is_paid_on_its_result", "The result of the whole year, as it stands now, decides.")}
    END IF;
    gain := (measured.value - promise.expected) * SIGN(promise.stretch - promise.expected);
    reach := ABS(promise.stretch - promise.expected);
    SELECT COALESCE(SUM(e.amount), 0) + award.amount INTO paid FROM funding_rewardinstalment i
        JOIN funding_ledgerentry e ON e.id = i.entry_id WHERE i.reward_id = NEW.reward_id
        AND NOT EXISTS (SELECT 1 FROM funding_ledgerentry r WHERE r.reverses_id = e.id);
    earned := CASE WHEN gain * 10 < reach * 6 THEN 0
                   ELSE ROUND(promise.amount * LEAST(gain, reach) / reach, 2) END;
    IF paid > earned THEN
        {
    refuse(
        "reward_is_within_what_is_earned",
        "The result earns £% in all, which is less than £%.",
        POUNDS.format("earned"),
        POUNDS.format("paid"),
    )
}
    END IF;
"""


class RewardInstalment(AppendOnly):
    """One instalment of a reward was paid: the award in the ledger, and the result on which it was paid."""

    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="paid_instalments")
    number = models.PositiveSmallIntegerField()
    entry = models.OneToOneField(
        "funding.LedgerEntry", on_delete=models.PROTECT, related_name="reward_instalment"
    )
    result = models.ForeignKey("funding.Result", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RewardInstalmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [
            *protect("reward_instalment"),
            pgtrigger.Trigger(
                name="reward_is_within_what_is_earned",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("promise", "funding_reward%ROWTYPE"),
                    ("award", "funding_ledgerentry%ROWTYPE"),
                    ("measured", "funding_result%ROWTYPE"),
                    ("gain", "numeric"),
                    ("reach", "numeric"),
                    ("paid", "numeric"),
                    ("earned", "numeric"),
                ],
                func=f"{_WITHIN_WHAT_IS_EARNED}\nRETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"Instalment {self.number} of {self.reward}"
