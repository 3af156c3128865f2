"""What partners and the Government agreed to do together."""

from datetime import date, timedelta

from django.db import models
from django.urls import reverse

from core.constraints import ends_after_it_starts
from partnership.models import Group


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sees the group that answers for it sees the agreement."""
        return self.filter(group__in=Group.objects.visible_to(user).values("pk"))

    def of_group(self, group):
        return self.filter(group=group)

    def with_group(self):
        return self.select_related("group")


class Agreement(models.Model):
    """A Local Area Agreement: partners promise outcomes for an area, and money comes for them."""

    name = models.CharField(
        max_length=160, unique=True, error_messages={"unique": "There is an agreement of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that answers for it",
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    about = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [ends_after_it_starts("agreement_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:agreement", args=[self.slug])

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class BlockQuerySet(models.QuerySet):
    def of_agreement(self, agreement):
        return self.filter(agreement=agreement)


class Block(models.Model):
    """One of the themes of an agreement, such as Children and Young People."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="blocks")
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["agreement_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="block_name_is_one_in_its_agreement",
                violation_error_message="The agreement has a block of this name already.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "position"], name="block_has_a_place_of_its_own_in_its_agreement"
            ),
        ]

    def __str__(self) -> str:
        return self.name
