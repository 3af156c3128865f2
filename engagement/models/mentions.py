"""Consultations that minutes speak of, and of which the record holds no more."""

import pgtrigger
from django.conf import settings
from django.db import models

from meetings.models import AgendaItem


class MentionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may read the item that speaks of it."""
        return self.filter(item__in=AgendaItem.objects.visible_to(user).values("pk"))

    def with_item(self):
        return self.select_related("item__meeting__group", "consultation")

    def latest_first(self):
        return self.order_by("-item__meeting__held_on", "title")


class Mention(models.Model):
    """A consultation named in a meeting whose days, stage and answers nobody knows. Nothing is guessed."""

    title = models.CharField("what was spoken of", max_length=200)
    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="mentions")
    note = models.CharField("what is known of it", max_length=500, blank=True)
    consultation = models.ForeignKey(
        "engagement.Consultation",
        verbose_name="its entry, if it has come to have one",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentions",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "title"],
                name="mention_is_one_of_its_item",
                violation_error_message="That is noted for this item already.",
            )
        ]
        triggers = [pgtrigger.Protect(name="mention_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title
