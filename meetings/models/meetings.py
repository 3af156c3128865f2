"""What is called."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import ExtractYear, Now
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from partnership.models import Group


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That a public group meets is open; a closed group's meetings are for its members and officers."""
        public = Q(group__is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(group__in=Group.objects.read_by(user).values("pk")))

    def run_by(self, user):
        """Meetings of the groups that this login supports."""
        return self.filter(group__in=Group.objects.supported_by(user).values("pk"))

    def at_address(self, group_slug, held_on):
        return self.filter(group__slug=group_slug, held_on=held_on)

    def upcoming(self):
        """From today on and still to happen, the next first."""
        ahead = [Meeting.Status.PLANNED, Meeting.Status.CALLED, Meeting.Status.UNDER_WAY]
        return self.filter(held_on__gte=timezone.localdate(), status__in=ahead).order_by(
            "held_on", "start_time"
        )

    def past(self):
        """Held, the latest first."""
        return self.filter(held_on__lt=timezone.localdate()).order_by("-held_on")

    def held(self):
        return self.filter(status__in=[Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED])

    def of_group(self, group):
        return self.filter(group=group)

    def in_year(self, year):
        return self.filter(held_on__year=year)

    def counted_by_year(self):
        """How many in each year, the latest first."""
        years = self.order_by().values(year=ExtractYear("held_on"))
        return years.annotate(count=Count("pk")).order_by("-year")

    def in_state(self, status):
        return self.filter(status=status)

    def coming_first(self):
        """Those to come, the next first; then those past, the latest first. Each knows which it is."""
        coming = Q(held_on__gte=timezone.localdate())
        return self.annotate(
            is_coming=Case(When(coming, then=True), default=False, output_field=models.BooleanField()),
            days_ahead=Case(When(coming, then=F("held_on"))),
        ).order_by("-is_coming", F("days_ahead").asc(nulls_last=True), "-held_on", "group__name")

    def with_group(self):
        return self.select_related("group")

    def awaiting_minutes(self):
        """Closed, and the members have not seen their minutes as they are: a first draft, or a reopened text."""
        return self.filter(status=Meeting.Status.CLOSED, minutes__status__in=["draft", "reopened"])

    def awaiting_approval(self):
        """Held, and the minutes not approved yet."""
        return self.filter(status=Meeting.Status.CLOSED).exclude(minutes__status="approved")

    def still_ahead_on(self, day):
        """Planned or called, with their day to come."""
        return self.filter(held_on__gt=day, status__in=[Meeting.Status.PLANNED, Meeting.Status.CALLED])

    def without_draft_for_members(self, day):
        """Their day has passed, and nobody has given the members a draft of what happened, or called them off."""
        unwritten = [Meeting.Status.PLANNED, Meeting.Status.CALLED, Meeting.Status.UNDER_WAY]
        closed = Q(status=Meeting.Status.CLOSED, minutes__status__in=["draft", "reopened"])
        return self.filter(closed | Q(status__in=unwritten), held_on__lt=day)

    def held_or_reopened_since(self, day):
        return self.filter(Q(held_on__gte=day) | Q(reopened_at__date__gte=day))

    def before(self, day):
        return self.filter(held_on__lt=day).order_by("-held_on")

    def in_calendars(self):
        """What stands in a calendar: all but those that were put off to another day and stand there in its stead."""
        return self.filter(postponed_to=None)

    def same_in_calendars(self, meeting):
        """The meeting, and those that it takes the place of or that take its place."""
        return self.filter(calendar_uid=meeting.calendar_uid)

    def concerning(self, locality, items):
        """Of the locality's own partnership, and those with one of the `items` on their agenda."""
        return self.filter(Q(pk__in=items.values("meeting")) | Q(group=locality.group_id))

    def latest_first(self):
        return self.order_by("-held_on", "group")

    def calling(self):
        """Called, and their day is not over."""
        return self.filter(status=Meeting.Status.CALLED, held_on__gte=timezone.localdate())


