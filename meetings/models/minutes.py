"""The record of a meeting, in versions."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from core.access import Access
from core.constraints import all_or_none
from core.models import AppendOnly, AppendOnlyQuerySet, PublishedVersion, hash_must_fit, protect
from meetings.models.meetings import Meeting
from partnership.models import Group


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That a meeting has minutes is known to whoever knows of the meeting; which words, its versions say."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user).order_by().values("pk"))

    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def approved(self):
        return self.filter(status=Minutes.Status.APPROVED)

    def circulated(self):
        return self.filter(status=Minutes.Status.CIRCULATED)

    def closing_to_corrections_soon(self, day):
        """With the members, who can propose corrections until the next day, or on this one still."""
        soon = [day, day + timedelta(days=1)]
        return self.circulated().filter(corrections_close_on__in=soon).select_related("meeting__group")


class Minutes(models.Model):
    """The minutes of one meeting: written, circulated to the members, approved by a later meeting."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        CIRCULATED = "circulated", "Draft, circulated to members"
        APPROVED = "approved", "Approved"
        REOPENED = "reopened", "Reopened"

    NEXT = {
        Status.DRAFT: {Status.CIRCULATED},
        Status.CIRCULATED: {Status.CIRCULATED, Status.APPROVED},
        Status.APPROVED: {Status.REOPENED},
        Status.REOPENED: {Status.CIRCULATED},
    }

    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    approved_by = models.OneToOneField(
        "meetings.Decision",
        verbose_name="decision of a later meeting that approved them",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="approves_minutes",
    )
    corrections = models.TextField("corrections agreed at the approval", blank=True)
    # The last day on which members may propose corrections to the draft; empty: they raise them at the meeting.
    corrections_close_on = models.DateField("corrections until", null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="signed_minutes"
    )
    signed_on = models.DateField(null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="approved", approved_by__isnull=False)
                | ~Q(status="approved") & Q(approved_by=None),
                name="minutes_approved_names_the_decision",
            ),
            all_or_none("signed_by", "signed_on", name="minutes_signed_by_and_on"),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(status="approved"), name="minutes_signed_are_approved"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="approved_minutes_stay_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status = 'approved'"),
                func="""
                    -- The one way back: a reopening that two people wanted. Nobody has approved the minutes then.
                    IF TG_OP = 'UPDATE' AND NEW.status = 'reopened' AND NEW.approved_by_id IS NULL
                       AND NEW.corrections = '' AND NEW.signed_on IS NULL
                       AND EXISTS (SELECT 1 FROM meetings_reopening r WHERE r.meeting_id = NEW.meeting_id
                                   AND r.status = 'agreed' AND r.closed_again_at IS NULL) THEN
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'DELETE' OR NEW.status <> 'approved'
                       OR NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
                       OR NEW.corrections IS DISTINCT FROM OLD.corrections
                       OR (OLD.signed_on IS NOT NULL AND ROW(NEW.signed_by_id, NEW.signed_on)
                           IS DISTINCT FROM ROW(OLD.signed_by_id, OLD.signed_on)) THEN
                        RAISE EXCEPTION 'approved minutes stay as approved' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#minutes"

    @property
    def takes_corrections(self) -> bool:
        """Whether members may propose corrections today."""
        return (
            self.status == self.Status.CIRCULATED
            and self.corrections_close_on is not None
            and timezone.localdate() <= self.corrections_close_on
        )

    def may_become(self, status: str) -> bool:
        return status in self.NEXT.get(self.Status(self.status), set())


class MinutesVersionQuerySet(AppendOnlyQuerySet):
    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def visible_to(self, user):
        """Officers see every version; members what was circulated to them; everyone what was published."""
        released = MinutesRelease.objects.filter(version=OuterRef("pk"))
        public = Q(meeting__group__is_public=True) & Exists(
            released.filter(audience=MinutesRelease.Audience.PUBLIC)
        )
        if not user.is_authenticated:
            return self.filter(public)
        member = Q(meeting__group__in=Group.objects.with_member(user).values("pk")) & Exists(released)
        officer = Q(meeting__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(public | member | officer)

    def latest_first(self):
        return self.order_by("-number")


class MinutesVersion(PublishedVersion):
    """The minutes of a meeting as they were given out once: numbered, hashed, never changed."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="minutes_versions")
    stage = models.CharField(max_length=20, choices=Stage)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="minutes_version_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="minutes_version_after_the_first_says_why"
            ),
        ]
        triggers = [*protect("minutes_version"), hash_must_fit("minutes_version")]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.stage == self.Stage.DRAFT


class MinutesRelease(AppendOnly):
    """A version of the minutes given to an audience: a separate act, kept for good."""

    class Audience(models.TextChoices):
        MEMBERS = "members", "Members"
        PUBLIC = "public", "Everyone"

    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="releases")
    audience = models.CharField(max_length=10, choices=Audience)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "audience"], name="minutes_version_released_once_to_each"
            )
        ]
        triggers = protect("minutes_release")

    def __str__(self) -> str:
        return f"{self.version} to {self.get_audience_display().lower()}"


class PassageQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Passages of the newest version that this reader may see, at the level that their item has now."""
        newest = (
            MinutesVersion.objects.visible_to(user)
            .filter(meeting=OuterRef("version__meeting"))
            .order_by("-number")
            .values("pk")[:1]
        )
        newest_only = self.filter(version=newest)
        open_to_all = Q(access=Access.OPEN, item__access=Access.OPEN, version__meeting__group__is_public=True)
        if not user.is_authenticated:
            return newest_only.filter(open_to_all)
        return newest_only.filter(
            open_to_all | Q(version__meeting__group__in=Group.objects.read_by(user).values("pk"))
        )


class Passage(AppendOnly):
    """What one version of the minutes says under one item: the part of a version that search finds."""

    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="passages")
    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="passages")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    access = models.CharField(max_length=10, choices=Access)
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = [F("version").desc(), "item"]
        indexes = [GinIndex(fields=["search"], name="passage_search")]
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="passage_once_for_each_item")]
        triggers = protect("passage")

    def __str__(self) -> str:
        return f"{self.version}: {self.title}"
