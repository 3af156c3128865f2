"""Where things happen."""

from django.db import models
from django.urls import reverse


class LocalityQuerySet(models.QuerySet):
    def with_group(self):
        return self.select_related("group")


class Locality(models.Model):
    """One of the places that the partnership works in, e.g. Golden Valley."""

    name = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "There is a locality of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    # Its place in lists; those of one place stand in the order of their names.
    position = models.PositiveSmallIntegerField(default=0)
    # The locality partnership is a group like any other: it meets, minutes and decides.
    group = models.OneToOneField(
        "partnership.Group",
        verbose_name="locality partnership",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="locality",
        error_messages={"unique": "This group is the partnership of another locality."},
    )
    approach = models.TextField("how the approach is tailored to it", blank=True)

    objects = LocalityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "localities"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:locality", args=[self.slug])

    def latest_lead(self):
        """Whoever was named last, whether their time has come, runs or is over; None if nobody ever was."""
        return self.leads.with_people().order_by("-starts_on").first()
