"""Long work that somebody waits for."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.private_files import private_files

# A worker that has said nothing of a run for this long is taken to be dead.
SILENCE_LASTS = timedelta(minutes=5)
# A run that nobody has taken up after this long has lost its place in the queue.
QUEUE_LASTS = timedelta(minutes=2)
# How many workers may die of one run before it is given up.
MOST_TRIES = 3


def place_for_file(run: "Run", file_name: str) -> str:
    """A name that says nothing and is never given twice."""
    return f"runs/{uuid.uuid4()}"


class RunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Work is shown to whoever asked for it, and to nobody else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(asked_by=user)

    def unfinished(self):
        return self.filter(state__in=[Run.State.QUEUED, Run.State.WORKING])

    def stranded(self):
        """Queued with no task on its way, or in the hands of a worker that has died."""
        now = timezone.now()
        return self.filter(
            Q(state=Run.State.QUEUED, queued_at__lte=now - QUEUE_LASTS)
            | Q(state=Run.State.WORKING, heard_at__lte=now - SILENCE_LASTS)
        )


class Run(models.Model):
    """One piece of long work: who asked for it, how far it has come, and what came of it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting for its turn"
        WORKING = "working", "Under way"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    # The name of the task that does it; the task is given the run's id and finds its arguments here.
    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("progress in per cent", default=0)
    sentence = models.CharField("what is being done just now", max_length=300, blank=True)
    problem = models.TextField("why it failed", blank=True)

    file = models.FileField(storage=private_files, upload_to=place_for_file, max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    # Where whoever asked goes on from its page.
    leads_to = models.CharField(max_length=300, blank=True)

    # Empty when it was not a person signed in who asked: then no page shows it.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    # When its worker last said how far it is.
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["queued_at"], condition=Q(state__in=["queued", "working"]), name="runs_not_finished"
            ),
            models.Index(fields=["asked_by", "-asked_at"], name="runs_of_one_login"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="run_progress_ends_at_100"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "working"], finished_at=None),
                name="run_finished_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(problem=""), name="run_failed_says_why"),
            models.CheckConstraint(
                condition=~Q(state="working") | Q(claimed_at__isnull=False, heard_at__isnull=False),
                name="run_under_way_is_in_somebodys_hands",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("core:run", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED
