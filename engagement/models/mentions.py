"""Consultations that minutes speak of, and of which the record holds no more."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.urls import reverse

from meetings.models import AgendaItem


class MentionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may read the item that speaks of it."""
        return self.filter(item__in=AgendaItem.objects.visible_to(user).values("pk"))

    def with_item(self):
        return self.select_related("item__meeting__group", "consultation")

    def latest_first(self):
        return self.order_by("-item__meeting__held_on", "title")

    def without_entry(self):
        """Those of which the register says no more elsewhere."""
        return self.filter(consultation=None)

    def among(self, mentions):
        return self.filter(pk__in=mentions)

    def of_meeting(self, meeting):
        return self.filter(item__meeting=meeting)

    def in_locality(self, locality):
        """Spoken of under an item that concerns a locality."""
        return self.filter(item__localities=locality)

    def in_year(self, year: int):
        return self.filter(item__meeting__held_on__year=year)

    def with_words(self, words: str):
        search = SearchVector("title", "note", "asked_by", config="english")
        query = SearchQuery(words, search_type="websearch", config="english")
        return self.alias(search=search).filter(search=query)


class Mention(models.Model):
    """A consultation named in a meeting whose days, stage and answers nobody knows. Nothing is guessed."""

    title = models.CharField("what was spoken of", max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    asked_by = models.CharField("who asks, as far as the record says", max_length=200, blank=True)
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

    def get_absolute_url(self) -> str:
        return reverse("engagement:mention", args=[self.slug])

    @property
    def named_on(self):
        """The only day that is known; its item and meeting fetched before."""
        return self.item.meeting.held_on
