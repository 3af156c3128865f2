"""Places on a programme, from the application to the answer, and bursaries for those with small training budgets."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from core.constraints import all_or_none
from engagement.models.programmes import Programme, Sector
from partnership.models import Group

# All of it under the lock of the programme's row: whoever comes at the same moment is counted after, or before.
PLACES_IN_ORDER = """
    SELECT * INTO prog FROM engagement_programme WHERE id = NEW.programme_id FOR UPDATE;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'applied' THEN
            RAISE EXCEPTION 'A place begins with an application.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_begins_with_an_application';
        END IF;
        IF prog.published_at IS NULL THEN
            RAISE EXCEPTION 'Nobody can apply before the programme is published.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_follows_publication';
        END IF;
        IF prog.erase_on IS NULL THEN
            RAISE EXCEPTION 'Nobody can apply before it is said on which day names and addresses are erased.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_follows_the_promise';
        END IF;
        IF prog.erased_at IS NOT NULL THEN
            RAISE EXCEPTION 'The programme is over: names and addresses are erased.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_before_names_are_erased';
        END IF;
        IF NEW.number <> (SELECT COALESCE(max(p.number), 0) + 1 FROM engagement_place p
                          WHERE p.programme_id = NEW.programme_id) THEN
            RAISE EXCEPTION 'Whoever applies stands behind those who came before.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_stands_at_the_end_of_the_line';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.programme_id, NEW.number, NEW.sector) IS DISTINCT FROM (OLD.programme_id, OLD.number, OLD.sector) THEN
        RAISE EXCEPTION 'Programme, sector and place in the line stay as they were.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_keeps_its_place_in_the_line';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('applied', 'offered'), ('applied', 'withdrawn'), ('offered', 'accepted'),
            ('offered', 'declined'), ('offered', 'withdrawn'), ('accepted', 'withdrawn')) THEN
        RAISE EXCEPTION 'That step does not follow from where the application stands.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_takes_one_step_at_a_time';
    END IF;
    IF NEW.state = 'offered' THEN
        IF (SELECT count(*) FROM engagement_place p WHERE p.programme_id = NEW.programme_id AND p.id <> NEW.id
                AND p.sector = NEW.sector AND p.state IN ('offered', 'accepted'))
            >= (CASE NEW.sector WHEN 'public' THEN prog.public_places WHEN 'private' THEN prog.private_places
                                ELSE prog.voluntary_places END) THEN
            RAISE EXCEPTION 'Every place of that sector is offered or taken.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'places_are_never_oversold';
        END IF;
        IF EXISTS (SELECT 1 FROM engagement_place p WHERE p.programme_id = NEW.programme_id
                   AND p.sector = NEW.sector AND p.state = 'applied' AND p.number < NEW.number) THEN
            RAISE EXCEPTION 'Somebody has waited longer.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'waiting_list_keeps_its_order';
        END IF;
    END IF;
    RETURN NEW;
"""

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


class PlaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whose application it is, and the officers of the group that runs the programme. Nobody else."""
        if not user.is_authenticated:
            return self.none()
        kept = Q(programme__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(Q(login=user) | kept)

    def of_login(self, user):
        return self.filter(login=user) if user.is_authenticated else self.none()

    def still_running(self):
        """Neither declined nor withdrawn."""
        return self.filter(state__in=["applied", "offered", "accepted"])

    def waiting(self):
        return self.filter(state="applied")

    def promised(self):
        """Offered or accepted: each takes one of the places."""
        return self.filter(state__in=["offered", "accepted"])

    def in_sector(self, sector: str):
        return self.filter(sector=sector)

    def to_answer_by(self, user):
        """Offered to a login that has not said yet whether it takes the place."""
        return self.filter(login=user, state="offered", programme__erased_at=None)

    def with_all(self):
        return self.select_related("programme__group", "organisation", "login", "bursary__decided_by")


class Place(models.Model):
    """One person's way to a place on a programme: applied, offered, then accepted, declined or withdrawn."""

    class State(models.TextChoices):
        APPLIED = "applied", "On the waiting list"
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {
        State.APPLIED: {State.OFFERED, State.WITHDRAWN},
        State.OFFERED: {State.ACCEPTED, State.DECLINED, State.WITHDRAWN},
        State.ACCEPTED: {State.WITHDRAWN},
    }

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField("place in the line", editable=False)
    # Empty once names and addresses are erased.
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("address at which they are told", blank=True)
    organisation = models.ForeignKey(
        "partnership.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sector = models.CharField(max_length=20, choices=Sector)
    state = models.CharField(max_length=12, choices=State, default=State.APPLIED, editable=False)
    login = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="places",
    )
    # The applicant, or the officer who wrote it down; of an applicant nothing is left when names are erased.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    applied_at = models.DateTimeField(editable=False)
    offered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField("why it was given up", max_length=300, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="place_has_its_number"),
            models.UniqueConstraint(
                "programme",
                Lower("email"),
                condition=~Q(email="") & Q(state__in=["applied", "offered", "accepted"]),
                name="place_once_for_a_person",
                violation_error_message="There is an application for this address already.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["offered", "accepted", "declined"]) | Q(offered_at__isnull=False),
                name="place_offered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"]) | Q(answered_at__isnull=False),
                name="place_answered_has_its_moment",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="place_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="places_in_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("prog", "engagement_programme%ROWTYPE")],
                func=PLACES_IN_ORDER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("engagement:place", args=[self.programme.slug, self.pk])

    @property
    def who(self) -> str:
        return self.name or "Name erased"

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.APPLIED, self.State.OFFERED, self.State.ACCEPTED)


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
        own = Q(applicant=user) | Q(asked_by=user) | Q(place__entered_by=user)
        # Two steps: a column that may be empty would make "not own" neither true nor false.
        mine = self.model.objects.filter(own).values("pk")
        groups = Group.objects.supported_by(user).values("pk")
        return self.filter(place__programme__group__in=groups).exclude(pk__in=mine)

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
