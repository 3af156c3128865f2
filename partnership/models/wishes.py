"""How people wish to be told: how often of what, and when not."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.constraints import all_or_none
from partnership.models.subscriptions import Pace


class KindChoiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody chose is their own business."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class KindChoice(models.Model):
    """How often a login is told of one kind of thing that comes to it because of its part. None: as for everyone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kind_choices")
    # A key of partnership/kinds.py.
    kind = models.CharField(max_length=30)
    pace = models.CharField("how often", max_length=10, choices=Pace)

    objects = KindChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="kind_choice_once_for_each_kind"),
            models.CheckConstraint(
                condition=Q(pace__in=["at_once", "daily", "weekly", "never"]), name="kind_choice_has_a_pace"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.kind}: {self.get_pace_display()}"


class NoticeWishes(models.Model):
    """When a login does not wish to be written to, and whether it wants digests. None: at any hour, and yes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_wishes", primary_key=True
    )
    # Hours of the local clock; the end is the first minute at which mail may come again.
    quiet_from = models.TimeField("quiet from", null=True, blank=True)
    quiet_until = models.TimeField("quiet until", null=True, blank=True)
    not_at_weekends = models.BooleanField("not on Saturdays and Sundays", default=False)
    digests_stopped_at = models.DateTimeField("digest stopped", null=True, blank=True)

    class Meta:
        constraints = [
            all_or_none("quiet_from", "quiet_until", name="notice_wishes_quiet_from_and_until"),
            models.CheckConstraint(
                condition=Q(quiet_from=None) | ~Q(quiet_from=F("quiet_until")),
                name="notice_wishes_quiet_time_ends",
                violation_error_message="The quiet time must end at another hour than it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"how {self.user} wishes to be told"


class StoppedAddress(models.Model):
    """An address without a login that is told no more about one thing. Only a keyed hash of it is kept."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "key"], name="stopped_address_once_for_each_thing"
            )
        ]

    def __str__(self) -> str:
        return f"an address that is told no more ({self.key[:8]})"
