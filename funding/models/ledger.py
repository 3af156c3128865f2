"""Every movement of money, and the decision that allowed it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone

from core.models import AppendOnly, AppendOnlyQuerySet, protect
from funding.models.authorities import Authority
from funding.models.guards import guards
from funding.models.making import FIGURES, counted, one_of
from funding.models.pots import Pot
from meetings.models import Decision


class LedgerEntryQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """Who sees the pot sees every movement in it."""
        return self.filter(pot__in=Pot.objects.visible_to(user).values("pk"))

    def of_pot(self, pot):
        return self.filter(pot=pot)

    def of_cell(self, cell):
        return self.filter(Q(source=cell) | Q(destination=cell))

    def at_cells(self, cells):
        """From or to any of these cells."""
        return self.filter(Q(one_of("source", cells)) | Q(one_of("destination", cells)))

    def arriving(self, figure, cells):
        """Movements into these cells that are counted in a figure (funding/models/making.py)."""
        return self.filter(counted(figure, cells, "destination", "source"))

    def leaving(self, figure, cells):
        """Movements out of these cells that are counted in a figure."""
        return self.filter(counted(figure, cells, "source", "destination"))

    def making(self, figure, cells):
        """Every movement that a figure of these cells is the sum of."""
        into = counted(figure, cells, "destination", "source")
        out_of = counted(figure, cells, "source", "destination")
        return self.filter(into | out_of)

    def sum_of(self, figure, cells):
        """What these movements come to in a figure of these cells, in pounds."""
        came, went = self.arriving(figure, cells).total(), self.leaving(figure, cells).total()
        return went - came if FIGURES[figure].is_outward else came - went

    def total(self):
        """What they move, in pounds."""
        return self.order_by().aggregate(total=Sum("amount"))["total"] or Decimal(0)

    def under(self, decision):
        """Moved on the authority of this decision."""
        return self.filter(decision=decision)

    def resting_on(self, decision):
        """Moved under this decision, or under another that this one agreed to for the accountable body."""
        return self.filter(one_of("authority", Authority.objects.resting_on(decision)))

    def not_taken_back(self):
        """Movements whose money is still where they put it."""
        return self.exclude(kind=LedgerEntry.Kind.REVERSAL).filter(reversed_by=None)

    def known_at(self, moment):
        return self.filter(recorded_at__lte=moment)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def that_brought_money_into(self, stream, year):
        """Awards to a stream for a year, money carried into it and money vired to it, the earliest first."""
        kind = LedgerEntry.Kind
        bringing = [kind.AWARD, kind.CARRY_IN, kind.VIREMENT]
        arrived = self.filter(kind__in=bringing, destination__stream=stream, destination__year=year)
        return arrived.filter(reversed_by=None).order_by("pk")

    def knowing_decisions(self, user):
        """Each marked whether the reader may see the decision that allowed it."""
        seen = Decision.objects.visible_to(user).filter(pk=OuterRef("decision"))
        return self.annotate(decision_is_seen=Exists(seen))

    def with_cells(self):
        ends = [
            f"{end}__{part}" for end in ("source", "destination") for part in ("stream", "project", "period")
        ]
        return self.select_related(
            "pot", "decision__item__meeting__group", "by", "reverses", "proposal", *ends
        )

    def newest_first(self):
        return self.order_by("-pk")


class LedgerEntry(AppendOnly):
    """One movement of money between two cells, authorised by a decision. A mistake is reversed, never edited."""

    class Kind(models.TextChoices):
        AWARD = "award", "Award"
        AWARD_CHANGE = "award_change", "Change of the award"
        PROFILE = "profile", "Profile"
        REPROFILE = "reprofile", "Re-profile"
        VIREMENT = "virement", "Virement"
        CARRY_OUT = "carry_out", "Carried forward, out of the year"
        CARRY_IN = "carry_in", "Carried forward, into the year"
        RETURN = "return", "Return to the funder"
        REVERSAL = "reversal", "Reversal"

    # A reversal takes back what was allowed before, and what arrives in a year was allowed when it left the last: no
    # decision names these two.
    NEEDS_NO_NAMING = (Kind.REVERSAL, Kind.CARRY_IN)

    pot = models.ForeignKey("funding.Pot", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=Kind)
    source = models.ForeignKey("funding.Cell", on_delete=models.PROTECT, related_name="entries_out_of")
    destination = models.ForeignKey("funding.Cell", on_delete=models.PROTECT, related_name="entries_into")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    decision = models.ForeignKey("meetings.Decision", on_delete=models.PROTECT, related_name="ledger_entries")
    authority = models.ForeignKey("funding.Authority", on_delete=models.PROTECT, related_name="entries")
    reason = models.CharField(max_length=300)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    # Of a movement out of a year: the award, or the movement into the year, that brought the money.
    came_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_on_by"
    )
    # Of a movement into a year: the movement out of the year before.
    pair = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="arrived_by"
    )
    external_reference = models.CharField("the funder’s approval", max_length=120, blank=True)
    # The proposal whose adoption wrote it; empty for what was moved by itself.
    proposal = models.ForeignKey(
        "funding.Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["source", "recorded_at"], include=["amount"], name="entries_out_of_a_cell"),
            models.Index(
                fields=["destination", "recorded_at"], include=["amount"], name="entries_into_a_cell"
            ),
            models.Index(fields=["pot", "-id"], name="entries_of_a_pot"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="ledger_entry_moves_something",
                violation_error_message="The amount must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("destination")),
                name="ledger_entry_goes_somewhere_else",
                violation_error_message="The money must go somewhere else than where it is.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="ledger_entry_says_why",
                violation_error_message="Say why the money moves.",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses=None),
                name="ledger_reversal_names_what_it_reverses",
            ),
            models.CheckConstraint(
                condition=Q(kind="carry_in", pair__isnull=False) | ~Q(kind="carry_in") & Q(pair=None),
                name="ledger_carried_in_names_its_pair",
            ),
            models.CheckConstraint(
                condition=Q(kind="carry_out", came_by__isnull=False) | ~Q(kind="carry_out") & Q(came_by=None),
                name="ledger_carried_out_names_where_it_came_from",
            ),
        ]
        triggers = [*protect("ledger_entry"), *guards()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: £{self.amount:,.2f} from {self.source} to {self.destination}"
