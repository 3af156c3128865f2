"""Money towards a place, for those with small training budgets, decided by somebody else."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.constraints import all_or_none
from engagement.models.places import Place
from partnership.models import Group

# Under the lock of the programme's row, as everything about its places is.
FUND_HOLDS = """
    SELECT g.* INTO prog FROM engagement_programme g JOIN engagement_place p ON p.programme_id = g.id
        WHERE p.id = NEW.place_id FOR UPDATE OF g;
    SELECT * INTO held FROM engagement_place WHERE id = NEW.place_id;
    IF TG_OP = 'UPDATE' AND prog.erased_at IS NOT NULL THEN
        -- Only who asked, and why, goes; what was decided stays.
        IF (NEW.place_id, NEW.state, NEW.training_budget, NEW.asked, NEW.awarded, NEW.decided_by_id, NEW.decided_at)
            IS DISTINCT FROM (OLD.place_id, OLD.state, OLD.training_budget, OLD.asked, OLD.awarded, OLD.decided_by_id,
                              OLD.decided_at) THEN
            RAISE EXCEPTION 'Names and addresses are erased: what was decided stays.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_is_decided_once';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id
            AND NEW.decided_by_id IS DISTINCT FROM NEW.applicant_id
            AND NEW.decided_by_id IN (held.entered_by_id, NEW.asked_by_id) THEN
        RAISE EXCEPTION 'Whoever wrote the application down cannot decide on its bursary: another officer does.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_decider_did_not_enter_it';
    END IF;
    IF NEW.applicant_id IS DISTINCT FROM held.login_id THEN
        RAISE EXCEPTION 'The applicant for a bursary is who applied for the place.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_is_of_who_applied';
    END IF;
    IF TG_OP = 'INSERT' AND (prog.bursary_fund = 0 OR NEW.training_budget > prog.small_budget) THEN
        RAISE EXCEPTION 'Bursaries are for bodies with small training budgets.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_is_for_small_training_budgets';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state IN ('refused', 'lapsed') THEN
        RAISE EXCEPTION 'That bursary is decided.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_is_decided_once';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'awarded' AND (NEW.state <> 'lapsed' OR NEW.awarded <> OLD.awarded
            OR NEW.decided_by_id <> OLD.decided_by_id) THEN
        RAISE EXCEPTION 'What is awarded stays so, until the place is given up.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_is_decided_once';
    END IF;
    IF NEW.state = 'awarded' AND held.state IN ('declined', 'withdrawn') THEN
        RAISE EXCEPTION 'The place is given up, so nothing is awarded for it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_goes_with_a_place';
    END IF;
    IF NEW.state = 'awarded' AND NEW.awarded + (
            SELECT COALESCE(sum(b.awarded), 0) FROM engagement_bursary b JOIN engagement_place p ON p.id = b.place_id
            WHERE p.programme_id = prog.id AND b.state = 'awarded' AND b.id <> NEW.id) > prog.bursary_fund THEN
        RAISE EXCEPTION 'The bursary fund does not hold that much any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bursary_fund_is_never_overspent';
    END IF;
    RETURN NEW;
"""


class BursaryQuerySet(models.QuerySet):
    def to_decide(self):
        """Asked for, and for a place that is not given up."""
        return self.filter(
            state="asked",
            place__state__in=["applied", "offered", "accepted"],
            place__programme__erased_at=None,
        )

    def decidable_by(self, user):
        """Of programmes that a login helps to run, unless it asked for it or wrote the application down."""
        groups = Group.objects.supported_by(user).values("pk")
        own = Q(applicant=user) | Q(asked_by=user) | Q(place__entered_by=user)
        return self.filter(place__programme__group__in=groups).exclude(own)

    def with_place(self):
        return self.select_related("place__programme")


class Bursary(models.Model):
    """Money towards a place, asked for by a body with a small training budget, and decided by somebody else."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        AWARDED = "awarded", "Awarded"
        REFUSED = "refused", "Refused"
        LAPSED = "lapsed", "Lapsed with the place"

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="bursary")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who asked for it, if somebody wrote it down for the applicant.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    training_budget = models.DecimalField(
        "yearly training budget of the body", max_digits=12, decimal_places=2
    )
    asked = models.DecimalField("how much is asked for", max_digits=12, decimal_places=2)
    why = models.CharField("why it is needed", max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED, editable=False)
    awarded = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    criteria_met = models.CharField("how the criteria are met, or not", max_length=1000, blank=True)
    # The criteria as they read on the day of the award.
    criteria = models.TextField(blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BursaryQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        verbose_name_plural = "bursaries"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(applicant=None) | ~Q(decided_by=F("applicant")),
                name="bursary_decider_is_not_the_applicant",
                violation_error_message="Whoever asks for a bursary cannot decide on it.",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, awarded=None)
                | Q(state="refused", decided_by__isnull=False, awarded=None) & ~Q(criteria_met="")
                | Q(state="awarded", decided_by__isnull=False, awarded__gt=0)
                & ~Q(criteria_met="")
                & ~Q(criteria="")
                | Q(state="lapsed"),
                name="bursary_decided_says_why",
                violation_error_message="Say how the criteria are met, or why they are not.",
            ),
            models.CheckConstraint(
                condition=Q(asked__gt=0) & Q(training_budget__gte=0),
                name="bursary_asks_for_something",
                violation_error_message="Ask for more than nothing.",
            ),
            models.CheckConstraint(
                condition=Q(awarded=None) | Q(awarded__lte=F("asked")),
                name="bursary_awards_no_more_than_is_asked",
                violation_error_message="No more can be awarded than is asked for.",
            ),
            all_or_none("decided_at", "decided_by", name="bursary_decided_at_and_by"),
        ]
        triggers = [
            pgtrigger.Protect(name="bursary_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="bursary_fund_holds",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("prog", "engagement_programme%ROWTYPE"), ("held", "engagement_place%ROWTYPE")],
                func=FUND_HOLDS,
            ),
        ]

    def __str__(self) -> str:
        return f"Bursary: {self.place}"

    def get_absolute_url(self) -> str:
        return self.place.get_absolute_url()
