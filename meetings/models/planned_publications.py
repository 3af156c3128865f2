"""What is to be published at a day and hour."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnership.models import Group


class PlannedPublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers alone know what is about to be published."""
        return self.filter(meeting__group__in=Group.objects.supported_by(user).values("pk"))

    def waiting(self):
        return self.filter(status=PlannedPublication.Status.WAITING)

    def due(self):
        return self.waiting().filter(at__lte=timezone.now())

    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def until(self, moment):
        return self.filter(at__lte=moment)

    def in_order(self):
        """As the clock does them: by their hour, and of one hour what others stand on first."""
        order = [models.When(act=act, then=place) for place, act in enumerate(PlannedPublication.Act)]
        return self.order_by("at", models.Case(*order, output_field=models.IntegerField()), "pk")

    def with_meeting(self):
        return self.select_related("meeting__group", "set_by")


class PlannedPublication(models.Model):
    """An act of publication that the clock will do for an officer, or did, or could not do."""

    # In this order at the same hour: minutes are published after the decisions in them.
    class Act(models.TextChoices):
        AGENDA = "agenda", "Agenda"
        PAPERS = "papers", "Papers"
        DECISIONS = "decisions", "Decisions"
        DRAFT_MINUTES = "draft_minutes", "Draft minutes"
        MINUTES = "minutes", "Minutes"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Published"
        REFUSED = "refused", "Not published"
        CANCELLED = "cancelled", "Cancelled"

    act = models.CharField("what", max_length=20, choices=Act)
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.PROTECT, related_name="planned_publications"
    )
    at = models.DateTimeField("to be published at")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING, editable=False)
    ended_at = models.DateTimeField("done or given up at", null=True, blank=True, editable=False)
    # What became of it, in a sentence.
    outcome = models.TextField(blank=True, editable=False)

    objects = PlannedPublicationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], condition=Q(status="waiting"), name="publications_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "act"],
                condition=Q(status="waiting"),
                name="planned_publication_waits_once",
                violation_error_message="A day and hour is set for this already.",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", ended_at=None, outcome="")
                | ~Q(status="waiting") & Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="planned_publication_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} of {self.meeting}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def is_overdue(self) -> bool:
        """Its hour has passed, and the clock has not come to it."""
        return self.is_waiting and self.at <= timezone.now()
