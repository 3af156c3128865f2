"""The papers of a meeting in one file."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class PackQuerySet(models.QuerySet):
    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def holding(self, digest):
        """The pack that holds exactly this, if it was ever asked for."""
        return self.filter(digest=digest)

    def not_asked_for_since(self, moment):
        return self.filter(asked_at__lt=moment)


class Pack(models.Model):
    """Agenda and papers of a meeting bound into one PDF: one for each thing that it can hold.

    `holds` says all that goes into it, and the digest is that of `holds`. Nobody asks for a pack by a number: readers
    ask for what they may read of a meeting today, and get the pack of which that is the digest.
    """

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="packs")
    digest = models.CharField(max_length=64)
    holds = models.JSONField()
    run = models.OneToOneField("core.Run", on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(null=True, blank=True)
    # Papers that could not be brought in, each with the sentence why.
    problems = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField("last asked for", default=timezone.now)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "digest"], name="pack_once_for_what_it_holds"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="pack_has_a_digest"),
        ]

    def __str__(self) -> str:
        return f"Papers of {self.meeting}"
