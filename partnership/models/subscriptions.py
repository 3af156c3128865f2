"""What people asked to be told."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody follows is their own business."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def to(self, thing):
        """Of everyone who follows this group, topic or organisation."""
        return self.to_any([thing])

    def to_any(self, things):
        """Of everyone who follows at least one of these."""
        condition = Q(pk__in=[])
        for thing in things:
            condition |= Q(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
        return self.filter(condition)


class Subscription(models.Model):
    """A login asked to be told what is new about one thing: a group, a topic, the representatives of a body.

    The thing may be of any app, so that what lives on a higher floor can be followed without a change down here.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    since = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["user", "content_type", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="subscriptions_to_one_thing")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"],
                name="subscription_once_for_each_thing",
                violation_error_message="You follow this already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} follows {self.about}"
