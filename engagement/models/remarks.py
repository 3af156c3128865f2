"""What was said about a version of the framework, and what its writers made of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.constraints import all_or_none
from engagement.models.frameworks import FrameworkVersion
from partnership.models import Group


class FrameworkConsulteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who was asked is open to everyone who may read the version."""
        return self.filter(version__in=FrameworkVersion.objects.visible_to(user).values("pk"))

    def of_version(self, version):
        return self.filter(version=version)


class FrameworkConsultee(models.Model):
    """Somebody asked by name what they make of a version of the framework."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="consultees")
    name = models.CharField(max_length=200)
    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="a group on this record, if it is one",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_on = models.DateField("asked on")
    note = models.CharField(max_length=300, blank=True)

    objects = FrameworkConsulteeQuerySet.as_manager()

    class Meta:
        ordering = ["version", "asked_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"],
                name="framework_consultee_is_asked_once",
                violation_error_message="They are on the list of those asked already.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="framework_consultee_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Answered remarks for all who may read the version; its officers see all, whoever sent one sees it."""
        seen = Q(version__in=FrameworkVersion.objects.visible_to(user).values("pk"))
        answered = Q(answered_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(seen & answered)
        officer = Q(version__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(seen & (answered | Q(by=user) | officer))

    def of_version(self, version):
        return self.filter(version=version)

    def unanswered(self):
        return self.filter(answered_at=None)

    def with_places(self):
        return self.select_related("section", "consultee", "answered_by", "version")

    def in_order(self):
        """In the order of the text, what is about the whole first."""
        return self.order_by(models.F("section__position").asc(nulls_first=True), "sent_at", "pk")


class Remark(models.Model):
    """What somebody said about a section of a version, or about all of it, and the answer of its writers."""

    class Disposition(models.TextChoices):
        TAKEN_UP = "taken_up", "Taken up"
        IN_PART = "in_part", "Taken up in part"
        NOT_TAKEN_UP = "not_taken_up", "Not taken up"
        NOTED = "noted", "Noted"

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="remarks")
    section = models.ForeignKey(
        "engagement.FrameworkSection",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    consultee = models.ForeignKey(
        FrameworkConsultee, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks"
    )
    # Under this name it is read, with its answer, by everyone.
    name = models.CharField("who says it", max_length=200)
    text = models.TextField("what they say")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(editable=False)
    disposition = models.CharField(max_length=20, choices=Disposition, blank=True, editable=False)
    answer = models.TextField(blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["version", "sent_at", "pk"]
        indexes = [
            models.Index(fields=["version"], condition=Q(answered_at=None), name="remarks_without_an_answer")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            all_or_none("answered_at", "answered_by", name="remark_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(answered_at=None, disposition="", answer="")
                | Q(answered_at__isnull=False) & ~Q(disposition="") & ~Q(answer=""),
                name="remark_answered_says_what_and_why",
                violation_error_message="Say what became of it, and why.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="remark_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="remark_words_stay", fields=["version", "section", "name", "text", "by", "sent_at"]
            ),
            pgtrigger.Trigger(
                name="remark_is_about_its_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.section_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM engagement_frameworksection s
                            WHERE s.id = NEW.section_id AND s.version_id = NEW.version_id)
                       OR NEW.consultee_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM engagement_frameworkconsultee c
                            WHERE c.id = NEW.consultee_id AND c.version_id = NEW.version_id) THEN
                        RAISE EXCEPTION 'The section and the consultee must be of the version that is talked about.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'remark_is_about_its_version';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.section or self.version}"

    def get_absolute_url(self) -> str:
        return f"{self.version.get_absolute_url()}#remark-{self.pk}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
