"""Structured papers to a deciding body."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from core.constraints import all_or_none
from core.models import AppendOnly, AppendOnlyQuerySet, PublishedVersion, hash_must_fit, protect
from meetings.models.decisions import Decision
from meetings.models.papers import Paper
from meetings.models.report_templates import SectionShape
from partnership.models import Group


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As its paper; while it is prepared, also for whoever writes, clears or approves it."""
        return self.filter(paper__in=Paper.objects.visible_to(user).values("pk"))

    def worked_on_by(self, user):
        """Reports that this login writes, clears or approves, or whose body it supports."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(author=user)
            | Q(approver=user)
            | Q(pk__in=self.model._base_manager.filter(clearances__consulted=user).values("pk"))
            | Q(paper__group__in=Group.objects.supported_by(user).values("pk"))
        )

    def in_preparation(self):
        return self.filter(paper__published_at=None, paper__withdrawn_at=None)

    def written_by(self, user):
        return self.filter(author=user)

    def of_meetings_after(self, day):
        """Written for a meeting that is still to come, and on no agenda."""
        return self.filter(meeting__held_on__gt=day, paper__item=None)

    def meant_for(self, meeting):
        """Written for a meeting, and on no agenda yet."""
        return self.filter(meeting=meeting, paper__item=None)

    def with_paper(self):
        return self.select_related("paper__group", "paper__item__meeting__group", "meeting__group", "author")


class Report(models.Model):
    """A structured paper: what a body is asked to decide, and all it needs to know for that."""

    paper = models.OneToOneField("meetings.Paper", on_delete=models.PROTECT, related_name="report")
    # Where it is to go, as long as it is on no agenda.
    meeting = models.ForeignKey(
        "meetings.Meeting",
        verbose_name="meeting it is written for",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structured_reports",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="written_reports"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports_to_approve",
    )
    portfolio_area = models.CharField(max_length=160, blank=True)
    wards_affected = models.CharField(max_length=200, blank=True)
    is_key = models.BooleanField("key decision", default=False)
    # Counts the savings of the text.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # The mark of the words that were approved: a text with another mark has not been.
    approved_mark = models.CharField(max_length=64, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            all_or_none("approved_at", "approved_by", name="report_approved_at_and_by"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_mark="")
                | Q(approved_at__isnull=False) & ~Q(approved_mark=""),
                name="report_approved_says_which_words",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("author")),
                name="report_is_approved_by_another_than_its_author",
                violation_error_message="A report is approved by somebody else than its author.",
            ),
        ]

    def __str__(self) -> str:
        return self.paper.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:paper", args=[self.paper_id])

    @property
    def group(self) -> Group:
        return self.paper.group


class ReportSection(SectionShape):
    """One section of one report, with what is written in it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sections")
    text = models.TextField(blank=True)

    class Meta(SectionShape.Meta):
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_section_once_in_a_report"),
            models.UniqueConstraint(
                fields=["report", "position"], name="report_section_has_a_place_of_its_own"
            ),
        ]


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=Report.objects.visible_to(user).values("pk"))

    def on_item(self, item):
        """What the body is asked to agree under an item, as its officers and members read it."""
        return self.filter(report__paper__item=item, report__paper__withdrawn_at=None)

    def undecided(self):
        """Nothing came of them yet, or it was put off or logged in error."""
        settled = Resolution.objects.exclude(decision__outcome__in=["withdrawn", "deferred"])
        return self.exclude(pk__in=settled.values("recommendation"))


class Recommendation(models.Model):
    """One thing that a report asks the body to agree, in the words of the decision."""

    # What can come of it.
    OUTCOMES = [
        Decision.Outcome.AGREED,
        Decision.Outcome.AGREED_AS_AMENDED,
        Decision.Outcome.DEFERRED,
        Decision.Outcome.REFUSED,
    ]

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recommendations")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"],
                name="recommendation_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class ResolutionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Those whose report and whose decision the reader may see."""
        return self.filter(recommendation__report__in=Report.objects.visible_to(user).values("pk"))

    def in_words(self):
        """What was put, and the report it stood in, each in one value."""
        paper = "recommendation__report__paper"
        return self.values(put=JSONObject(text="text", title=f"{paper}__title", paper=paper))


class Resolution(AppendOnly):
    """What a body made of one recommendation: the words that were put to it, and the decision they became."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="resolutions")
    decision = models.ForeignKey("meetings.Decision", on_delete=models.PROTECT, related_name="resolutions")
    # A corrected report may recommend in other words later; what was put to the meeting stays.
    text = models.TextField("as it was recommended")

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "decision"], name="resolution_once_for_a_decision"
            )
        ]
        triggers = [
            *protect("resolution"),
            pgtrigger.Trigger(
                name="resolution_is_of_the_body_it_was_put_to",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM meetings_recommendation n
                        JOIN meetings_report r ON r.id = n.report_id
                        JOIN meetings_paper p ON p.id = r.paper_id
                        JOIN meetings_decision d ON d.id = NEW.decision_id
                        WHERE n.id = NEW.recommendation_id AND p.group_id = d.group_id
                    ) THEN
                        RAISE EXCEPTION 'a recommendation is decided by the body it was made to'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} on {self.recommendation}"


class ReportVersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Versions of published reports that the reader may see; every one, the corrected ones too."""
        return self.filter(report__in=Report.objects.visible_to(user).values("pk"))

    def latest_first(self):
        return self.order_by("-number")


class ReportVersion(PublishedVersion):
    """A report as it was given out: numbered, hashed, never changed. A correction is the next, with its reason."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="structured_report_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="structured_report_correction_says_why"
            ),
        ]
        triggers = [*protect("structured_report_version"), hash_must_fit("structured_report_version")]

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"
