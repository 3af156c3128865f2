"""Taking back the record of a meeting that was closed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from core.models import no_truncate
from partnership.models import Group


class ReopeningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A reopened record says so to everyone who may read it; the group and administrators see what is asked."""
        agreed = Q(status=Reopening.Status.AGREED, meeting__group__is_public=True)
        if not user.is_authenticated:
            return self.filter(agreed)
        own = Q(meeting__group__in=Group.objects.read_by(user).values("pk"))
        asked = Q(meeting__group__is_public=True) if user.is_staff else Q(pk__in=[])
        return self.filter(agreed | own | asked)

    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def asked(self):
        """Waiting for a second person."""
        return self.filter(status=Reopening.Status.ASKED)

    def agreed(self):
        return self.filter(status=Reopening.Status.AGREED)

    def in_force(self):
        """Agreed, and the meeting not closed again since."""
        return self.agreed().filter(closed_again_at=None)

    def with_names(self):
        return self.select_related("meeting__group", "asked_by", "answered_by", "lifts")


class Reopening(models.Model):
    """The record of a closed meeting taken back to be corrected: asked by one person, agreed by another."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {Status.ASKED: {Status.AGREED, Status.REFUSED, Status.WITHDRAWN}}

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="reopenings")
    reason = models.TextField("why")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED, editable=False)
    answer = models.TextField("why refused", blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The approval that it lifts, and who had signed: the sealed version of those days stays readable.
    lifts = models.ForeignKey(
        "meetings.Decision",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="lifted_by",
    )
    was_signed = models.CharField("signed before by", max_length=200, blank=True, editable=False)
    closed_again_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            all_or_none("answered_at", "answered_by", name="reopening_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(status="asked", answered_at=None)
                | ~Q(status="asked") & Q(answered_at__isnull=False),
                name="reopening_answered_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_says_why"),
            models.CheckConstraint(
                condition=~Q(status__in=["agreed", "refused"]) | ~Q(answered_by=F("asked_by")),
                name="reopening_takes_two_people",
                violation_error_message="Somebody else has to answer it.",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(answer=""), name="reopening_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(closed_again_at=None) | Q(status="agreed"),
                name="reopening_closed_again_was_agreed",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(status="asked") | Q(status="agreed", closed_again_at=None),
                name="reopening_one_at_a_time",
                violation_error_message="To reopen this meeting is asked for already.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="reopenings_are_kept", operation=pgtrigger.Delete),
            no_truncate("reopening"),
            pgtrigger.Trigger(
                name="reopening_begins_with_asking",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.status <> 'asked' THEN
                        RAISE EXCEPTION 'a reopening is asked for first' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # Words and answers stay; only that the meeting was closed again is noted, once.
            pgtrigger.Trigger(
                name="reopening_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF ROW(NEW.meeting_id, NEW.reason, NEW.asked_by_id, NEW.asked_at)
                       IS DISTINCT FROM ROW(OLD.meeting_id, OLD.reason, OLD.asked_by_id, OLD.asked_at)
                       OR (OLD.status <> 'asked' AND
                           ROW(NEW.status, NEW.answer, NEW.answered_at, NEW.answered_by_id, NEW.lifts_id,
                               NEW.was_signed)
                           IS DISTINCT FROM
                           ROW(OLD.status, OLD.answer, OLD.answered_at, OLD.answered_by_id, OLD.lifts_id,
                               OLD.was_signed))
                       OR (OLD.closed_again_at IS NOT NULL AND NEW.closed_again_at IS DISTINCT FROM OLD.closed_again_at)
                    THEN
                        RAISE EXCEPTION 'a reopening stays as it was written' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Reopening of {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:reopening", args=[*self.meeting.address, self.pk])

    @property
    def is_asked(self) -> bool:
        return self.status == self.Status.ASKED

    def may_become(self, status: str) -> bool:
        return status in self.NEXT.get(self.Status(self.status), set())
