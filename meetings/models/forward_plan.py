"""What is going to be decided, told beforehand."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.constraints import all_or_none
from core.models import AppendOnlyQuerySet, PublishedVersion, hash_must_fit, no_truncate, protect
from meetings.models.agenda import AgendaItem
from meetings.models.decisions import Decision
from partnership.models import Group

# What a key decision needs between its first notice and the day it is taken.
KEY_NOTICE_DAYS = 28


class ForwardPlanEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published entries with their group; what is being prepared only for the group's officers."""
        given_out = Q(published_at__isnull=False)
        public = given_out & Q(group__is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        member = given_out & Q(group__in=Group.objects.with_member(user).values("pk"))
        officer = Q(group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(public | member | officer)

    def run_by(self, user):
        return self.filter(group__in=Group.objects.supported_by(user).values("pk"))

    def of_group(self, group):
        return self.filter(group=group)

    def key_only(self):
        return self.filter(is_key=True)

    def knowing(self, user):
        """Each marked with what this reader may know of: the decision, and the item on the agenda.

        A decision that is logged but not published is no secret that a forward plan gives away.
        """
        decision = Decision.objects.visible_to(user).filter(pk=OuterRef("decision"))
        item = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("item"))
        return self.annotate(decision_is_seen=Exists(decision), item_is_seen=Exists(item))

    def in_state(self, state):
        """To come, decided, or withdrawn, as far as the reader may know: see `knowing`."""
        withdrawn = Q(status=ForwardPlanEntry.Status.WITHDRAWN)
        states = {
            "coming": ~withdrawn & Q(decision_is_seen=False),
            "decided": ~withdrawn & Q(decision_is_seen=True),
            "withdrawn": withdrawn,
        }
        return self.filter(states[state])

    def undecided(self):
        return self.filter(decision=None).exclude(status=ForwardPlanEntry.Status.WITHDRAWN)

    def with_words(self, words):
        return self.filter(search=SearchQuery(words, search_type="websearch", config="english"))

    def on_topic(self, topic):
        return self.filter(topics=topic)

    def about_paper(self, paper):
        """Those for which it is read: it is named, or it stands under their item."""
        return self.filter(Q(paper=paper) | Q(item__isnull=False, item=paper.item_id)).order_by("pk")

    def with_names(self):
        return self.select_related(
            "group", "meeting__group", "item__meeting__group", "decision__item__meeting__group"
        )

    def soonest_first(self):
        """Those to come, the next first; then what was decided or withdrawn, the latest first. See `knowing`."""
        day = Coalesce("meeting__held_on", "expected_from")
        is_over = models.Case(
            models.When(Q(status="withdrawn") | Q(decision_is_seen=True), then=True),
            default=False,
            output_field=models.BooleanField(),
        )
        return self.annotate(day=day, is_over=is_over).order_by(
            "is_over",
            models.Case(models.When(is_over=False, then=F("day"))).asc(nulls_last=True),
            "-day",
            "pk",
        )


class ForwardPlanEntry(models.Model):
    """A decision that a group expects to take, so that everyone can know of it in time."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    NEXT = {
        Status.DRAFT: {Status.PUBLISHED},
        Status.PUBLISHED: {Status.WITHDRAWN},
    }

    group = models.ForeignKey(
        "partnership.Group",
        verbose_name="decision maker",
        on_delete=models.PROTECT,
        related_name="forward_plan",
    )
    title = models.CharField(max_length=200)
    summary = models.TextField("what is to be decided", blank=True)
    is_key = models.BooleanField("key decision", default=False)
    # Either the meeting that is to decide, or the days between which it is expected.
    meeting = models.ForeignKey(
        "meetings.Meeting",
        verbose_name="meeting expected to decide",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forward_plan",
    )
    expected_from = models.DateField("expected from", null=True, blank=True)
    expected_to = models.DateField("expected until", null=True, blank=True)
    late_because = models.TextField("why the notice is short", blank=True)
    # An office, never a person: people leave, and the plan stays.
    contact = models.CharField("whom to ask", max_length=160)
    topics = models.ManyToManyField("partnership.Topic", blank=True, related_name="forward_plan")
    item = models.ForeignKey(
        "meetings.AgendaItem",
        verbose_name="item on the agenda",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forward_plan",
    )
    # What is to be read for it: a report that stands on no agenda yet, say.
    paper = models.ForeignKey(
        "meetings.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="forward_plan"
    )
    decision = models.ForeignKey(
        "meetings.Decision",
        verbose_name="decision taken",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forward_plan",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField("first notice", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_because = models.TextField("why it was withdrawn", blank=True, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", "summary", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ForwardPlanEntryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "forward plan entry"
        indexes = [GinIndex(fields=["search"], name="forward_plan_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, expected_from=None, expected_to=None)
                | Q(meeting=None, expected_from__isnull=False, expected_to__isnull=False),
                name="forward_plan_entry_has_a_meeting_or_a_period",
                violation_error_message="Say at which meeting it is expected, or between which days.",
            ),
            models.CheckConstraint(
                condition=Q(expected_to__gte=F("expected_from")),
                name="forward_plan_entry_period_ends_after_it_begins",
                violation_error_message="The period must end on or after the day it begins.",
            ),
            all_or_none("published_at", "published_by", name="forward_plan_entry_published_at_and_by"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | ~Q(status="draft") & Q(published_at__isnull=False),
                name="forward_plan_entry_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn") & ~Q(withdrawn_because="")
                | ~Q(status="withdrawn") & Q(withdrawn_because=""),
                name="forward_plan_entry_withdrawn_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_entry_stays_on_the_plan",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status <> 'draft'"),
                func="""
                    IF TG_OP = 'DELETE' OR NEW.status = 'draft'
                       OR ROW(NEW.group_id, NEW.published_at) IS DISTINCT FROM ROW(OLD.group_id, OLD.published_at) THEN
                        RAISE EXCEPTION 'a published entry stays on the plan' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("forward_plan_entry"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:forward_plan_entry", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def expected_on(self) -> date:
        """The first day on which it may be decided."""
        day = self.meeting.held_on if self.meeting else self.expected_from
        assert day is not None  # the database keeps it so
        return day


class ForwardPlanVersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """With their entry."""
        return self.filter(entry__in=ForwardPlanEntry.objects.visible_to(user).values("pk"))


class ForwardPlanVersion(PublishedVersion):
    """An entry as it was told once; every change of a published one is the next version, with its reason."""

    entry = models.ForeignKey(ForwardPlanEntry, on_delete=models.PROTECT, related_name="versions")

    objects = ForwardPlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="forward_plan_version_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="forward_plan_version_after_the_first_says_why"
            ),
        ]
        triggers = [*protect("forward_plan_version"), hash_must_fit("forward_plan_version")]

    def __str__(self) -> str:
        return f"{self.entry}, version {self.number}"
