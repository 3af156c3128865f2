"""What is to be told to whom."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnership.models.subscriptions import Pace

# A worker that has not finished with a claimed notice after this long is taken to be dead.
CLAIM_LASTS = timedelta(minutes=5)
# A notice that nobody has picked up after this long has lost its place in the queue.
QUEUE_LASTS = timedelta(minutes=1)


class NoticeQuerySet(models.QuerySet):
    def stranded(self):
        """Waiting with no task on its way, or held by a worker that has died."""
        now = timezone.now()
        return self.filter(
            Q(state=Notice.State.WAITING, not_before__lte=now - QUEUE_LASTS)
            | Q(state__in=[Notice.State.CLAIMED, Notice.State.HANDING], claimed_at__lte=now - CLAIM_LASTS)
        )

    def told_to(self, user):
        """What a login was told. A digest only says again what stands there; what was dropped was told to nobody."""
        return self.filter(to=user).exclude(what="digest").exclude(state=Notice.State.DROPPED)

    def about(self, thing):
        """What was told of one thing."""
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)

    def of(self, about, what):
        """What was told of one thing under one name."""
        return self.about(about).filter(what=what)

    def unread(self):
        return self.filter(read_at=None)

    def with_reader(self):
        return self.select_related("to", "to__person")

    def on_their_way(self):
        """Not sent, and not given up. What is held for a digest has not set out yet."""
        return self.filter(state__in=Notice.ON_THEIR_WAY)

    def held(self):
        """Waiting to be gathered into a digest."""
        return self.filter(state=Notice.State.HELD, digest=None)

    def gathered_into(self, digest):
        """What a digest tells, the oldest first."""
        return self.filter(state=Notice.State.HELD, digest=digest).order_by("created_at", "pk")

    def not_begun(self):
        """Neither sent, nor in the hands of a worker, nor part of a digest: can still be told otherwise."""
        return self.filter(state__in=[Notice.State.WAITING, Notice.State.HELD], digest=None)

    def dropped(self):
        """Not told, because it was no longer true when its turn came."""
        return self.filter(state=Notice.State.DROPPED)

    def latest_occasions(self, what, model, *, since):
        """Of one kind about things of one model: the last occasion, not before one, that each was told of.

        For kinds whose occasions are days, so that they stand in order.
        """
        kind = ContentType.objects.get_for_model(model)
        told = self.filter(what=what, content_type=kind, occasion__gte=since).order_by().values("object_id")
        return dict(told.annotate(last=models.Max("occasion")).values_list("object_id", "last"))

    def said_again(self, notice):
        """Written later to the same reader, of the same kind and about the same thing."""
        same = {
            name: getattr(notice, name) for name in ("what", "content_type", "object_id", "to", "address")
        }
        return self.filter(pk__gt=notice.pk, **same)

    def failed(self):
        return self.filter(state__in=[Notice.State.FAILED, Notice.State.UNCERTAIN])


class Notice(models.Model):
    """Something to tell one person, once: a login, or an address that somebody left."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CLAIMED = "claimed", "Claimed by a worker"
        HANDING = "handing", "Being handed to the mail server"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        UNCERTAIN = "uncertain", "Handed over twice without an answer"
        HELD = "held", "Held for a digest"
        MUTED = "muted", "Not mailed, as the reader chose"
        DROPPED = "dropped", "Dropped before it was sent"

    ON_THEIR_WAY = [State.WAITING, State.CLAIMED, State.HANDING]

    what = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    # Empty for somebody without a login, who left an address to be told at.
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    # Tells two tellings of the same thing apart, e.g. the version of the minutes.
    occasion = models.CharField(max_length=60, blank=True)
    # Where it goes, if not to the address that the login has when it is sent: the former one hears that it is so.
    address = models.EmailField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    # How often its reader wished to be told of such things when it was told.
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    # The marks of the subscriptions through which it came; empty when it came because of what the reader is.
    because = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # The digest that tells it.
    digest = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    # The words it was told in; empty until it has been sent.
    subject = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    # How often a worker began to hand it over; more than one means that it may have gone out twice.
    handovers = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "content_type", "object_id", "to", "occasion"], name="notice_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["what", "content_type", "object_id", "address", "occasion"],
                condition=Q(to=None),
                name="notice_is_told_once_to_an_address",
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=False) | ~Q(address=""), name="notice_goes_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="notice_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(digest=None) | Q(state__in=["held", "sent", "dropped"]),
                name="notice_in_a_digest_is_sent_with_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(pace__in=["daily", "weekly"], to__isnull=False),
                name="notice_is_held_for_a_daily_or_weekly_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | Q(sent_at=None) & ~Q(problem=""),
                name="notice_dropped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-created_at"], name="notices_of_one_login"),
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=["waiting", "claimed", "handing"]),
                name="notices_on_their_way",
            ),
            models.Index(
                fields=["-created_at"],
                condition=Q(state__in=["failed", "uncertain"]),
                name="notices_given_up",
            ),
            # What the gatherer asks: whose digest is due, and what belongs in it.
            models.Index(
                fields=["to", "pace", "created_at"],
                condition=Q(state="held", digest__isnull=True),
                name="notices_held_for_a_digest",
            ),
            models.Index(fields=["-created_at"], condition=Q(state="dropped"), name="notices_dropped"),
            # Which of thousands were told since a day: asked before a morning's lists are written.
            models.Index(fields=["what", "occasion"], name="notices_of_one_occasion"),
        ]

    def __str__(self) -> str:
        return f"{self.what} to {self.reader}"

    @property
    def reader(self) -> str:
        """Whom it is to reach, in words."""
        return str(self.to) if self.to else self.address

    @property
    def plain_what(self) -> str:
        """Its name for people: "Minutes published"."""
        return self.what.replace("_", " ").capitalize()
