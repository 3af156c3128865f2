"""Where things happen."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.models.terms import holds_on


class LocalityQuerySet(models.QuerySet):
    def with_group(self):
        return self.select_related("group")

    def worked_in_by(self, user):
        """Those that a login leads, is in the team of, or supports the partnership of as an officer, today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        today = timezone.localdate()
        ways = {
            "leads__": {"leads__person__user": user},
            "team__": {"team__person__user": user},
            "group__officer_supports__": {"group__officer_supports__user": user},
        }
        working = Q(pk__in=[])
        for way, theirs in ways.items():
            working |= Q(pk__in=Locality.objects.filter(holds_on(today, way), **theirs).values("pk"))
        return self.filter(working)


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
