"""People named in the record."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.urls import reverse


class PersonQuerySet(models.QuerySet):
    def with_organisation(self):
        return self.select_related("organisation")

    def named_like(self, words: str):
        """Those with these words as a part of their name."""
        return self.filter(name__icontains=words)

    def from_body(self, organisation):
        return self.filter(organisation=organisation)

    def without_login(self):
        return self.filter(user=None)


class Person(models.Model):
    """Anyone named in the record. A person may have a login; most have none."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey(
        "partnership.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    role = models.CharField("role in the organisation", max_length=120, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="person"
    )
    search = models.GeneratedField(
        expression=SearchVector("name", "role", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        indexes = [GinIndex(fields=["search"], name="person_search")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:person", args=[self.slug])
