"""What those who spend a pot's money say in a round."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from funding.models.guards_of_returns import (
    ACCEPTED_STAYS,
    LINE_FITS,
    LINES_STAY,
    RETURN_BEGINS,
    RETURN_MOVES,
    returns_guard,
)
from funding.models.pots import Pot
from partnership.models import Group


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Accepted ones for who sees the pot; all for officers of its group; their own for those who do the work."""
        accepted = Q(status=Return.Status.ACCEPTED, round__pot__in=Pot.objects.visible_to(user).values("pk"))
        if not user.is_authenticated:
            return self.filter(accepted)
        officer = Q(round__pot__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(accepted | officer | self._done_by(user))

    def from_body_of(self, user):
        """About projects that the organisation of this login's person does, in rounds that have opened."""
        return self.filter(self._done_by(user))

    def run_by(self, user):
        """Of the pots whose group this login supports."""
        return self.filter(round__pot__group__in=Group.objects.supported_by(user).values("pk"))

    def of_round(self, round_):
        return self.filter(round=round_)

    def to_write(self):
        """Not sent yet, or sent back."""
        return self.filter(status__in=Return.OPEN)

    def awaiting_an_answer(self):
        return self.filter(status=Return.Status.SUBMITTED)

    def accepted(self):
        return self.filter(status=Return.Status.ACCEPTED)

    def asked_by(self, day):
        """Of rounds that have opened by a day."""
        return self.filter(round__opens_on__lte=day)

    def late(self):
        """Not sent although the day is past."""
        return self.to_write().filter(round__due_on__lt=timezone.localdate())

    def not_sent_by(self, user):
        return self.exclude(submitted_by=user)

    def with_names(self):
        return self.select_related(
            "round__pot__group", "round__actuals_to", "stream", "project__organisation", "submitted_by"
        )

    def in_order(self):
        return self.order_by("stream__position", "stream", F("project__name").asc(nulls_first=True), "pk")

    def most_pressing_first(self):
        return self.order_by("round__due_on", "stream__position", "pk")

    @staticmethod
    def _done_by(user) -> Q:
        return Q(project__organisation__people__user=user, round__opens_on__lte=timezone.localdate())


class Return(models.Model):
    """One project's answer in a round (or that of a stream's own money): what was spent, what is expected, and why."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Not sent"
        SUBMITTED = "submitted", "Sent, waits for an answer"
        ACCEPTED = "accepted", "Accepted"
        SENT_BACK = "sent_back", "Sent back"

    NEXT = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.ACCEPTED, Status.SENT_BACK},
        Status.SENT_BACK: {Status.SUBMITTED},
    }
    LONGEST_COMMENT = 4000
    # While it may be written.
    OPEN = (Status.DRAFT, Status.SENT_BACK)

    round = models.ForeignKey("funding.Round", on_delete=models.PROTECT, related_name="returns")
    stream = models.ForeignKey("funding.Stream", on_delete=models.PROTECT, related_name="returns")
    project = models.ForeignKey(
        "funding.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    comment = models.TextField(blank=True)
    # Goes up with each saving, so that two who write at once do not undo each other's words.
    revision = models.PositiveIntegerField(default=0)

    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_reason = models.TextField("why it was sent back", blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["round_id", "pk"]
        indexes = [models.Index(fields=["status", "round"], name="returns_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "stream", "project"],
                name="return_is_one_in_its_round",
                nulls_distinct=False,
                violation_error_message="The round has a return of it already.",
            ),
            all_or_none("submitted_at", "submitted_by", name="return_submitted_at_and_by"),
            all_or_none("accepted_at", "accepted_by", name="return_accepted_at_and_by"),
            all_or_none("sent_back_at", "sent_back_by", name="return_sent_back_at_and_by"),
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_at__isnull=False, submitted_at__isnull=False)
                | Q(status="submitted", accepted_at=None, submitted_at__isnull=False)
                | Q(status__in=["draft", "sent_back"], accepted_at=None),
                name="return_says_who_sent_and_who_accepted_it",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent_back") | Q(sent_back_at__isnull=False) & ~Q(sent_back_reason=""),
                name="return_sent_back_says_why",
                violation_error_message="Say why it is sent back.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("submitted_by")),
                name="return_is_accepted_by_somebody_else",
                violation_error_message="Whoever sent a return does not accept it: somebody else does.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="return_keeps_its_round", fields=["round", "stream", "project"]),
            returns_guard("return_begins_as_a_draft", RETURN_BEGINS, pgtrigger.Insert),
            returns_guard("return_accepted_stays", ACCEPTED_STAYS, pgtrigger.Update | pgtrigger.Delete),
            returns_guard("return_moves_step_by_step", RETURN_MOVES, pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.about}, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("funding:return", args=[self.round.pot.slug, self.pk])

    @property
    def about(self) -> str:
        """What it is about: "Children and young people: Play scheme"."""
        return f"{self.stream}: {self.project}" if self.project else str(self.stream)

    @property
    def may_be_written(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_submitted(self) -> bool:
        return self.status == self.Status.SUBMITTED

    @property
    def is_accepted(self) -> bool:
        return self.status == self.Status.ACCEPTED

    @property
    def is_sent_back(self) -> bool:
        return self.status == self.Status.SENT_BACK

    @property
    def is_late(self) -> bool:
        return self.may_be_written and self.round.is_overdue


class ReturnLine(models.Model):
    """What a return says of one period: spent in it, or expected."""

    class Kind(models.TextChoices):
        ACTUAL = "actual", "Spent"
        FORECAST = "forecast", "Expected"

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    period = models.ForeignKey("funding.Period", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    # What was recorded as spent in the period when the return was sent; what it says is compared with that.
    recorded = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # What its acceptance wrote into the books; nothing where they said so already.
    actual = models.OneToOneField(
        "funding.Actual", null=True, blank=True, on_delete=models.PROTECT, related_name="return_line"
    )

    class Meta:
        ordering = ["of_return_id", "period__starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["of_return", "period"], name="return_line_is_one_for_a_period"),
            models.CheckConstraint(
                condition=Q(kind="actual") | Q(amount__gte=0, actual=None),
                name="return_line_forecast_is_nothing_or_more",
                violation_error_message="What is expected cannot be less than nothing.",
            ),
        ]
        triggers = [
            returns_guard(
                "return_lines_stay_when_sent",
                LINES_STAY,
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                [("sent", "funding_return%ROWTYPE")],
            ),
            returns_guard(
                "return_line_says_what_is_asked",
                LINE_FITS,
                pgtrigger.Insert | pgtrigger.Update,
                [
                    ("asked", "funding_round%ROWTYPE"),
                    ("of_period", "funding_period%ROWTYPE"),
                    ("last", "funding_period%ROWTYPE"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} £{self.amount:,.2f}, {self.period}"
