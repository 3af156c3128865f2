"""Parish plans and community-led plans, and what is done about them."""

from datetime import timedelta

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone


class CommunityPlanQuerySet(models.QuerySet):
    def adopted(self):
        return self.filter(adopted_on__isnull=False)

    def in_preparation(self):
        return self.filter(adopted_on=None)

    def overdue_for_review(self):
        return self.filter(review_due_on__lt=timezone.localdate())

    def to_review_around(self, day):
        """Those whose review is four weeks ahead or less, or two months past at most."""
        first, last = day - timedelta(days=62), day + timedelta(days=28)
        near = self.filter(review_due_on__gte=first, review_due_on__lte=last)
        return near.select_related("locality__group").order_by("review_due_on", "pk")

    def with_progress(self):
        """Each with its locality, and how many actions it has and how many of them are done."""
        done = Q(actions__progress=PlanAction.Progress.DONE)
        counted = self.annotate(action_count=Count("actions"), done_count=Count("actions", filter=done))
        return counted.select_related("locality").order_by("name")


class CommunityPlan(models.Model):
    """A plan that a parish or a community has made for itself: in preparation, then adopted by a body on a day."""

    class Kind(models.TextChoices):
        PARISH = "parish", "Parish plan"
        COMMUNITY = "community_led", "Community-led plan"

    locality = models.ForeignKey("localities.Locality", on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(
        max_length=160, unique=True, error_messages={"unique": "There is a plan of this name already."}
    )
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    about = models.TextField("what it sets out to do", blank=True)
    parishes = models.ManyToManyField("localities.Area", blank=True, related_name="plans")
    adopted_by = models.CharField(max_length=160, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", "about", "adopted_by", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CommunityPlanQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="community_plan_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_on=None, adopted_by="")
                | (Q(adopted_on__isnull=False) & ~Q(adopted_by="")),
                name="community_plan_adopted_by_and_on",
                violation_error_message="Say both who adopted the plan and on which day, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(review_due_on=None) | Q(adopted_on=None) | Q(review_due_on__gt=F("adopted_on")),
                name="community_plan_is_reviewed_after_it_is_adopted",
                violation_error_message="A plan is reviewed after the day on which it is adopted.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("localities:plan", args=[self.slug])

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None

    @property
    def is_overdue_for_review(self) -> bool:
        return self.review_due_on is not None and self.review_due_on < timezone.localdate()


class PlanAction(models.Model):
    """One thing that a plan says is to be done, whose responsibility it is, and how far it has come."""

    class Responsibility(models.TextChoices):
        COUNCIL = "parish_council", "Parish council"
        COMMUNITY = "community", "Community"
        PARTNER = "partner", "Partner organisation"

    class Progress(models.TextChoices):
        NOT_BEGUN = "not_begun", "Not begun"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    plan = models.ForeignKey(CommunityPlan, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField("what is to be done", max_length=500)
    responsibility = models.CharField(max_length=20, choices=Responsibility)
    responsible = models.CharField("who exactly", max_length=160, blank=True)
    progress = models.CharField(max_length=12, choices=Progress, default=Progress.NOT_BEGUN)
    progress_note = models.CharField("how far it has come", max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "text"],
                name="plan_action_once_in_a_plan",
                violation_error_message="This action is in the plan already.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url()

    @property
    def is_done(self) -> bool:
        return self.progress == self.Progress.DONE
