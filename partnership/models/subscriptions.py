"""What people asked to be told, and how often."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Pace(models.TextChoices):
    """How often somebody is told of something, the most eager first."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "In a daily digest"
    WEEKLY = "weekly", "In a weekly digest"
    NEVER = "never", "Not by email"

    @property
    def is_digest(self) -> bool:
        """Gathered with others into one mail."""
        return self in (Pace.DAILY, Pace.WEEKLY)


EAGER_FIRST = [Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY]


class Everywhere(models.TextChoices):
    """A kind of news that can be asked for wherever it happens, as far as everyone may read it."""

    MINUTES = "minutes", "Minutes of every group"
    DECISIONS = "decisions", "Decisions of every group"
    CONSULTATIONS = "consultations", "Every consultation"
    FORWARD_PLAN = "forward_plan", "The forward plan of every group"
    REPRESENTATIVE_REPORTS = "representative_reports", "Every report of a representative"


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody follows is their own business."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def to(self, thing):
        """Of everyone who follows this: a group, a topic, an organisation, or a kind of news everywhere."""
        return self.to_any([thing])

    def to_any(self, things):
        """Of everyone who follows at least one of these."""
        condition = Q(pk__in=[])
        for thing in things:
            if isinstance(thing, Everywhere):
                condition |= Q(everywhere=thing)
            else:
                condition |= Q(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
        return self.filter(condition)

    def to_things(self):
        return self.filter(everywhere="")

    def to_kinds(self):
        return self.exclude(everywhere="")

    def marked(self, marks):
        """Those that notices remember by these marks."""
        condition = Q(pk__in=[])
        for mark in marks:
            kind, _, which = mark.partition(":")
            if kind == "everywhere":
                condition |= Q(everywhere=which)
            else:
                condition |= Q(content_type_id=int(kind), object_id=int(which))
        return self.filter(condition)


class Subscription(models.Model):
    """A login asked to be told what is new about one thing, or of one kind of news everywhere.

    The thing may be of any app, so that what lives on a higher floor can be followed without a change down here.
    """

    PACES = [(pace.value, pace.label) for pace in EAGER_FIRST]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.BigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    everywhere = models.CharField(max_length=30, blank=True, choices=Everywhere)
    pace = models.CharField("how often", max_length=10, choices=PACES, default=Pace.AT_ONCE)
    since = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["user", "content_type", "pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="subscriptions_to_one_thing"),
            models.Index(
                fields=["everywhere"], condition=~Q(everywhere=""), name="subscriptions_to_one_kind"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"],
                name="subscription_once_for_each_thing",
                violation_error_message="You follow this already.",
            ),
            models.UniqueConstraint(
                fields=["user", "everywhere"],
                condition=~Q(everywhere=""),
                name="subscription_once_for_each_kind",
                violation_error_message="You are told of this already.",
            ),
            models.CheckConstraint(
                condition=Q(everywhere="", content_type__isnull=False, object_id__isnull=False)
                | Q(~Q(everywhere=""), content_type__isnull=True, object_id__isnull=True),
                name="subscription_is_to_a_thing_or_to_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(pace__in=["at_once", "daily", "weekly"]), name="subscription_has_a_pace"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} follows {self.words}"

    @property
    def mark(self) -> str:
        """What a notice remembers of it: enough to end it, and to begin it again."""
        return (
            f"everywhere:{self.everywhere}" if self.everywhere else f"{self.content_type_id}:{self.object_id}"
        )

    @property
    def words(self) -> str:
        """What is followed, in words."""
        return self.get_everywhere_display() if self.everywhere else str(self.about)
