"""What a representative tells the body they represent about a meeting."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse

from core.access import Access
from core.models import AppendOnly, AppendOnlyQuerySet, PublishedVersion, hash_must_fit, no_truncate, protect
from partnership.models import Group


class RepresentativeReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published, or was and says that it is withdrawn, for everyone; a draft for its author alone."""
        given_out = ~Q(status=RepresentativeReport.Status.DRAFT)
        public = given_out & Q(meeting__group__is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        of_my_groups = given_out & Q(meeting__group__in=Group.objects.read_by(user).values("pk"))
        return self.filter(public | of_my_groups | Q(author__user=user))

    def at_address(self, group_slug, held_on, author_slug):
        return self.filter(
            meeting__group__slug=group_slug, meeting__held_on=held_on, author__slug=author_slug
        )

    def published(self):
        return self.filter(status=RepresentativeReport.Status.PUBLISHED)

    def to_finish(self):
        """Drafts, and what was written on since it was published."""
        changed = Q(status=RepresentativeReport.Status.PUBLISHED) & ~Q(revision=F("published_revision"))
        return self.filter(Q(status=RepresentativeReport.Status.DRAFT) | changed)

    def written_by(self, user):
        return self.filter(author__user=user)

    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def of_group(self, group):
        return self.filter(meeting__group=group)

    def of_author(self, person):
        return self.filter(author=person)

    def to_body(self, organisation):
        return self.filter(body=organisation)

    def of_year(self, year):
        return self.filter(meeting__held_on__year=year)

    def with_names(self):
        return self.select_related("meeting__group", "author", "body")

    def newest_first(self):
        """By the meeting that they report, then by when they were published."""
        return self.order_by("-meeting__held_on", F("published_at").desc(nulls_first=True), "-pk")


class RepresentativeReport(models.Model):
    """One representative's report of one meeting to the body for which they sat there."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {
        Status.DRAFT: {Status.PUBLISHED},
        # Published again: a corrected version, also of a report that had to be withdrawn first.
        Status.PUBLISHED: {Status.PUBLISHED, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.PUBLISHED},
    }

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="reports")
    author = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="reports")
    body = models.ForeignKey(
        "partnership.Organisation",
        verbose_name="body represented",
        on_delete=models.PROTECT,
        related_name="reports",
    )
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    ask = models.TextField("what I ask of you", blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    # Counts the savings, so that two windows open on one report are told of each other.
    revision = models.PositiveIntegerField(default=0, editable=False)
    published_revision = models.PositiveIntegerField(null=True, editable=False)
    published_at = models.DateTimeField("first published", null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.TextField("why it was withdrawn", blank=True, editable=False)

    objects = RepresentativeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__held_on", "author"]
        indexes = [models.Index(fields=["status", "-published_at"], name="reports_by_publication")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "author"],
                name="representative_report_once_for_each_meeting",
                violation_error_message="There is a report of this meeting by this author already.",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None, published_revision=None)
                | ~Q(status="draft") & Q(published_at__isnull=False, published_revision__isnull=False),
                name="representative_report_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_because="")
                | ~Q(status="withdrawn") & Q(withdrawn_at=None, withdrawn_because=""),
                name="representative_report_withdrawn_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_report_stays_on_the_record",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status <> 'draft'"),
                func="""
                    IF TG_OP = 'DELETE' OR NEW.status = 'draft'
                       OR ROW(NEW.meeting_id, NEW.author_id, NEW.body_id, NEW.published_at)
                          IS DISTINCT FROM ROW(OLD.meeting_id, OLD.author_id, OLD.body_id, OLD.published_at) THEN
                        RAISE EXCEPTION 'a published report stays on the record' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("representative_report"),
        ]

    def __str__(self) -> str:
        return f"Report of {self.meeting} by {self.author}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:representative_report", args=self.address)

    @property
    def address(self) -> list[str]:
        """The three parts of its address: the group's slug, the day of the meeting, the author's slug."""
        return [*self.meeting.address, self.author.slug]

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def has_unpublished_changes(self) -> bool:
        """Given out, and written on since."""
        return not self.is_draft and self.revision != self.published_revision

    def may_become(self, status: str) -> bool:
        return status in self.NEXT.get(self.Status(self.status), set())


class ReportedItem(models.Model):
    """An item of the meeting as its reporter has it on the desk: chosen or not, what it means, what is quoted.

    Quotes are marks, not copies: the words are taken from the published minutes when the report is published.
    """

    report = models.ForeignKey(RepresentativeReport, on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="reported")
    is_chosen = models.BooleanField("reported", default=False)
    meaning = models.TextField("what it means for the sector", blank=True)
    quotes_minute = models.BooleanField("quotes the minute", default=False)
    quoted_decisions = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    quoted_actions = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        ordering = ["report", "item"]
        constraints = [
            models.UniqueConstraint(fields=["report", "item"], name="reported_item_once_in_a_report")
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.item}"


class RepresentativeReportVersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """The versions of reports that stand; of a withdrawn one only its author reads on."""
        stands = Q(report__in=RepresentativeReport.objects.visible_to(user).published().values("pk"))
        if not user.is_authenticated:
            return self.filter(stands)
        return self.filter(stands | Q(report__author__user=user))

    def newest_first(self):
        return self.order_by("-number")


class RepresentativeReportVersion(PublishedVersion):
    """A report as it was given out once, and the version of the minutes that it quotes."""

    report = models.ForeignKey(RepresentativeReport, on_delete=models.PROTECT, related_name="versions")
    minutes_version = models.ForeignKey(
        "meetings.MinutesVersion", on_delete=models.PROTECT, related_name="reports"
    )

    objects = RepresentativeReportVersionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_number_is_given_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="report_version_after_the_first_says_why"
            ),
        ]
        triggers = [*protect("report_version"), hash_must_fit("report_version")]

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"


class ReportedPassageQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """The newest words of each report that stands, without those on an item that is not open any more."""
        newest = (
            RepresentativeReportVersion.objects.filter(report=OuterRef("version__report"))
            .order_by("-number")
            .values("pk")[:1]
        )
        stands = RepresentativeReport.objects.visible_to(user).published()
        return self.filter(
            Q(item=None) | Q(item__access=Access.OPEN),
            version=newest,
            version__report__in=stands.values("pk"),
        )


class ReportedPassage(AppendOnly):
    """The author's own words on one item, or on the whole meeting, in one version: what search finds."""

    version = models.ForeignKey(
        RepresentativeReportVersion, on_delete=models.PROTECT, related_name="passages"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", null=True, on_delete=models.PROTECT, related_name="reported_passages"
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ReportedPassageQuerySet.as_manager()

    class Meta:
        ordering = [F("version").desc(), F("item").asc(nulls_first=True)]
        indexes = [GinIndex(fields=["search"], name="reported_passage_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "item"], name="reported_passage_once_for_each_item", nulls_distinct=False
            )
        ]
        triggers = protect("reported_passage")

    def __str__(self) -> str:
        return f"{self.version}: {self.title}"
