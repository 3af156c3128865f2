"""Dated sets of boundaries: which parishes and wards made up which locality, from when on."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from core.constraints import all_or_none
from core.models import no_truncate
from localities.models.areas import Area

PUBLISHED_STAYS = """
    IF OLD.status = 'published' THEN
        RAISE EXCEPTION 'A published set of boundaries stays as it is. Make a new one.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_set_published_stays';
    END IF;
"""
# Whoever publishes waits for whoever is publishing: each looks at what the other left.
PUBLISHES = """
    IF NEW.status <> 'published' THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('boundary sets are published one at a time'));
    IF EXISTS (SELECT 1 FROM localities_boundaryset WHERE status = 'published' AND begins_on >= NEW.begins_on) THEN
        RAISE EXCEPTION 'Another set of boundaries begins on that day or later.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_set_begins_last';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM localities_placing WHERE boundary_set_id = NEW.id) THEN
        RAISE EXCEPTION 'The set places no area in any locality yet.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_set_places_something';
    END IF;
    IF EXISTS (
        SELECT 1 FROM localities_area area WHERE area.kind = 'parish'
        AND (area.ended_on IS NULL OR area.ended_on > NEW.begins_on)
        AND (SELECT count(*) FROM localities_placing p WHERE p.boundary_set_id = NEW.id AND p.area_id = area.id) <> 1
    ) THEN
        RAISE EXCEPTION 'A parish is in no locality, or in two.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_set_has_each_parish_once';
    END IF;
    RETURN NEW;
"""
# The lock makes whoever publishes the set wait for the row, and the row for whoever publishes.
CHILD_OF_A_DRAFT = """
    IF TG_OP <> 'INSERT' THEN
        SELECT status INTO state FROM localities_boundaryset WHERE id = OLD.boundary_set_id FOR SHARE;
    END IF;
    IF TG_OP <> 'DELETE' AND state IS DISTINCT FROM 'published' THEN
        SELECT status INTO state FROM localities_boundaryset WHERE id = NEW.boundary_set_id FOR SHARE;
    END IF;
    IF state = 'published' THEN
        RAISE EXCEPTION 'A published set of boundaries stays as it is. Make a new one.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'boundary_set_published_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
FIT_SUITS_THE_AREA = """
    SELECT kind INTO kind_of_area FROM localities_area WHERE id = NEW.area_id;
    IF (kind_of_area = 'ward' AND NEW.fit <> 'best_fit') OR (kind_of_area = 'parish' AND NEW.fit <> 'exact') THEN
        RAISE EXCEPTION 'A parish lies in a locality exactly, a ward by best fit.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'placing_fit_suits_the_area';
    END IF;
    RETURN NEW;
"""


def of_a_draft(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that let a part of a set change only while the set is a draft."""
    changes = pgtrigger.Trigger(
        name=f"{name}_is_of_a_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("state", "text")],
        func=CHILD_OF_A_DRAFT,
    )
    return [changes, no_truncate(name)]


class BoundarySetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published for everyone; drafts for administrators."""
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        return self.published()

    def published(self):
        return self.filter(status=BoundarySet.Status.PUBLISHED)

    def drafts(self):
        return self.filter(status=BoundarySet.Status.DRAFT)

    def begun_by(self, day):
        """Published sets that had begun by a day, the one in force then first."""
        return self.published().filter(begins_on__lte=day).order_by("-begins_on")

    def before(self, other):
        """Published sets that begin before another, the latest first."""
        return self.published().filter(begins_on__lt=other.begins_on).order_by("-begins_on")


class BoundarySet(models.Model):
    """What the localities are made of from one day on, until another set begins. Published, it never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    name = models.CharField(max_length=160)
    begins_on = models.DateField("in force from")
    source = models.CharField("where the boundaries come from", max_length=300)
    credits = models.TextField("credits that stand wherever its map is shown", blank=True)
    note = models.TextField("what readers should know of it", blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BoundarySetQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on", "-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="boundary_set_begins_as_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status="published"),
                func="RAISE EXCEPTION 'A set of boundaries begins as a draft.' USING ERRCODE = 'check_violation';",
            ),
            pgtrigger.Trigger(
                name="boundary_set_1_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"{PUBLISHED_STAYS} RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="boundary_set_2_published_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"{PUBLISHED_STAYS} RETURN OLD;",
            ),
            pgtrigger.Trigger(
                name="boundary_set_3_publishes_when_right",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=PUBLISHES,
            ),
            no_truncate("boundary_set"),
        ]
        constraints = [
            all_or_none("published_at", "published_by", name="boundary_set_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(status="published", published_at__isnull=False)
                | Q(status="draft", published_at=None),
                name="boundary_set_published_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("localities:boundary_set", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def parishes_in_none(self):
        """Parishes that exist when it begins, and that it places in no locality."""
        placed = self.placings.values("area")
        return Area.objects.parishes().existing_on(self.begins_on).exclude(pk__in=placed).order_by("name")

    def parishes_in_two(self):
        """Parishes that it places in more than one locality."""
        twice = self.placings.values("area").annotate(n=Count("pk")).filter(n__gt=1).order_by()
        return Area.objects.parishes().filter(pk__in=twice.values("area")).order_by("name")


class PlacingQuerySet(models.QuerySet):
    def in_order(self):
        """By locality, parishes before wards."""
        return self.select_related("area__council", "locality").order_by(
            "locality__position", "locality__name", "area__kind", "area__name"
        )

    def exact(self):
        return self.filter(fit=Placing.Fit.EXACT)

    def best_fit(self):
        return self.filter(fit=Placing.Fit.BEST)

    def of_locality(self, locality):
        return self.filter(locality=locality)


class Placing(models.Model):
    """One area in one locality, in one set of boundaries: a parish exactly, a ward by best fit."""

    class Fit(models.TextChoices):
        EXACT = "exact", "Exact"
        BEST = "best_fit", "Best fit, indicative"

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="placings")
    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="placings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="placings")
    fit = models.CharField(max_length=10, choices=Fit)

    objects = PlacingQuerySet.as_manager()

    class Meta:
        ordering = ["boundary_set", "locality", "area"]
        triggers = [
            *of_a_draft("placing"),
            pgtrigger.Trigger(
                name="placing_fit_suits_the_area",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("kind_of_area", "text")],
                func=FIT_SUITS_THE_AREA,
            ),
        ]
        constraints = [
            # A parish may stand in two localities of a draft, so that the page can say so; a ward fits one best.
            models.UniqueConstraint(
                fields=["boundary_set", "area", "locality"],
                name="placing_once_in_a_locality",
                violation_error_message="It is in this locality already.",
            ),
            models.UniqueConstraint(
                fields=["boundary_set", "area"],
                condition=Q(fit="best_fit"),
                name="placing_by_best_fit_is_one",
                violation_error_message="It fits another locality already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} in {self.locality}"


class Shape(models.Model):
    """The outline of a locality in one set of boundaries, as longitudes and latitudes."""

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="shapes")
    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="shapes")
    # A GeoJSON polygon's outer ring: [[longitude, latitude], ...]
    outline = models.JSONField()

    class Meta:
        ordering = ["boundary_set", "locality"]
        triggers = of_a_draft("shape")
        constraints = [
            models.UniqueConstraint(
                fields=["boundary_set", "locality"],
                name="shape_one_for_each_locality",
                violation_error_message="The set has a shape of this locality already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.locality} in {self.boundary_set}"