class Meeting(models.Model):
    """One sitting of a group on one day. It keeps its address for good, held or not."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        CALLED = "called", "Called"
        UNDER_WAY = "under_way", "Under way"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"
        POSTPONED = "postponed", "Postponed"

    NEXT = {
        Status.PLANNED: {Status.CALLED, Status.CANCELLED, Status.POSTPONED},
        Status.CALLED: {Status.UNDER_WAY, Status.CANCELLED, Status.POSTPONED},
        Status.UNDER_WAY: {Status.CLOSED},
    }
    # The one step back. Only a reopening takes it, which two people have to want.
    BACK = {Status.CLOSED: {Status.UNDER_WAY}}

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(
        "number in the group's count of its meetings", null=True, blank=True
    )
    held_on = models.DateField("date")
    # The record of an old meeting may not say at what hour it was.
    start_time = models.TimeField("starts at", null=True, blank=True)
    end_time = models.TimeField("ends at", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED, editable=False)
    status_reason = models.TextField("why cancelled or postponed", blank=True, editable=False)
    # When its closed record was last taken back to be corrected.
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)
    postponed_to = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="postponed_from"
    )
    attendance_note = models.TextField("what is known of the attendance", blank=True)
    agenda_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    agenda_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What the rules of the group asked for when the agenda was published: they may change afterwards.
    notice_days = models.PositiveSmallIntegerField(
        "clear days of notice asked for", null=True, blank=True, editable=False
    )
    # What it is in people's calendars. A meeting that is put off stays the same one there: its successor has its name.
    calendar_uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    # Counts the changes of what stands there. Programs believe the highest, whatever order letters arrive in.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", "place", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "group"]
        indexes = [
            GinIndex(fields=["search"], name="meeting_search"),
            models.Index(fields=["held_on", "status"], name="meetings_by_day"),
            models.Index(fields=["calendar_uid"], name="meetings_by_name_in_calendars"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                name="meeting_once_a_day_for_a_group",
                violation_error_message="The group has a meeting on that day already.",
            ),
            models.UniqueConstraint(
                fields=["group", "number"],
                name="meeting_number_once_in_a_group",
                violation_error_message="The group has a meeting of that number already.",
            ),
            models.CheckConstraint(
                condition=Q(end_time=None) | Q(end_time__gt=F("start_time")),
                name="meeting_ends_after_it_starts",
                violation_error_message="The meeting must end after it starts.",
            ),
            all_or_none(
                "agenda_published_at", "agenda_published_by", name="meeting_agenda_published_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(agenda_published_at__isnull=False)
                | Q(status__in=["planned", "cancelled", "postponed"]),
                name="meeting_called_has_a_published_agenda",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["cancelled", "postponed"]) | ~Q(status_reason=""),
                name="meeting_called_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(postponed_to=None) | Q(status="postponed"), name="meeting_moved_is_postponed"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="closed_meeting_stays_closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status = 'closed' AND NEW.status <> 'closed'"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM meetings_reopening r WHERE r.meeting_id = NEW.id
                                   AND r.status = 'agreed' AND r.closed_again_at IS NULL) THEN
                        RAISE EXCEPTION 'a closed meeting stays closed' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # A calendar believes the highest number it has seen: one that fell would never be heard again.
            pgtrigger.Trigger(
                name="calendar_name_stays_and_number_grows",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.calendar_uid <> NEW.calendar_uid OR NEW.calendar_sequence < OLD.calendar_sequence"
                ),
                func="""
                    RAISE EXCEPTION 'what calendars know of a meeting only grows' USING ERRCODE = 'check_violation';
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on.day} {self.held_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=self.address)

    @property
    def address(self) -> list[str]:
        """The two parts of its address: the group's slug and the day."""
        return [self.group.slug, self.held_on.isoformat()]

    @property
    def agenda_is_published(self) -> bool:
        return self.agenda_published_at is not None

    @property
    def has_passed(self) -> bool:
        """Its day is over. What is written down of it from now on is record: nobody is called to it any more."""
        return self.held_on < timezone.localdate()

    @property
    def is_called_off(self) -> bool:
        return self.status in (self.Status.CANCELLED, self.Status.POSTPONED)

    @property
    def is_reopened(self) -> bool:
        """Its record was taken back, and it is not closed again yet."""
        return self.status == self.Status.UNDER_WAY and self.reopened_at is not None

    @property
    def is_unrecorded(self) -> bool:
        """Its day has passed, and the record does not say whether it was held."""
        ahead = (self.Status.PLANNED, self.Status.CALLED)
        return self.status in ahead and self.held_on < timezone.localdate()

    @property
    def state(self) -> str:
        """Where it stands, in a few words for a list."""
        if self.is_reopened:
            return "Reopened"
        return (
            f"{self.get_status_display()}, not recorded" if self.is_unrecorded else self.get_status_display()
        )

    def may_become(self, status: str) -> bool:
        """Whether the table of moves allows the step."""
        return status in self.NEXT.get(self.Status(self.status), set())
