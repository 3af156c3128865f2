"""Who will do what by when."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core.access import Access
from core.constraints import all_or_none
from partnership.models import Group, Membership, OfficeTerm

# So many days before an action is due it presses; so many after, the chair and the officers hear of it too.
SOON_DAYS = 7
ESCALATED_DAYS = 14


class ActionItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the minutes they stand in; an owner sees their own, an officer all of their groups'."""
        published = Q(
            published_at__isnull=False, item__access=Access.OPEN, item__meeting__group__is_public=True
        )
        if not user.is_authenticated:
            return self.filter(published)
        member = Q(
            item__meeting__group__in=Group.objects.with_member(user).values("pk"), given_out_at__isnull=False
        )
        officer = Q(item__meeting__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(published | member | officer | Q(owner__user=user))

    def owned_by(self, user):
        return self.filter(owner__user=user)

    def run_by(self, user):
        """Actions of the groups that this login supports."""
        return self.filter(item__meeting__group__in=Group.objects.supported_by(user).values("pk"))

    def unfinished(self):
        return self.filter(status=ActionItem.Status.OPEN)

    def overdue(self):
        return self.unfinished().filter(due_on__lt=timezone.localdate())

    def pressing(self):
        """Overdue, or due within a week: what a reminder lists."""
        return self.unfinished().filter(due_on__lte=timezone.localdate() + timedelta(days=SOON_DAYS))

    def long_overdue(self):
        """Overdue for so long that the chair and the officers of the group hear of it."""
        return self.unfinished().filter(due_on__lte=timezone.localdate() - timedelta(days=ESCALATED_DAYS))

    def due_between(self, first, last):
        return self.filter(due_on__gte=first, due_on__lte=last)

    def heard_of_by(self, user):
        """Their own, and those of people without a login for whom they are reminded."""
        return self.owned_by(user) | self.heard_for_others_by(user)

    def heard_for_others_by(self, user):
        """Of people who cannot sign in: whoever represents the same organisation in the group hears.

        Where there is nobody, or the minutes are not given out yet, the officers of the group do.
        """
        groups = Group.objects.read_by(user).values("pk")
        mute = Q(owner__user=None) | Q(owner__user__is_active=False)
        in_group = Membership.objects.current().filter(
            group=OuterRef("item__meeting__group"), person__user__is_active=True
        )
        speaks = in_group.filter(
            Q(organisation=OuterRef("owner__organisation"))
            | Q(organisation=None, person__organisation=OuterRef("owner__organisation"))
        )
        given_out = Q(given_out_at__isnull=False)
        for_body = given_out & Exists(speaks.filter(person__user=user))
        supported = Q(item__meeting__group__in=Group.objects.supported_by(user).values("pk"))
        as_officer = supported & (~given_out | ~Exists(speaks))
        return self.filter(mute, for_body | as_officer, item__meeting__group__in=groups)

    def to_watch(self, user):
        """Overdue in the groups that somebody supports; long overdue in those over which they preside."""
        return self.run_by(user).overdue() | self.watched_by(user).long_overdue()

    def watched_by(self, user):
        """Of the groups that this login supports as an officer or presides over, as far as it sees them."""
        presided = OfficeTerm.objects.current().presiding().filter(person__user=user)
        groups = Q(item__meeting__group__in=Group.objects.supported_by(user).values("pk"))
        return self.visible_to(user).filter(groups | Q(item__meeting__group__in=presided.values("group")))

    def closed_within(self, since, until):
        """Done or dropped from a moment on and before another."""
        return self.exclude(status=ActionItem.Status.OPEN).filter(closed_at__gte=since, closed_at__lt=until)

    def known_within(self, since, until, *, to_everyone):
        """That everyone, or the members, first heard of from a moment on and before another."""
        known = "published_at" if to_everyone else "given_out_at"
        return self.filter(**{f"{known}__gte": since, f"{known}__lt": until})

    def of_group(self, group):
        return self.filter(item__meeting__group=group)

    def of_meeting(self, meeting):
        return self.filter(item__meeting=meeting)

    def of_item(self, item):
        return self.filter(item=item)

    def in_state(self, status):
        return self.filter(status=status)

    def of_owner(self, person):
        return self.filter(owner=person)

    def on_topic(self, topic):
        return self.filter(item__topics=topic)

    def in_locality(self, locality):
        return self.filter(item__localities=locality)

    def with_words(self, words, *, items):
        """Those that say it, and those from one of the `items` that the reader sees, if that says it."""
        query = SearchQuery(words, search_type="websearch", config="english")
        return self.filter(Q(search=query) | Q(item__in=items.with_words(words).values("pk")))

    def from_items(self, items):
        return self.filter(item__in=items.values("pk"))

    def with_source(self):
        return self.select_related("owner__organisation", "item__meeting__group")

    def most_pressing_first(self):
        """Unfinished before finished, the earliest due first, those without a date last."""
        return self.order_by(
            models.Case(models.When(status="open", then=0), default=1), F("due_on").asc(nulls_last=True), "pk"
        )


class ActionItem(models.Model):
    """Something that somebody undertook at a meeting to do by a day."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    NEXT = {
        Status.OPEN: {Status.DONE, Status.DROPPED},
        Status.DONE: {Status.OPEN},
        Status.DROPPED: {Status.OPEN},
    }

    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="actions")
    text = models.TextField("what is to be done")
    owner = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField("due", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN, editable=False)
    progress = models.TextField("progress so far", blank=True)
    # When a version of the minutes with this action first went to the members, and when to everyone.
    given_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    closing_note = models.TextField("what was done", blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    search = models.GeneratedField(
        expression=SearchVector("text", "progress", "closing_note", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            GinIndex(fields=["search"], name="action_search"),
            models.Index(fields=["status", "due_on"], name="actions_by_due_day"),
        ]
        constraints = [
            all_or_none("closed_at", "closed_by", name="action_closed_at_and_by"),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None) | ~Q(status="open") & Q(closed_at__isnull=False),
                name="action_closed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(given_out_at__isnull=False),
                name="action_published_was_given_out_first",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(closing_note=""), name="action_closed_says_what_was_done"
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        return reverse("meetings:action", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return (
            self.status == self.Status.OPEN and self.due_on is not None and self.due_on < timezone.localdate()
        )

    @property
    def urgency(self) -> str:
        """How pressing it is, in words."""
        if self.status != self.Status.OPEN:
            return self.get_status_display()
        if self.due_on is None:
            return "No date set"
        days = (self.due_on - timezone.localdate()).days
        if days < 0:
            return f"Overdue by {-days} day{'' if days == -1 else 's'}"
        if days == 0:
            return "Due today"
        return f"Due in {days} day{'' if days == 1 else 's'}"
