"""The engagement framework: how the partnership listens, in numbered versions."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.constraints import all_or_none
from core.models import AppendOnlyQuerySet, PublishedVersion, hash_must_fit, protect
from partnership.models import Group


class FrameworkVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was issued, for everyone who may read the group's record; what is being written, for its officers."""
        issued = Q(issued_at__isnull=False)
        public = issued & Q(group__is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        member = issued & Q(group__in=Group.objects.with_member(user).values("pk"))
        officer = Q(group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(public | member | officer)

    def issued(self):
        return self.filter(issued_at__isnull=False)

    def approved(self):
        return self.filter(state=FrameworkVersion.State.APPROVED)

    def in_force_on(self, day: date):
        """The approved versions that hold on a day, the one that holds first."""
        return self.approved().filter(in_force_on__lte=day).order_by("-in_force_on", "-number")

    def approved_by(self, decision):
        return self.filter(approved_by_decision=decision)

    def with_bodies(self):
        return self.select_related("group", "approving_group", "approved_by_decision__item__meeting__group")

    def newest_first(self):
        return self.order_by("-number")


class FrameworkVersion(models.Model):
    """One version of the engagement framework on its way: written, issued for comment, approved by a decision."""

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        ISSUED = "issued", "Issued for comment"
        APPROVED = "approved", "Approved"
        NOT_APPROVED = "not_approved", "Not taken further"

    NEXT = {
        State.WRITING: {State.ISSUED},
        State.ISSUED: {State.APPROVED, State.NOT_APPROVED},
    }

    number = models.PositiveSmallIntegerField(unique=True, editable=False)
    title = models.CharField(max_length=200)
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that writes it",
        on_delete=models.PROTECT,
        related_name="framework_versions",
    )
    approving_group = models.ForeignKey(
        "partnership.Group",
        verbose_name="group that approves it",
        on_delete=models.PROTECT,
        related_name="framework_versions_to_approve",
    )
    what_changed = models.TextField("what is new in it", blank=True)
    illustrative = models.CharField(
        "what in it is illustrative, where the record does not know", max_length=300, blank=True
    )
    state = models.CharField(max_length=20, choices=State, default=State.WRITING, editable=False)
    # Counts the savings of the text, so that nobody writes over what they have not seen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    comments_until = models.DateField("last day for comments", null=True, blank=True)
    approved_by_decision = models.ForeignKey(
        "meetings.Decision",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="framework_versions",
    )
    in_force_on = models.DateField("in force from", null=True, blank=True, editable=False)

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            all_or_none("issued_at", "issued_by", name="framework_issued_at_and_by"),
            all_or_none("approved_by_decision", "in_force_on", name="framework_approved_by_and_from"),
            models.CheckConstraint(
                condition=Q(state="writing", issued_at=None)
                | ~Q(state="writing") & Q(issued_at__isnull=False),
                name="framework_being_written_is_not_issued",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_by_decision__isnull=False)
                | ~Q(state="approved") & Q(approved_by_decision=None),
                name="framework_approved_names_its_decision",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="framework_version_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="framework_issued_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.issued_at IS NOT NULL
                       AND (NEW.number, NEW.title, NEW.group_id, NEW.what_changed, NEW.issued_at, NEW.issued_by_id)
                       IS DISTINCT FROM
                       (OLD.number, OLD.title, OLD.group_id, OLD.what_changed, OLD.issued_at, OLD.issued_by_id) THEN
                        RAISE EXCEPTION 'The version is issued: its words stay as they are.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'framework_issued_words_stay';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # Its own group could not approve what another has to decide, and a decision that was not agreed approves
            # nothing.
            pgtrigger.Trigger(
                name="framework_is_approved_by_its_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.approved_by_decision_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM meetings_decision d WHERE d.id = NEW.approved_by_decision_id
                        AND d.group_id = NEW.approving_group_id AND d.outcome IN ('agreed', 'agreed_as_amended')
                    ) THEN
                        RAISE EXCEPTION 'Only a decision that the approving group agreed approves a version.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'framework_is_approved_by_its_decision';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("engagement:framework_version", args=[self.number])

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_draft(self) -> bool:
        """Whether the word DRAFT stands wherever it shows."""
        return self.state != self.State.APPROVED

    def takes_comments_on(self, day: date) -> bool:
        """Whether comments may be sent on a day: until the end of the last."""
        return (
            self.state == self.State.ISSUED and self.comments_until is not None and day <= self.comments_until
        )


class FrameworkSectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=FrameworkVersion.objects.visible_to(user).values("pk"))


class FrameworkSection(models.Model):
    """One section of a version. Its words stay once the version is issued."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    objects = FrameworkSectionQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="framework_section_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="framework_section_stays_once_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM engagement_frameworkversion v
                               WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.issued_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'The version is issued: its words stay as they are.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'framework_section_stays_once_issued';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def anchor(self) -> str:
        return f"section-{self.position}"


class FrameworkTextQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        return self.filter(version__in=FrameworkVersion.objects.visible_to(user).values("pk"))


class FrameworkText(PublishedVersion):
    """The words of a version as they were issued: hashed, never changed. Its number is the version's."""

    version = models.OneToOneField(FrameworkVersion, on_delete=models.PROTECT, related_name="sealed_text")

    objects = FrameworkTextQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        triggers = [*protect("framework_text"), hash_must_fit("framework_text")]

    def __str__(self) -> str:
        return f"Text of version {self.number}"
