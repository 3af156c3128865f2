"""Money received for an agreement, and the parts of it."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.constraints import all_or_none
from partnership.models import Group

# Words that stand in addresses where a pot's name would, so no pot can be called at them.
RESERVED_ADDRESSES = ("add", "agreements")


def _kept_by(user):
    return Q(group__in=Group.objects.supported_by(user).values("pk"))


def _confirmed_by(user):
    return Q(accountable_group__in=Group.objects.supported_by(user).values("pk"))


class PotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published pots of public groups for everyone; members see those published, officers all of their groups'."""
        published = Q(published_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(published, group__is_public=True)
        member = Q(group__in=Group.objects.with_member(user).values("pk"))
        return self.filter(
            published & (Q(group__is_public=True) | member) | _kept_by(user) | _confirmed_by(user)
        )

    def decided_by_officer(self, user):
        """Whose proposals this officer may adopt: those of the group that decides, or of the one that confirms."""
        return self.filter(_kept_by(user) | _confirmed_by(user))

    def of_group(self, group):
        return self.filter(group=group)

    def of_agreement(self, agreement):
        return self.filter(agreement=agreement)

    def devolved_to(self, locality):
        return self.filter(locality=locality)

    def with_bodies(self):
        return self.select_related("group", "accountable_body", "agreement", "locality")


class Pot(models.Model):
    """Money received for one purpose, decided on by one group and held by one accountable body."""

    class Unit(models.TextChoices):
        MONTH = "month", "Months"
        QUARTER = "quarter", "Quarters"

    name = models.CharField(
        max_length=160, unique=True, error_messages={"unique": "There is a pot of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    agreement = models.ForeignKey(
        "funding.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="pots"
    )
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that decides",
        on_delete=models.PROTECT,
        related_name="pots",
    )
    accountable_body = models.ForeignKey(
        "partnership.Organisation", on_delete=models.PROTECT, related_name="pots_held"
    )
    # Where it is set, no money moves without the accountable body's decision beside the group's: two steps.
    accountable_group = models.ForeignKey(
        "partnership.Group",
        verbose_name="the accountable body's own deciding group",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pots_confirmed",
    )
    # Devolved: the money is for this place.
    locality = models.ForeignKey(
        "localities.Locality", null=True, blank=True, on_delete=models.PROTECT, related_name="pots"
    )
    funder = models.CharField("who the money comes from", max_length=200)
    purpose = models.TextField(blank=True)
    unit = models.CharField("planned by", max_length=10, choices=Unit, default=Unit.QUARTER)
    # Beyond both of them a difference from the plan has to be explained.
    tolerance_percent = models.DecimalField(
        "difference from the plan that needs no comment, in per cent",
        max_digits=5,
        decimal_places=2,
        default=Decimal("10.00"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    tolerance_pounds = models.DecimalField(
        "difference from the plan that needs no comment, in pounds",
        max_digits=14,
        decimal_places=2,
        default=Decimal("1000.00"),
        validators=[MinValueValidator(0)],
    )
    illustrative = models.CharField(
        "what in it is illustrative, where the record does not know", max_length=300, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PotQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            all_or_none("published_at", "published_by", name="pot_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(tolerance_percent__gte=0, tolerance_percent__lte=100, tolerance_pounds__gte=0),
                name="pot_tolerance_is_a_share_and_a_sum",
                violation_error_message="The tolerance must be nothing or more, and at most 100 per cent.",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_ADDRESSES),
                name="pot_has_an_address_of_its_own",
                violation_error_message="That address is taken by another page.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:pot", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def needs_two_steps(self) -> bool:
        """Whether the accountable body decides beside the group."""
        return self.accountable_group_id is not None


class StreamQuerySet(models.QuerySet):
    def of_pot(self, pot):
        return self.filter(pot=pot)

    def of_pots(self, pots):
        return self.filter(pot__in=pots)

    def in_the_total(self):
        """Aligned money is shown beside a pot's total and never counts in it."""
        return self.exclude(kind=Stream.Kind.ALIGNED)


class Stream(models.Model):
    """A part of a pot: pooled with the rest, aligned beside it, or kept separate."""

    class Kind(models.TextChoices):
        POOLED = "pooled", "Pooled"
        ALIGNED = "aligned", "Aligned"
        SEPARATE = "separate", "Separate"

    class RingFence(models.TextChoices):
        NONE = "none", "None"
        THEME = "theme", "To its theme"
        PURPOSE = "purpose", "To its purpose"

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="streams")
    block = models.ForeignKey(
        "funding.Block", null=True, blank=True, on_delete=models.PROTECT, related_name="streams"
    )
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.POOLED)
    ring_fence = models.CharField(max_length=10, choices=RingFence, default=RingFence.NONE)
    ring_fenced_for = models.CharField("what it may be spent on only", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    # Routine at year end for the first agreements: five in a hundred without asking the funder.
    carry_forward_cap = models.DecimalField(
        "share of a year’s award that may be carried forward without asking, in per cent",
        max_digits=5,
        decimal_places=2,
        default=Decimal("5.00"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    objects = StreamQuerySet.as_manager()

    class Meta:
        ordering = ["pot_id", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["pot", "name"],
                name="stream_name_is_one_in_its_pot",
                violation_error_message="The pot has a stream of this name already.",
            ),
            models.UniqueConstraint(fields=["pot", "slug"], name="stream_address_is_one_in_its_pot"),
            models.CheckConstraint(
                condition=Q(ring_fence="none") | ~Q(ring_fenced_for=""),
                name="stream_ring_fence_says_for_what",
                violation_error_message="Say what the ring-fenced money may be spent on.",
            ),
            models.CheckConstraint(
                condition=Q(carry_forward_cap__gte=0, carry_forward_cap__lte=100),
                name="stream_carry_forward_cap_is_a_share",
                violation_error_message="The share must be between 0 and 100.",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="stream_stays_in_its_pot", fields=["pot"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ring_fenced(self) -> bool:
        return self.ring_fence != self.RingFence.NONE


class ProjectQuerySet(models.QuerySet):
    def of_pot(self, pot):
        return self.filter(stream__pot=pot)


class Project(models.Model):
    """Work that a stream pays for, done by one organisation."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="organisation that does it",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["stream_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "name"],
                name="project_name_is_one_in_its_stream",
                violation_error_message="The stream has a project of this name already.",
            )
        ]
        triggers = [pgtrigger.ReadOnly(name="project_stays_in_its_stream", fields=["stream"])]

    def __str__(self) -> str:
        return self.name
