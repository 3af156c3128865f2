"""Reports that are made at fixed times, or when somebody asks: what was counted, for whom, as of which moment."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import IO

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none, no_overlap_of_moments
from core.models import AppendOnly, AppendOnlyQuerySet, hash_must_fit, protect
from core.private_files import private_files
from core.statements import Statement, statement_from
from partnership.models.groups import Group

# A digest that left something out between two would forget it for good.
TAKES_UP_WHERE_THE_LAST_ENDED = """
    SELECT max(until) INTO ended FROM partnership_periodicreport
        WHERE goes_on AND kind = NEW.kind AND reader_id = NEW.reader_id;
    IF ended IS NOT NULL AND NEW.since <> ended THEN
        RAISE EXCEPTION 'It has to begin where the one before it ended.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'periodic_report_goes_on_without_a_gap';
    END IF;
    RETURN NEW;
"""


def place_for_report(report: "PeriodicReport", file_name: str) -> str:
    """A name that tells nothing of the report and is never given twice."""
    return f"periodic-reports/{timezone.localdate():%Y/%m}/{uuid.uuid4()}"


class PeriodicReportQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """What was made for everyone; what was made for the officers of a group, for them; and one's own."""
        public = Q(audience=PeriodicReport.Audience.EVERYONE) & (
            Q(group=None) | Q(group__in=Group.objects.visible_to(user).values("pk"))
        )
        if not user.is_authenticated:
            return self.filter(public)
        kept = Q(
            audience=PeriodicReport.Audience.OFFICERS,
            group__in=Group.objects.supported_by(user).values("pk"),
        )
        return self.filter(public | kept | Q(audience=PeriodicReport.Audience.READER, reader=user))

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def of_group(self, group):
        return self.filter(group=group)

    def about(self, thing):
        """Reports about one thing; about everything at once, where it is None."""
        if thing is None:
            return self.filter(content_type=None)
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)

    def over(self, since, until):
        """Of exactly this time."""
        return self.filter(since=since, until=until)

    def reaching_into_year(self, year):
        """Of a time with a day in that year."""
        start, end = (timezone.make_aware(datetime(each, 1, 1)) for each in (year, year + 1))
        return self.filter(since__lt=end, until__gt=start)

    def made_for(self, audience, reader):
        return self.filter(audience=audience, reader=reader)

    def going_on(self, kind, reader):
        """The chain of somebody's digests."""
        return self.filter(goes_on=True, kind=kind, reader=reader)

    def newest_first(self):
        return self.order_by("-as_of", "-pk")

    def newest_of_each_kind(self):
        return self.order_by("kind", "-as_of", "-pk").distinct("kind")

    def in_brief(self):
        """Without their figures, which may be long."""
        return self.defer("body").select_related("group", "by", "reader")


class PeriodicReport(AppendOnly):
    """A report over a time, as it was made once: its figures, their words and its two files never change.

    Made again, it is another edition beside the first.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone", "Everyone"
        OFFICERS = "officers", "Officers of the group"
        READER = "reader", "One reader"

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    # What it is about; nothing where it is about the whole partnership.
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.BigIntegerField(null=True, blank=True)
    thing = GenericForeignKey("content_type", "object_id")
    # The group whose business it is.
    group = models.ForeignKey(
        "partnership.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="periodic_reports"
    )
    # Of what it was made: of what these may read, and only they read it.
    audience = models.CharField(max_length=10, choices=Audience)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="periodic_reports",
    )
    # From a moment on and up to another, which is no longer in it.
    since = models.DateTimeField()
    until = models.DateTimeField()
    period = models.CharField("the time in words", max_length=120)
    # A digest: it takes up where the last one of its reader ended, so that nothing is told twice or not at all.
    goes_on = models.BooleanField(default=False)
    number = models.PositiveIntegerField("edition", default=1)
    lead = models.TextField("what it says first")
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    pdf = models.FileField(storage=private_files, upload_to=place_for_report, max_length=200)
    pdf_sha256 = models.CharField(max_length=64)
    workbook = models.FileField(storage=private_files, upload_to=place_for_report, max_length=200)
    workbook_sha256 = models.CharField(max_length=64)
    as_of = models.DateTimeField("moment of its figures")
    run = models.OneToOneField(
        "core.Run", null=True, blank=True, on_delete=models.PROTECT, related_name="periodic_report"
    )
    # Empty when the clock had it made.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    search = models.GeneratedField(
        expression=SearchVector("title", "lead", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PeriodicReportQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        indexes = [
            GinIndex(fields=["search"], name="periodic_report_search"),
            models.Index(fields=["kind", "-as_of"], name="periodic_reports_of_a_kind"),
            models.Index(fields=["group", "-as_of"], name="periodic_reports_of_a_group"),
            models.Index(fields=["-as_of", "-id"], name="periodic_reports_newest_first"),
        ]
        constraints = [
            all_or_none("content_type", "object_id", name="periodic_report_thing_is_whole"),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="periodic_report_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(audience="everyone", reader=None)
                | Q(audience="officers", reader=None, group__isnull=False)
                | Q(audience="reader", reader__isnull=False),
                name="periodic_report_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(goes_on=False) | Q(audience="reader"), name="periodic_report_goes_on_for_a_reader"
            ),
            models.UniqueConstraint(
                fields=[
                    "kind",
                    "content_type",
                    "object_id",
                    "audience",
                    "reader",
                    "since",
                    "until",
                    "number",
                ],
                nulls_distinct=False,
                name="periodic_report_edition_has_its_number",
            ),
            models.UniqueConstraint(
                fields=["kind", "content_type", "object_id", "audience", "reader", "since", "until"],
                condition=Q(by=None),
                nulls_distinct=False,
                name="periodic_report_once_from_the_clock",
            ),
            no_overlap_of_moments(
                "reader",
                words=("kind",),
                condition=Q(goes_on=True),
                name="periodic_report_goes_on_without_telling_twice",
            ),
        ]
        triggers = [
            *protect("periodic_report"),
            hash_must_fit("periodic_report"),
            pgtrigger.Trigger(
                name="periodic_report_goes_on_without_a_gap",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("ended", "timestamptz")],
                condition=pgtrigger.Condition("NEW.goes_on"),
                func=TAKES_UP_WHERE_THE_LAST_ENDED,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:periodic_report", args=[self.pk])

    @property
    def statement(self) -> Statement:
        """What it says, read from what was kept."""
        return statement_from(json.loads(self.body)["statement"])

    @property
    def is_intact(self) -> bool:
        """Whether its words are still those that were sealed."""
        return hashlib.sha256(self.body.encode()).hexdigest() == self.sha256

    @property
    def origin(self) -> str:
        """Who wanted it, in words."""
        return f"asked for by {self.by}" if self.by else "made at its fixed time"


def fingerprint(file: IO[bytes] | bytes) -> str:
    """The hash by which a file is known again."""
    return hashlib.sha256(file if isinstance(file, bytes) else file.read()).hexdigest()
