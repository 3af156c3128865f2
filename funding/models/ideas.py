"""What people bring to a participatory round."""

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from core.models import no_truncate
from funding.models.guards_of_participation import IDEA_COMES_IN_TIME, IDEA_GOES_ITS_WAY
from funding.models.participatory_rounds import ParticipatoryRound
from partnership.models import Group


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was checked is there for all who see the round; before, only its officers and who entered it see it."""
        rounds = ParticipatoryRound.objects.visible_to(user)
        seen = self.filter(round__in=rounds.values("pk"))
        checked = ~Q(feasibility="")
        if not user.is_authenticated:
            return seen.filter(checked)
        kept = Q(round__pot__group__in=Group.objects.supported_by(user).values("pk"))
        return seen.filter(checked | kept | Q(entered_by=user))

    def of_round(self, round_):
        return self.filter(round=round_)

    def feasible(self):
        return self.filter(feasibility=Idea.Feasibility.FEASIBLE)

    def not_checked(self):
        return self.filter(feasibility="")

    def selected(self):
        return self.filter(result=Idea.Result.SELECTED)

    def with_names(self):
        return self.select_related("round__pot__group", "entry", "entered_by")


class Idea(models.Model):
    """What somebody would do with a part of the money of a participatory round; kept as it was brought."""

    class Feasibility(models.TextChoices):
        FEASIBLE = "feasible", "Feasible"
        NOT_FEASIBLE = "not_feasible", "Not feasible"

    class Result(models.TextChoices):
        SELECTED = "selected", "Selected"
        NOT_SELECTED = "not_selected", "Not selected"

    round = models.ForeignKey(ParticipatoryRound, on_delete=models.PROTECT, related_name="ideas")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    purpose = models.TextField("what it is for")
    brought_by = models.CharField("person or organisation that brings it", max_length=200)
    # For the officers only.
    contact = models.CharField("how to reach them", max_length=200)
    amount = models.DecimalField(
        "amount asked for", max_digits=14, decimal_places=2, validators=[MinValueValidator(0.01)]
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ideas_entered"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    feasibility = models.CharField(max_length=12, choices=Feasibility, blank=True)
    feasibility_reason = models.CharField("why", max_length=500, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    # Where ideas have as many votes as each other and not all can be paid: their order, and who settled it.
    tie_place = models.PositiveSmallIntegerField(null=True, blank=True)
    tie_decision = models.ForeignKey(
        "meetings.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="ties_settled"
    )
    result = models.CharField(max_length=12, choices=Result, blank=True)
    result_reason = models.CharField("why it was or was not selected", max_length=500, blank=True)
    votes = models.PositiveIntegerField("votes it had", null=True, blank=True)
    entry = models.OneToOneField(
        "funding.LedgerEntry",
        verbose_name="movement that plans its money",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="idea",
    )

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["round_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="idea_number_is_one_in_its_round"),
            # Who presses the button twice brings one idea.
            models.UniqueConstraint(
                fields=["round", "title", "brought_by"],
                name="idea_is_brought_once",
                violation_error_message="This idea was brought already: it is kept.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="idea_asks_for_something",
                violation_error_message="The amount must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=Q(feasibility="", checked_by=None, checked_at=None)
                | ~Q(feasibility="") & Q(checked_by__isnull=False, checked_at__isnull=False),
                name="idea_checked_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(feasibility="not_feasible") | ~Q(feasibility_reason=""),
                name="idea_not_feasible_says_why",
                violation_error_message="Say why the idea is not feasible.",
            ),
            models.CheckConstraint(
                condition=Q(result="") | ~Q(result_reason=""),
                name="idea_with_a_result_says_why",
                violation_error_message="Say why the idea was or was not selected.",
            ),
            models.CheckConstraint(
                condition=Q(result="selected", feasibility="feasible", entry__isnull=False)
                | ~Q(result="selected") & Q(entry=None),
                name="idea_selected_is_feasible_and_has_its_money",
            ),
            all_or_none("tie_place", "tie_decision", name="idea_tie_is_settled_by_a_decision"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="idea_stays_as_brought",
                fields=["round", "number", "title", "purpose", "brought_by", "amount", "entered_by"],
            ),
            pgtrigger.Protect(name="idea_stays", operation=pgtrigger.Delete),
            no_truncate("idea"),
            pgtrigger.Trigger(
                name="idea_comes_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("asked", "funding_participatoryround%ROWTYPE")],
                func=IDEA_COMES_IN_TIME,
            ),
            pgtrigger.Trigger(
                name="idea_goes_its_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("asked", "funding_participatoryround%ROWTYPE"), ("given", "numeric")],
                func=IDEA_GOES_ITS_WAY,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('funding:participatory_round', args=[self.round.pot.slug, self.round_id])}#idea-{self.number}"

    @property
    def is_checked(self) -> bool:
        return bool(self.feasibility)

    @property
    def is_feasible(self) -> bool:
        return self.feasibility == self.Feasibility.FEASIBLE

    @property
    def is_selected(self) -> bool:
        return self.result == self.Result.SELECTED
