"""Bodies."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnership.models.terms import holds_on


class OrganisationQuerySet(models.QuerySet):
    def in_sector(self, sector: str):
        return self.filter(sector=sector)

    def named_like(self, words: str):
        """Those with these words as a part of their name or short name."""
        return self.filter(Q(name__icontains=words) | Q(short_name__icontains=words))

    def with_anyone(self):
        """Those from which somebody on the record comes."""
        return self.filter(people__isnull=False).distinct()

    def open_today(self):
        return self.filter(closed_on=None)

    def represented_by(self, person, group, *, on):
        """The bodies for which a person sat in a group on a day: as a member for them, or in a seat they fill."""
        as_member = holds_on(on, "memberships__") & Q(memberships__person=person, memberships__group=group)
        in_seat = holds_on(on, "seats__holdings__") & Q(seats__holdings__person=person, seats__group=group)
        member_for = Organisation.objects.filter(as_member).values("pk")
        seated_for = Organisation.objects.filter(in_seat).values("pk")
        return self.filter(Q(pk__in=member_for) | Q(pk__in=seated_for))

    def represented_by_login(self, user, group, *, on):
        """The same for whoever signs in with a login; nothing for a login that acts for no person."""
        person = getattr(user, "person", None)
        return self.represented_by(person, group, on=on) if person else self.none()


class Organisation(models.Model):
    """A body that takes part in the partnership."""

    class Sector(models.TextChoices):
        PUBLIC = "public", "Public"
        PRIVATE = "private", "Private"
        VOLUNTARY = "voluntary", "Voluntary and community"

    name = models.CharField(
        max_length=200,
        unique=True,
        error_messages={"unique": "There is an organisation of this name already."},
    )
    short_name = models.CharField(max_length=30, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    sector = models.CharField(max_length=20, choices=Sector)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    about = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", "short_name", "about", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="organisation_search")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="organisation_is_not_its_own_parent",
                violation_error_message="An organisation cannot be part of itself.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:organisation", args=[self.slug])

    @property
    def brief(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name
