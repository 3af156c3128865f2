"""What consulted officers say of a report before it goes to its body."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.constraints import all_or_none
from meetings.models.reports import Report


class ClearanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who work on the report; the readers of a published report read the report."""
        return self.filter(report__in=Report.objects.worked_on_by(user).values("pk"))

    def unanswered(self):
        return self.filter(advice=Clearance.Advice.ASKED)

    def asked_of(self, user):
        return self.filter(consulted=user)

    def of_reports_in_preparation(self):
        return self.filter(report__paper__published_at=None, report__paper__withdrawn_at=None)

    def with_report(self):
        return self.select_related("report__paper__group", "report__author", "consulted")


class Clearance(models.Model):
    """One officer is asked whether a report is right in one respect, by a day; what they said, and of which words."""

    class Area(models.TextChoices):
        FINANCE = "finance", "Finance"
        LEGAL = "legal", "Legal"
        OTHER = "other", "Other"

    class Advice(models.TextChoices):
        ASKED = "asked", "Asked"
        CLEARED = "cleared", "Cleared"
        WITH_COMMENTS = "cleared_with_comments", "Cleared with comments"
        NOT_CLEARED = "not_cleared", "Not cleared"
        WAIVED = "waived", "Waived"

    # Of these every report says something: whoever is not asked is waived, with a reason.
    ALWAYS = (Area.FINANCE, Area.LEGAL)
    GIVEN = (Advice.CLEARED, Advice.WITH_COMMENTS, Advice.NOT_CLEARED)
    # With these a report may go on.
    LETS_PASS = (Advice.CLEARED, Advice.WITH_COMMENTS)

    report = models.ForeignKey("meetings.Report", on_delete=models.PROTECT, related_name="clearances")
    area = models.CharField(max_length=10, choices=Area)
    respect = models.CharField("in what respect", max_length=80, blank=True)
    consulted = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="who is asked",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="clearances",
    )
    # Somebody without a login, by name or office: their advice is recorded by the body's officer.
    consulted_name = models.CharField("who is asked, without a login", max_length=120, blank=True)
    asked_at = models.DateTimeField(editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("advice wanted by", null=True, blank=True)
    advice = models.CharField(max_length=30, choices=Advice, default=Advice.ASKED)
    text = models.TextField("what they said", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The words that the advice is about, so that a later change shows, and what it changed.
    of_mark = models.CharField(max_length=64, blank=True, editable=False)
    of_words = models.TextField(blank=True, editable=False)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["report", "pk"]
        indexes = [models.Index(fields=["advice", "due_on"], name="clearances_by_deadline")]
        constraints = [
            all_or_none("answered_at", "answered_by", name="clearance_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(advice="asked", answered_at=None)
                | ~Q(advice="asked") & Q(answered_at__isnull=False),
                name="clearance_answered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(advice__in=["cleared_with_comments", "not_cleared", "waived"]) | ~Q(text=""),
                name="clearance_other_than_plain_says_why",
                violation_error_message="Say what the comments are, or why it is not cleared.",
            ),
            models.CheckConstraint(
                condition=Q(advice="waived") | Q(consulted__isnull=False) | ~Q(consulted_name=""),
                name="clearance_asks_somebody",
                violation_error_message="Say who is asked.",
            ),
            models.CheckConstraint(
                condition=Q(advice="waived") | Q(due_on__isnull=False), name="clearance_has_a_deadline"
            ),
            models.CheckConstraint(
                condition=~Q(area="other") | ~Q(respect=""),
                name="clearance_other_says_in_what_respect",
                violation_error_message="Say in what respect.",
            ),
            models.UniqueConstraint(
                fields=["report", "area", "respect"],
                name="clearance_once_in_each_respect",
                violation_error_message="Somebody is asked about this already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.who}" if self.who else self.name

    @property
    def name(self) -> str:
        """Finance; for others, in what respect."""
        return self.respect or self.get_area_display()

    @property
    def who(self) -> str:
        return str(self.consulted) if self.consulted else self.consulted_name

    @property
    def is_overdue(self) -> bool:
        return (
            self.advice == self.Advice.ASKED
            and self.due_on is not None
            and self.due_on < timezone.localdate()
        )
