"""The log of who did what, when and why."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from core.models.append_only import AppendOnly, AppendOnlyQuerySet, protect


class HistoryEntryQuerySet(AppendOnlyQuerySet):
    def about(self, obj: models.Model) -> "HistoryEntryQuerySet":
        """Entries of one object."""
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)


class HistoryEntry(AppendOnly):
    """One thing that happened to one object: what, by whom, when, what was before and after, and why."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    verb = models.CharField(max_length=60)
    # Empty when the clock did it: shown as "the system".
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "history entries"
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="history_of_one_object")]
        triggers = protect("history")

    def __str__(self) -> str:
        return f"{self.verb} by {self.by or 'the system'}"
