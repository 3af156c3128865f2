"""How people vote in a participatory round: with a code once, or on papers that two people count."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Func, Q
from django.urls import reverse
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, no_truncate, protect
from funding.models.guards_of_participation import (
    BALLOT_IS_VALID,
    CODE_IS_ISSUED_IN_TIME,
    TALLY_IS_CHECKED_ONCE,
    TALLY_IS_COUNTED_IN_TIME,
)
from funding.models.participatory_rounds import ParticipatoryRound


class VotingCodeQuerySet(AppendOnlyQuerySet):
    def of_round(self, round_):
        return self.filter(round=round_)


class VotingCode(AppendOnly):
    """A code that votes once. Only its hash is kept, and not whom it was given to: nobody can look up a vote."""

    round = models.ForeignKey(ParticipatoryRound, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    batch = models.PositiveSmallIntegerField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)

    objects = VotingCodeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [
            *protect("voting_code"),
            pgtrigger.Trigger(
                name="voting_code_is_issued_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CODE_IS_ISSUED_IN_TIME,
            ),
        ]

    def __str__(self) -> str:
        return f"A code of batch {self.batch}"


class BallotQuerySet(AppendOnlyQuerySet):
    def of_round(self, round_):
        return self.filter(round=round_)

    def given_up_for_papers(self):
        return self.filter(on_paper=True)

    def votes(self):
        """How many of these ballots chose each idea (by its key)."""
        chosen = self.annotate(
            idea=Func(F("ideas"), function="unnest", output_field=models.BigIntegerField())
        )
        return dict(chosen.values_list("idea").annotate(times=Count("pk")).order_by())


class Ballot(AppendOnly):
    """All the votes of one code. It says neither who voted nor at what hour.

    `on_paper`: the code was given up for a voting paper. It chooses nothing here; the paper does.
    """

    round = models.ForeignKey(ParticipatoryRound, on_delete=models.PROTECT, related_name="ballots")
    code = models.ForeignKey(VotingCode, on_delete=models.PROTECT, related_name="+")
    ideas = ArrayField(models.BigIntegerField(), default=list)
    on_paper = models.BooleanField(default=False)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="ballot_code_votes_once",
                violation_error_message="This code has voted already. A code votes once.",
            )
        ]
        triggers = [
            *protect("ballot"),
            pgtrigger.Trigger(
                name="ballot_is_valid",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("asked", "funding_participatoryround%ROWTYPE"), ("known", "integer")],
                func=BALLOT_IS_VALID,
            ),
        ]

    def __str__(self) -> str:
        return f"A ballot in {self.round}"


class PaperTallyQuerySet(models.QuerySet):
    def of_round(self, round_):
        return self.filter(round=round_)

    def to_check(self):
        """Counted by one, and not yet by another."""
        return self.filter(checked_by=None)

    def agreed(self):
        return self.filter(agrees=True)


class PaperTally(models.Model):
    """One counting of the voting papers, and the second by somebody else who did not see the first.

    Figures are kept by the number of the idea. Where the two differ it counts for nothing, and the papers are counted
    again.
    """

    round = models.ForeignKey(ParticipatoryRound, on_delete=models.PROTECT, related_name="paper_tallies")
    papers = models.PositiveIntegerField("valid papers")
    counted = models.JSONField()
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(default=timezone.now)
    checked_papers = models.PositiveIntegerField(null=True, blank=True)
    checked = models.JSONField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    agrees = models.BooleanField(null=True, blank=True)

    objects = PaperTallyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "paper tallies"
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("counted_by")),
                name="paper_tally_checker_is_never_its_counter",
                violation_error_message="Whoever counted does not check: another officer has to.",
            ),
            models.CheckConstraint(
                condition=Q(
                    checked_by=None,
                    checked_at=None,
                    checked_papers=None,
                    checked__isnull=True,
                    agrees=None,
                )
                | Q(
                    checked_by__isnull=False,
                    checked_at__isnull=False,
                    checked_papers__isnull=False,
                    checked__isnull=False,
                    agrees__isnull=False,
                ),
                name="paper_tally_is_checked_wholly",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(agrees=True),
                name="paper_tally_agreed_is_one",
                violation_error_message="The papers are counted and checked already.",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(checked_by=None),
                name="paper_tally_to_check_is_one",
                violation_error_message="The papers are counted already: now somebody else checks them.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="paper_tally_stays", operation=pgtrigger.Delete),
            no_truncate("paper_tally"),
            pgtrigger.Trigger(
                name="paper_tally_is_counted_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("known", "integer")],
                func=TALLY_IS_COUNTED_IN_TIME,
            ),
            pgtrigger.Trigger(
                name="paper_tally_is_checked_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=TALLY_IS_CHECKED_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"A count of the papers of {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("funding:check_papers", args=[self.round.pot.slug, self.round_id])
