"""What the clock has started, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# How often one start is tried before it is left until the next one is due.
MOST_TRIES = 3


class ScheduledStartQuerySet(models.QuerySet):
    def of(self, task):
        """Starts of one job, by the name of its task."""
        return self.filter(task=task)

    def on_the_timetable(self):
        """Those that the clock started, and not a person."""
        return self.filter(asked_by=None)

    def by_hand(self):
        """Those that a person asked for."""
        return self.exclude(asked_by=None)

    def unfinished(self):
        return self.filter(state__in=[ScheduledStart.State.ASKED, ScheduledStart.State.WORKING])

    def gone_wrong(self):
        """Ended with an error, or in the hands of a worker that died."""
        return self.filter(state__in=[ScheduledStart.State.FAILED, ScheduledStart.State.ABANDONED])

    def latest_of_each(self):
        """The last start of every job, one row a job."""
        return self.order_by("task", "-due_at", "-pk").distinct("task")


class ScheduledStart(models.Model):
    """One start of one job of the timetable: when it was due, who took it up, what came of it.

    The row is what keeps several clocks and several workers from doing the same twice: there is one for each job and
    moment, and whoever does the job holds a lock in the database for as long as it lasts (`core/clock.py`).
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for its turn"
        WORKING = "working", "Under way"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        ABANDONED = "abandoned", "Interrupted"

    task = models.CharField(max_length=120)
    # The moment of the timetable that it belongs to, or when a person asked for it.
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # What the job says it has done, mostly how many.
    outcome = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    # Empty when the clock started it.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScheduledStartQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "due_at"],
                condition=Q(asked_by=None),
                name="scheduled_start_once_for_each_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "working"], finished_at=None)
                | Q(state__in=["done", "failed", "abandoned"], finished_at__isnull=False),
                name="scheduled_start_finished_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["task", "-due_at", "-id"], name="starts_of_one_job")]

    def __str__(self) -> str:
        return f"{self.task}, due {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def has_gone_wrong(self) -> bool:
        return self.state in (self.State.FAILED, self.State.ABANDONED)

    @property
    def lasted(self) -> float | None:
        """Seconds from its start to its end."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None
