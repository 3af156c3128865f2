"""What is written down while a consultation is planned: its options, and what was chosen about overlaps."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from engagement.models.consultations import Consultation


class Option(models.Model):
    """Something that could be done; or was thought of and rejected, with the reason."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_rejected = models.BooleanField("rejected before anybody was asked", default=False)
    why_rejected = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "position"],
                name="option_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(is_rejected=False, why_rejected="") | Q(is_rejected=True) & ~Q(why_rejected=""),
                name="option_rejected_says_why",
                violation_error_message="Say why the option was rejected.",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class OverlapChoiceQuerySet(models.QuerySet):
    def that_save(self):
        """Merged, or asked with one invitation: the only choices that save anything."""
        return self.filter(choice__in=["merge", "joint"])

    def to_count_by(self, user):
        """What may become a saving in the hands of a login: about its own groups' asking, if it may see both."""
        seen = Consultation.objects.visible_to(user).values("pk")
        own = Consultation.objects.run_by(user).values("pk")
        return (
            self.that_save()
            .filter(Q(consultation__in=own) | Q(other__in=own), consultation__in=seen, other__in=seen)
            .select_related("consultation", "other")
        )


class OverlapChoice(models.Model):
    """What was chosen when two pieces of asking would meet the same people at the same time, and why."""

    class Choice(models.TextChoices):
        MERGE = "merge", "Ask together: merge the two"
        STAGGER = "stagger", "Ask one after the other"
        JOINT = "joint", "Ask apart, but with one invitation"
        PROCEED = "proceed", "Go ahead as planned"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="overlap_choices")
    other = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="overlap_choices_of_others"
    )
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.CharField(max_length=500)
    # What was overlapping when it was chosen: with other days, places or audiences it is asked again.
    mark = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    objects = OverlapChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="overlap_choice_says_why"),
            models.CheckConstraint(condition=~Q(consultation=F("other")), name="overlap_is_with_another"),
        ]
        triggers = [
            pgtrigger.Protect(name="overlap_choice_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()}: {self.other}"
