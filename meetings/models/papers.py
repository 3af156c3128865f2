"""What is read for a meeting: papers, each a file in versions or a structured report."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.access import SCHEDULE_12A, Access, exempt_needs_its_reasons, strictest
from core.constraints import all_or_none
from meetings.models.agenda import AgendaItem
from partnership.models import Group


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers see their groups' papers always, authors and consulted officers their reports; others what is
        published, on an item they see.

        The stricter of the paper's and the item's level decides: members read all levels, everyone the open one.
        """
        given_out = Q(
            published_at__isnull=False, item__in=AgendaItem.objects.visible_to(user).order_by().values("pk")
        )
        open_to_all = given_out & Q(access=Access.OPEN, item__access=Access.OPEN, group__is_public=True)
        if not user.is_authenticated:
            return self.filter(open_to_all)
        member = given_out & Q(group__in=Group.objects.with_member(user).values("pk"))
        officer = Q(group__in=Group.objects.supported_by(user).values("pk"))
        # Whoever writes, clears or approves a report reads it from its first draft.
        works_on = Q(report__author=user) | Q(report__approver=user) | Q(report__clearances__consulted=user)
        worked_on = Q(pk__in=self.model._base_manager.filter(works_on).values("pk"))
        return self.filter(open_to_all | member | officer | worked_on)

    def read_by(self, user):
        """What the reader sees, with versions, in its order under each item. What was withdrawn before it was given
        out is for nobody.
        """
        seen = self.visible_to(user).exclude(withdrawn_at__isnull=False, published_at=None)
        return seen.select_related("item").with_versions().order_by("position", "pk")

    def of_meeting(self, meeting):
        return self.filter(item__meeting=meeting)

    def of_group(self, group):
        return self.filter(group=group)

    def of_item(self, item):
        return self.filter(item=item)

    def reports(self):
        """Structured reports, not files."""
        return self.filter(kind=Paper.Kind.REPORT)

    def on_no_agenda(self):
        return self.filter(item=None)

    def published(self):
        return self.filter(published_at__isnull=False)

    def unpublished(self):
        return self.filter(published_at=None)

    def standing(self):
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_order(self):
        """As they are read: by the item's place on the agenda, then in their own order under it."""
        place = Coalesce("item__parent__position", "item__position")
        return self.order_by(place, F("item__parent").asc(nulls_first=True), "item__position", "position")

    def with_versions(self):
        """Each with its versions, the newest first, and with what is known of its text."""
        text = self.select_related("text").defer("text__text", "text__search")
        return text.prefetch_related("versions__by")

    def with_item(self):
        return self.select_related("group", "item__meeting__group")


class Paper(models.Model):
    """Something to be read for one item of an agenda: a file in versions, or a structured report."""

    class Kind(models.TextChoices):
        FILE = "file", "File"
        REPORT = "report", "Report"

    group = models.ForeignKey("partnership.Group", on_delete=models.PROTECT, related_name="papers")
    # Empty while it is on no agenda: being written, or taken off with its item.
    item = models.ForeignKey(
        "meetings.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FILE)
    title = models.CharField(max_length=200)
    # Order among the papers of the same item.
    position = models.PositiveSmallIntegerField(default=1)
    access = models.CharField("who may read it", max_length=10, choices=Access, default=Access.OPEN)
    exempt_paragraphs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    public_interest = models.TextField(
        "why the public interest is better served by keeping it exempt", blank=True
    )

    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Published on a later day than the first papers of its meeting.
    is_late = models.BooleanField(default=False, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawal_reason = models.TextField("why it was withdrawn", blank=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "position"],
                name="paper_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            exempt_needs_its_reasons("paper_exempt_says_why"),
            models.CheckConstraint(
                condition=Q(exempt_paragraphs__contained_by=list(SCHEDULE_12A)),
                name="paper_paragraphs_are_of_schedule_12a",
            ),
            all_or_none("published_at", "published_by", name="paper_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(item__isnull=False), name="paper_published_is_on_an_agenda"
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(published_at__isnull=False), name="paper_late_is_published"
            ),
            all_or_none("withdrawn_at", "withdrawn_by", name="paper_withdrawn_at_and_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="paper_withdrawn_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="paper_is_on_an_agenda_of_its_group",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.item_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM meetings_agendaitem i
                                   JOIN meetings_meeting m ON m.id = i.meeting_id
                                   WHERE i.id = NEW.item_id AND m.group_id = NEW.group_id) THEN
                        RAISE EXCEPTION 'a paper stands on an agenda of its own group'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # What was published is not taken back in silence: it is withdrawn with a reason, and can only be closed.
            pgtrigger.Trigger(
                name="published_paper_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.published_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL"),
                func="""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'a published paper stays' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.published_at IS NOT NULL
                       AND ROW(OLD.title, OLD.item_id, OLD.group_id, OLD.kind, OLD.published_at,
                               OLD.published_by_id, OLD.is_late)
                       IS DISTINCT FROM ROW(NEW.title, NEW.item_id, NEW.group_id, NEW.kind, NEW.published_at,
                                            NEW.published_by_id, NEW.is_late) THEN
                        RAISE EXCEPTION 'a published paper is locked' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.published_at IS NOT NULL
                       AND array_position(ARRAY['open', 'members', 'exempt'], NEW.access::text)
                         < array_position(ARRAY['open', 'members', 'exempt'], OLD.access::text) THEN
                        RAISE EXCEPTION 'a published paper can be closed further, never opened'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.withdrawn_at IS NOT NULL
                       AND ROW(OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawal_reason, OLD.published_at)
                       IS DISTINCT FROM ROW(NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawal_reason,
                                            NEW.published_at) THEN
                        RAISE EXCEPTION 'a withdrawn paper stays withdrawn' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:paper", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def newest(self) -> Any:
        """The file to be read today; nothing for a paper whose file has not come yet."""
        versions = list(self.versions.all())
        return max(versions, key=lambda version: version.number) if versions else None

    @property
    def level(self) -> str:
        """Who may read it in the end: the stricter of its own level and that of its item."""
        levels = [self.access, *([self.item.access] if self.item else [])]
        return strictest(levels)

    @property
    def paragraphs(self) -> list[int]:
        """The paragraphs of Schedule 12A that keep it exempt, its own and its item's."""
        return sorted({*self.exempt_paragraphs, *(self.item.exempt_paragraphs if self.item else [])})
