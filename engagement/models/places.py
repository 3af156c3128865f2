"""Places on a programme, from the application to the answer, and bursaries for those with small training budgets."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

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
