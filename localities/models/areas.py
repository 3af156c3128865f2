"""What localities are made of: parishes and their councils, wards, parts of localities."""

import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

# The codes that the Office for National Statistics gives; parts of localities have none.
CODES = {"parish": r"^E04\d{6}$", "ward": r"^E05\d{6}$"}


class ParishCouncilQuerySet(models.QuerySet):
    def with_parishes(self):
        return self.prefetch_related("parishes")

    def signatories(self):
        return self.filter(charter_signed_on__isnull=False)


class ParishCouncil(models.Model):
    """The council of a parish; a group council has several parishes. It may have signed the charter."""

    name = models.CharField(
        max_length=160,
        unique=True,
        error_messages={"unique": "There is a parish council of this name already."},
    )
    slug = models.SlugField(max_length=80, unique=True)
    charter_signed_on = models.DateField("signed the charter on", null=True, blank=True)

    objects = ParishCouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('localities:parish_councils')}#{self.slug}"

    @property
    def has_signed(self) -> bool:
        """Whether it is a signatory of the charter."""
        return self.charter_signed_on is not None


class AreaQuerySet(models.QuerySet):
    def parishes(self):
        return self.filter(kind=Area.Kind.PARISH)

    def existing_on(self, day):
        """Those that had not been abolished by a day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def placed(self, *, boundary_set, locality):
        """Those that make up a locality in a set of boundaries."""
        return self.filter(placings__boundary_set=boundary_set, placings__locality=locality)


class Area(models.Model):
    """A parish, a ward or a part of a locality. To which locality it belongs is said by a set of boundaries."""

    class Kind(models.TextChoices):
        PARISH = "parish", "Parish"
        WARD = "ward", "Ward"
        PART = "sub_locality", "Part of a locality"

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=160)
    code = models.CharField(
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]\d{8}$", "A code is a letter and 8 digits.")],
    )
    council = models.ForeignKey(
        ParishCouncil,
        verbose_name="parish council",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parishes",
    )
    ended_on = models.DateField("abolished on", null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        triggers = [pgtrigger.ReadOnly(name="area_stays_what_it_is", fields=["kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="area_name_is_one_of_its_kind",
                violation_error_message="There is one of this kind and name already.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="area_code_is_one",
                violation_error_message="Another area has this code.",
            ),
            models.CheckConstraint(
                condition=Q(kind="parish", code__regex=CODES["parish"])
                | Q(kind="ward", code__regex=CODES["ward"])
                | Q(kind="sub_locality", code=""),
                name="area_code_fits_its_kind",
                violation_error_message="The code of a parish is E04 and six digits, that of a ward E05 and six.",
            ),
            models.CheckConstraint(
                condition=Q(council=None) | Q(kind="parish"),
                name="area_with_a_council_is_a_parish",
                violation_error_message="Only a parish has a parish council.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
