"""Money that people share out by their votes: one participatory round."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.models import no_truncate
from funding.models.guards_of_participation import BEGINS_AS_A_DRAFT, GOES_ITS_WAY
from funding.models.pots import Pot
from partnership.models import Group

MOST_VOTES = 20


class ParticipatoryRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sees the pot sees its rounds; a draft only the officers of the group that decides."""
        seen = self.filter(pot__in=Pot.objects.visible_to(user).values("pk"))
        begun = ~Q(status=ParticipatoryRound.Status.DRAFT)
        if not user.is_authenticated:
            return seen.filter(begun)
        return seen.filter(begun | Q(pot__group__in=Group.objects.supported_by(user).values("pk")))

    def of_pot(self, pot):
        return self.filter(pot=pot)

    def under_way(self):
        """Open for ideas, or on the way from there to a result."""
        status = ParticipatoryRound.Status
        return self.exclude(status__in=[status.DRAFT, status.DECIDED, status.CALLED_OFF])

    def waiting_for(self, user):
        """Led by this officer, and the next step is theirs: days are over, ideas are checked, votes counted."""
        today, status = timezone.localdate(), ParticipatoryRound.Status
        led = self.filter(pot__group__in=Group.objects.supported_by(user).values("pk"))
        return led.filter(
            Q(status=status.OPEN, ideas_until__lt=today)
            | Q(status=status.VOTING, voting_until__lt=today)
            | Q(status__in=[status.CHECKING, status.COUNTING])
        )

    def with_pot(self):
        return self.select_related("pot__group", "pot__locality", "stream", "authority__decision")

    def newest_first(self):
        return self.order_by("-pk")


class ParticipatoryRound(models.Model):
    """An amount of a pot that people share out: they bring ideas, ideas are checked, people vote, the group decides."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open for ideas"
        CHECKING = "checking", "Ideas are being checked"
        VOTING = "voting", "Voting"
        COUNTING = "counting", "Votes are being counted"
        DECIDED = "decided", "Decided"
        CALLED_OFF = "called_off", "Called off"

    NEXT = {
        Status.DRAFT: {Status.OPEN, Status.CALLED_OFF},
        Status.OPEN: {Status.CHECKING, Status.CALLED_OFF},
        Status.CHECKING: {Status.VOTING, Status.CALLED_OFF},
        Status.VOTING: {Status.COUNTING, Status.CALLED_OFF},
        Status.COUNTING: {Status.DECIDED, Status.CALLED_OFF},
    }

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="participatory_rounds")
    stream = models.ForeignKey(
        "funding.Stream", on_delete=models.PROTECT, related_name="participatory_rounds"
    )
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    about = models.TextField("what it is about", blank=True)
    amount = models.DecimalField(
        "on offer", max_digits=14, decimal_places=2, validators=[MinValueValidator(0.01)]
    )
    votes_each = models.PositiveSmallIntegerField(
        "votes of each person",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_VOTES)],
    )
    # The last days, as everybody is told them.
    ideas_until = models.DateField("ideas until")
    voting_until = models.DateField("voting until")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    why_called_off = models.CharField("why it was called off", max_length=500, blank=True)
    authority = models.ForeignKey(
        "funding.Authority",
        verbose_name="decision that gave the money",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participatory_rounds",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipatoryRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["pot", "status"], name="participatory_rounds_of_a_pot")]
        constraints = [
            models.UniqueConstraint(
                fields=["pot", "title"],
                name="participatory_round_title_is_one_in_its_pot",
                violation_error_message="The pot has a participatory round of this title already.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="participatory_round_offers_something",
                violation_error_message="The amount on offer must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=Q(votes_each__gte=1, votes_each__lte=MOST_VOTES),
                name="participatory_round_gives_some_votes",
                violation_error_message=f"Each person has between 1 and {MOST_VOTES} votes.",
            ),
            models.CheckConstraint(
                condition=Q(voting_until__gt=F("ideas_until")),
                name="participatory_round_votes_after_the_ideas",
                violation_error_message="Voting must end later than the bringing of ideas.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="decided",
                    authority__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | ~Q(status="decided") & Q(authority=None, decided_by=None, decided_at=None),
                name="participatory_round_decided_says_by_what",
            ),
            models.CheckConstraint(
                condition=Q(status="called_off") & ~Q(why_called_off="")
                | ~Q(status="called_off") & Q(why_called_off=""),
                name="participatory_round_called_off_says_why",
                violation_error_message="Say why it is called off.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="participatory_round_stays_in_its_pot", fields=["pot"]),
            pgtrigger.Protect(name="participatory_round_stays", operation=pgtrigger.Delete),
            no_truncate("participatory_round"),
            pgtrigger.Trigger(
                name="participatory_round_begins_as_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BEGINS_AS_A_DRAFT,
            ),
            pgtrigger.Trigger(
                name="participatory_round_goes_its_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("there", "numeric"), ("promised", "numeric")],
                func=GOES_ITS_WAY,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:participatory_round", args=[self.pot.slug, self.pk])

    @property
    def financial_year(self) -> str:
        """ "2006/07"."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_decided(self) -> bool:
        return self.status == self.Status.DECIDED

    @property
    def is_called_off(self) -> bool:
        return self.status == self.Status.CALLED_OFF

    @property
    def is_over(self) -> bool:
        return self.is_decided or self.is_called_off

    @property
    def takes_ideas(self) -> bool:
        return self.status == self.Status.OPEN and timezone.localdate() <= self.ideas_until

    @property
    def takes_votes(self) -> bool:
        return self.status == self.Status.VOTING and timezone.localdate() <= self.voting_until

    @property
    def has_a_ballot(self) -> bool:
        """Whether it is settled which ideas people vote on."""
        return self.status in (self.Status.VOTING, self.Status.COUNTING, self.Status.DECIDED)
