"""Tables that officers hand in: the file as it came, what was found in it, and what came of it."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from core.private_files import private_files
from partnership.models import Group


def place_for_import(imported: "ImportedFile", file_name: str) -> str:
    """A name that tells nothing of the file and is never given twice."""
    return f"imports/{timezone.localdate():%Y/%m}/{uuid.uuid4()}"


class ImportedFileQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Only the officers of the group that decides on a pot see what was handed in for it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pot__group__in=Group.objects.supported_by(user).values("pk"))

    def of_pot(self, pot):
        return self.filter(pot=pot)

    def the_same(self, pot, kind, sha256, *, year, round_):
        """Handed in before for the same thing."""
        return self.filter(pot=pot, kind=kind, sha256=sha256, year=year, round=round_)

    def with_what_came_of_it(self):
        return self.select_related(
            "pot__group", "round__actuals_to", "by", "run", "loading__by"
        ).prefetch_related("readings")

    def newest_first(self):
        return self.order_by("-pk")


class ImportedFile(AppendOnly):
    """A table of figures that an officer handed in for a pot, byte by byte as it came. Kept, whatever came of it."""

    class Kind(models.TextChoices):
        ALLOCATIONS = "allocations", "Allocations of the funder"
        GRID = "grid", "Profile grid of a year"
        RETURNS = "returns", "Outturn: the returns of a round"
        LEDGER = "ledger", "Ledger, to be compared with the record"

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="imported_files")
    kind = models.CharField(max_length=12, choices=Kind)
    # The financial year that a grid is for.
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    # The round that returns are for.
    round = models.ForeignKey(
        "funding.Round", null=True, blank=True, on_delete=models.PROTECT, related_name="imported_files"
    )
    file = models.FileField(storage=private_files, upload_to=place_for_import, max_length=200)
    file_name = models.CharField("name of the file as it was given", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    # A worker opens the file: this says how far it is.
    run = models.OneToOneField("core.Run", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pot", "kind", "year", "round", "sha256"],
                name="imported_file_is_kept_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="imported_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="imported_file_has_a_fingerprint"
            ),
            models.CheckConstraint(
                condition=Q(kind="grid", year__isnull=False) | ~Q(kind="grid") & Q(year=None),
                name="imported_grid_is_for_a_year",
            ),
            models.CheckConstraint(
                condition=Q(kind="returns", round__isnull=False) | ~Q(kind="returns") & Q(round=None),
                name="imported_returns_are_for_a_round",
            ),
        ]
        triggers = protect("imported_file")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("funding:imported_file", args=[self.pot.slug, self.pk])

    @property
    def is_for(self) -> str:
        """ "2006/07", or the name of a round; empty where the file itself says what it is about."""
        if self.round is not None:
            return str(self.round)
        return f"{self.year}/{(self.year + 1) % 100:02d}" if self.year is not None else ""

    def latest_reading(self):
        """What was found in it when it was read last; nothing while it waits to be read."""
        return max(self.readings.all(), key=lambda reading: reading.pk, default=None)


class FileReading(AppendOnly):
    """What was found in an imported file when it was held against the record: mistakes at their cells, or figures."""

    imported = models.ForeignKey(ImportedFile, on_delete=models.PROTECT, related_name="readings")
    mistakes = models.JSONField("what is wrong, and where", default=list, blank=True)
    mistake_count = models.PositiveIntegerField(default=0)
    # Things to know before it is loaded, which keep nobody from loading it.
    remarks = models.JSONField(default=list, blank=True)
    found = models.JSONField("the figures in it", default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mistake_count=0) & ~Q(found={}) | Q(mistake_count__gt=0, found={}),
                name="file_reading_has_mistakes_or_figures",
            )
        ]
        triggers = protect("file_reading")

    def __str__(self) -> str:
        return f"{self.imported}, read at {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_good(self) -> bool:
        return self.mistake_count == 0


class FileLoading(AppendOnly):
    """An imported file was taken over into the record, once: who pressed the button, and what it did."""

    imported = models.OneToOneField(ImportedFile, on_delete=models.PROTECT, related_name="loading")
    reading = models.OneToOneField(FileReading, on_delete=models.PROTECT, related_name="loading")
    # Sentences, and the address where one goes on.
    what_it_did = models.TextField()
    leads_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what_it_did=""), name="file_loading_says_what_it_did")
        ]
        triggers = [
            *protect("file_loading"),
            pgtrigger.Trigger(
                name="file_loading_of_no_mistakes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM funding_filereading r WHERE r.id = NEW.reading_id
                                   AND r.imported_id = NEW.imported_id AND r.mistake_count = 0) THEN
                        RAISE EXCEPTION 'A file with mistakes is not loaded.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'file_loading_of_no_mistakes';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.imported}: {self.what_it_did}"
