"""Ways of reaching people that exist in a locality, and whether they work."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from localities.models.profile import SAYS_SOMETHING


def a_year_before(day: date) -> date:
    """The same day of the year before; the day before the first of March for the 29th of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


class Audience(models.Model):
    """People to be reached, e.g. those who are hard to reach. Chosen by administrators; the columns of the matrix."""

    name = models.CharField(
        max_length=80, unique=True, error_messages={"unique": "There is an audience of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("localities:audiences")


class MechanismQuerySet(models.QuerySet):
    def current(self):
        """Those that exist today."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=timezone.localdate()))

    def stale(self):
        """Those that nobody has looked at for twelve months."""
        return self.filter(last_checked_on__lt=a_year_before(timezone.localdate()))

    def last_checked_between(self, first, last):
        """Each with its locality and whose it is."""
        looked_at = self.filter(last_checked_on__gte=first, last_checked_on__lte=last)
        return looked_at.select_related("locality__group", "owner").order_by(
            "locality", "last_checked_on", "pk"
        )

    def owned_by_body_of(self, user):
        """Those of the organisation that somebody works for."""
        return self.filter(owner__people__user=user)

    def with_names(self):
        return self.select_related("locality", "owner").prefetch_related("audiences")


class Mechanism(models.Model):
    """One way of reaching people in a locality: what it is, whom it reaches, whose it is, and whether it works."""

    class Verdict(models.TextChoices):
        WORKS = "works", "Works"
        PARTLY = "partly", "Works in part"
        FAILS = "does_not_work", "Does not work"

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="mechanisms")
    name = models.CharField(max_length=160)
    about = models.TextField("how it works", blank=True)
    verdict = models.CharField("whether it works", max_length=20, choices=Verdict)
    audiences = models.ManyToManyField(Audience, related_name="mechanisms")
    owner = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="whose it is",
        on_delete=models.PROTECT,
        related_name="mechanisms",
    )
    evidence = models.TextField("how that is known")
    last_checked_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", "about", "evidence", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = MechanismQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [GinIndex(fields=["search"], name="mechanism_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "name"],
                name="mechanism_name_is_one_in_its_locality",
                violation_error_message="There is one of this name in the locality already.",
            ),
            models.CheckConstraint(
                condition=Q(evidence__regex=SAYS_SOMETHING),
                name="mechanism_has_its_evidence",
                violation_error_message="Say how it is known whether it works.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.locality.get_absolute_url()}#mechanism-{self.pk}"

    @property
    def is_current(self) -> bool:
        return self.ended_on is None or self.ended_on > timezone.localdate()

    @property
    def is_stale(self) -> bool:
        """Whether nobody has looked at it for twelve months."""
        return self.last_checked_on < a_year_before(timezone.localdate())

    @property
    def fails(self) -> bool:
        return self.verdict == self.Verdict.FAILS
