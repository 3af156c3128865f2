"""What a locality needs, and what it wants to reach, in the terms of the engagement framework."""

from django.db import models
from django.db.models import Q

from localities.models.profile import SAYS_SOMETHING


class Need(models.Model):
    """Something that people in a locality need, and how that is known."""

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="needs")
    text = models.CharField("what is needed", max_length=500)
    evidence = models.CharField("how that is known", max_length=500)

    class Meta:
        ordering = ["locality", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__regex=SAYS_SOMETHING),
                name="need_has_its_evidence",
                violation_error_message="Say how the need is known.",
            ),
            models.UniqueConstraint(
                fields=["locality", "text"],
                name="need_once_in_a_locality",
                violation_error_message="This need is on record already.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.locality.get_absolute_url()}#needs"


class Objective(models.Model):
    """What a locality wants to reach under one of the three aims of the locality strategy, and how far it has come."""

    class Aim(models.TextChoices):
        ENGAGEMENT = "better_engagement", "Better engagement"
        SERVICES = "localised_services", "Localised services"
        COMMUNITIES = "empowered_communities", "Empowered communities"

    class Progress(models.TextChoices):
        NOT_BEGUN = "not_begun", "Not begun"
        UNDER_WAY = "under_way", "Under way"
        REACHED = "reached", "Reached"
        GIVEN_UP = "given_up", "Given up"
        NOT_KNOWN = "not_known", "Not known"

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="objectives")
    aim = models.CharField("which aim it serves", max_length=30, choices=Aim)
    text = models.CharField("what is to be reached", max_length=500)
    progress = models.CharField(max_length=12, choices=Progress, default=Progress.NOT_BEGUN)
    progress_note = models.CharField("how far it has come", max_length=500, blank=True)
    illustrative = models.CharField(
        "what in it is illustrative, where the record does not know", max_length=300, blank=True
    )

    class Meta:
        ordering = ["locality", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "aim", "text"],
                name="objective_once_under_an_aim",
                violation_error_message="This objective is on record already.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.locality.get_absolute_url()}#approach"
