"""What members find wrong in draft minutes, and what became of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from core.models import no_truncate
from partnership.models import Group


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the members and officers of the group: the public reads no proposals, members read exempt items too."""
        return self.filter(minutes__meeting__group__in=Group.objects.read_by(user).values("pk"))

    def of_meeting(self, meeting):
        return self.filter(minutes__meeting=meeting)

    def run_by(self, user):
        """Those that are this officer's to answer."""
        return self.filter(minutes__meeting__group__in=Group.objects.supported_by(user).values("pk"))

    def unanswered(self):
        """Proposed, and neither answered nor taken to the meeting."""
        return self.filter(status=Correction.Status.PROPOSED)

    def taken_to_meeting(self):
        return self.filter(status=Correction.Status.TAKEN)

    def accepted(self):
        return self.filter(status__in=Correction.AGREED)

    def not_given_out(self):
        """Accepted, and in no version that the members have."""
        return self.accepted().filter(in_version=None)

    def with_names(self):
        return self.select_related(
            "item",
            "version",
            "in_version",
            "on_behalf_of",
            "proposed_by__person",
            "answered_by",
            "taken_to__group",
            "minutes__meeting__group",
        )


class Correction(models.Model):
    """A change to the circulated draft of minutes that somebody proposes, and how it was answered."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        TAKEN = "taken", "Taken to the meeting"
        ACCEPTED = "accepted", "Accepted"
        REWORDED = "reworded", "Accepted in other words"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    AGREED = (Status.ACCEPTED, Status.REWORDED)
    ANSWERS = {Status.ACCEPTED, Status.REWORDED, Status.DECLINED, Status.WITHDRAWN}
    NEXT = {
        Status.PROPOSED: {*ANSWERS, Status.TAKEN},
        Status.TAKEN: ANSWERS,
    }

    minutes = models.ForeignKey("meetings.Minutes", on_delete=models.PROTECT, related_name="proposals")
    # The version that the proposer had before them.
    version = models.ForeignKey(
        "meetings.MinutesVersion", on_delete=models.PROTECT, related_name="proposed_corrections"
    )
    # Empty where it is about the attendance or something else that is no item.
    item = models.ForeignKey(
        "meetings.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    old_text = models.TextField("instead of", blank=True)
    new_text = models.TextField("write", blank=True)
    why = models.TextField("why")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    on_behalf_of = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    late_reason = models.TextField("why it is taken after the last day", blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED, editable=False)
    taken_to = models.ForeignKey(
        "meetings.Meeting", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What was really changed in the text of the item: which words gave way to which.
    written_old = models.TextField("words that were replaced", blank=True, editable=False)
    written_new = models.TextField("words that were written", blank=True, editable=False)
    # The first version given out with it.
    in_version = models.ForeignKey(
        "meetings.MinutesVersion",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="corrections",
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["minutes", "status"], name="corrections_by_state")]
        constraints = [
            all_or_none("answered_at", "answered_by", name="correction_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "taken"], answered_at=None)
                | ~Q(status__in=["proposed", "taken"]) & Q(answered_at__isnull=False),
                name="correction_answered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""), name="correction_declined_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(old_text=F("new_text")),
                name="correction_changes_something",
                violation_error_message="Say which words are wrong, or which are missing.",
            ),
            models.CheckConstraint(
                condition=Q(in_version=None) | Q(status__in=["accepted", "reworded"]),
                name="correction_given_out_was_accepted",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="corrections_are_kept", operation=pgtrigger.Delete),
            no_truncate("correction"),
            # The words of a proposal never change, nor does an answer; only the version is noted, once.
            pgtrigger.Trigger(
                name="correction_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF ROW(NEW.minutes_id, NEW.version_id, NEW.item_id, NEW.old_text, NEW.new_text, NEW.why,
                           NEW.proposed_by_id, NEW.proposed_at, NEW.on_behalf_of_id, NEW.late_reason)
                       IS DISTINCT FROM
                       ROW(OLD.minutes_id, OLD.version_id, OLD.item_id, OLD.old_text, OLD.new_text, OLD.why,
                           OLD.proposed_by_id, OLD.proposed_at, OLD.on_behalf_of_id, OLD.late_reason) THEN
                        RAISE EXCEPTION 'the words of a proposal stay' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.answered_at IS NOT NULL AND
                       ROW(NEW.status, NEW.taken_to_id, NEW.answer, NEW.answered_at, NEW.answered_by_id,
                           NEW.written_old, NEW.written_new)
                       IS DISTINCT FROM
                       ROW(OLD.status, OLD.taken_to_id, OLD.answer, OLD.answered_at, OLD.answered_by_id,
                           OLD.written_old, OLD.written_new) THEN
                        RAISE EXCEPTION 'an answer stays' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.in_version_id IS NOT NULL AND NEW.in_version_id IS DISTINCT FROM OLD.in_version_id THEN
                        RAISE EXCEPTION 'the version of a correction stays' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.status = 'taken' AND NEW.status = 'proposed' THEN
                        RAISE EXCEPTION 'what was taken to the meeting is answered' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Correction to {self.place[:1].lower()}{self.place[1:]}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:correction", args=[*self.minutes.meeting.address, self.pk])

    @property
    def place(self) -> str:
        """Which part of the minutes it is about."""
        return f"Item {self.item.number}" if self.item else "Attendance and other facts"

    @property
    def proposer(self) -> str:
        """Whose proposal it is: the person it was entered for, the person who signed in, or the login."""
        return str(self.on_behalf_of or getattr(self.proposed_by, "person", None) or self.proposed_by)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def is_accepted(self) -> bool:
        return self.status in self.AGREED

    def may_become(self, status: str) -> bool:
        return status in self.NEXT.get(self.Status(self.status), set())
