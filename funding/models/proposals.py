"""What somebody asks to be planned otherwise: a proposal, and one line for each amount that it would change."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Abs, Coalesce
from django.urls import reverse
from django.utils import timezone

from core.constraints import all_or_none
from core.models import no_truncate
from funding.models.guards_of_proposals import (
    ADOPTED_MOVED,
    ASKED_FOR_FIRST,
    GOES_ITS_WAY,
    LINE_FITS,
    LINE_IS_OPEN,
)
from funding.models.pots import Pot


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who sees the pot sees what was adopted; the officers of those who decide on it see every proposal."""
        seen = self.filter(pot__in=Pot.objects.visible_to(user).values("pk"))
        adopted = Q(status=Proposal.Status.ADOPTED)
        if not user.is_authenticated:
            return seen.filter(adopted)
        kept = Pot.objects.decided_by_officer(user)
        return seen.filter(adopted | Q(pot__in=kept.values("pk")))

    def of_pot(self, pot):
        return self.filter(pot=pot)

    def drafts_of(self, user):
        """Begun by this person and not handed in."""
        return self.filter(status=Proposal.Status.DRAFT, requested_by=user)

    def waiting_for(self, user):
        """Handed in by somebody else, and this officer may adopt them."""
        asked = self.filter(status=Proposal.Status.SUBMITTED).exclude(requested_by=user)
        return asked.filter(pot__in=Pot.objects.decided_by_officer(user).values("pk"))

    def adopted_under(self, decision):
        """Adopted on the word of this decision, or of another that this one agreed to."""
        rests = Q(authority__decision=decision) | Q(authority__confirmed_by_decision=decision)
        return self.filter(rests, status=Proposal.Status.ADOPTED)

    def with_names(self):
        return self.select_related("pot__group", "requested_by", "decided_by", "authority__decision")

    def with_size(self):
        """Each with how many amounts it would change, and by how much they go up in all, in pounds."""
        differs = ~Q(lines__amount=F("lines__base"))
        up = Case(
            When(lines__amount__gt=F("lines__base"), then=F("lines__amount") - F("lines__base")),
            default=Value(Decimal(0)),
            output_field=models.DecimalField(max_digits=16, decimal_places=2),
        )
        return self.annotate(
            changes=Count("lines", filter=differs), goes_up_by=Coalesce(Sum(up), Value(Decimal(0)))
        )

    def newest_first(self):
        return self.order_by("-number")


class Proposal(models.Model):
    """One person's request to plan a year of a pot otherwise. Current figures stay until another adopts it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        ADOPTED = "adopted", "Adopted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # Whoever asked may take it back to work on it; what is adopted, refused or withdrawn stays so.
    NEXT = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.DRAFT, Status.ADOPTED, Status.REFUSED, Status.WITHDRAWN},
    }

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    title = models.CharField("what it is about", max_length=160)
    # The reason of each movement, when it is adopted; its title where nothing more is said.
    reason = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    # Goes up with every saving, so that two windows notice each other.
    revision = models.PositiveIntegerField(default=0)

    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="adopted or refused by",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("adopted or refused at", null=True, blank=True)
    answer = models.CharField("why it was refused", max_length=500, blank=True)
    authority = models.ForeignKey(
        "funding.Authority",
        verbose_name="decision it was adopted under",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    effective_on = models.DateField("takes effect on", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["pot_id", "number"]
        indexes = [models.Index(fields=["status", "requested_by"], name="proposals_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["pot", "number"], name="proposal_number_is_one_in_its_pot"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                name="proposal_requester_is_never_its_adopter",
                violation_error_message="Whoever asks does not adopt: another officer has to.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["adopted", "refused"], decided_by__isnull=False)
                | ~Q(status__in=["adopted", "refused"]) & Q(decided_by=None),
                name="proposal_decided_says_by_whom",
            ),
            all_or_none("decided_by", "decided_at", name="proposal_decided_by_and_at"),
            models.CheckConstraint(
                condition=Q(status="adopted", authority__isnull=False, effective_on__isnull=False)
                | ~Q(status="adopted") & Q(authority=None, effective_on=None),
                name="proposal_adopted_names_its_decision",
                violation_error_message="Say on which decision it is adopted, and from when.",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(answer=""),
                name="proposal_refused_says_why",
                violation_error_message="Say why it is refused.",
            ),
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(submitted_at__isnull=False),
                name="proposal_submitted_says_when",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="proposal_is_kept", operation=pgtrigger.Delete),
            no_truncate("proposals"),
            pgtrigger.Trigger(
                name="proposal_is_asked_for_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ASKED_FOR_FIRST,
            ),
            pgtrigger.Trigger(
                name="proposal_goes_its_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=GOES_ITS_WAY,
            ),
            pgtrigger.Trigger(
                name="proposal_adopted_has_moved",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__status="adopted"),
                func=ADOPTED_MOVED,
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("funding:proposal", args=[self.pot.slug, self.number])

    @property
    def financial_year(self) -> str:
        """ "2006/07"."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.status == self.Status.SUBMITTED

    @property
    def is_adopted(self) -> bool:
        return self.status == self.Status.ADOPTED


class ProposalLineQuerySet(models.QuerySet):
    def that_change_something(self):
        return self.exclude(amount=F("base"))

    def of_what_is_not_planned(self):
        """Those that speak of what a stream does not plan: a virement has them."""
        return self.filter(period=None)

    def with_places(self):
        return self.select_related("stream", "project", "period")

    def largest_first(self):
        return self.annotate(change=Abs(F("amount") - F("base"))).order_by("-change", "pk")

    def in_grid_order(self):
        project = F("project__name").asc(nulls_first=True)
        return self.order_by("stream__position", "stream", project, "period__starts_on")


class ProposalLine(models.Model):
    """The amount that a proposal wants in one place, beside the amount that stood there when it was written.

    A line without a period speaks of what a stream has and does not plan: only a virement has one.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    stream = models.ForeignKey("funding.Stream", on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(
        "funding.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    period = models.ForeignKey(
        "funding.Period", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField("wanted", max_digits=14, decimal_places=2)
    base = models.DecimalField("what stood there", max_digits=14, decimal_places=2)

    objects = ProposalLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stream", "project", "period"],
                name="proposal_line_is_one_of_its_place",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, base__gte=0),
                name="proposal_line_is_not_below_nothing",
                violation_error_message="An amount is nothing or more.",
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=False) | Q(project=None),
                name="proposal_line_of_a_project_has_a_period",
            ),
        ]
        triggers = [
            no_truncate("proposal_lines"),
            pgtrigger.Trigger(
                name="proposal_line_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("asked", "funding_proposal%ROWTYPE")],
                func=LINE_FITS,
            ),
            pgtrigger.Trigger(
                name="proposal_line_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=LINE_IS_OPEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: £{self.amount:,.2f}"

    @property
    def place(self) -> str:
        """Which stream, project and period it speaks of, in words."""
        words = [str(self.stream), *([str(self.project)] if self.project else [])]
        words.append(str(self.period) if self.period else "not planned")
        return ", ".join(words)

    @property
    def change(self) -> Decimal:
        """How much more is wanted than stood there; below zero for less."""
        return self.amount - self.base
