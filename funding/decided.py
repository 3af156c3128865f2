"""What decisions did with money, as the record of meetings tells it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from funding.models import Authority, LedgerEntry, Pot, Proposal
from meetings.consequences import Consequence
from meetings.models import Decision, Meeting


@dataclass
class MovedInPot:
    """What moved in one pot on the word of a decision: a sum for each kind of movement."""

    pot: Pot
    kinds: list[tuple[str, Decimal, int]] = field(default_factory=list)
    amount: Decimal = Decimal(0)
    taken_back: Decimal = Decimal(0)


@dataclass
class Moved:
    """What moved in every pot that the reader may see."""

    decision: Decision
    pots: list[MovedInPot]
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """What it moved in all; what is awarded and then planned under it is moved twice."""
        return sum((pot.amount for pot in self.pots), Decimal(0))

    @property
    def says_a_sum(self) -> bool:
        """Whether all of it moved in one way, so that its sum is a sum of different pounds."""
        return len({label for pot in self.pots for label, _, _ in pot.kinds}) == 1


def moved_by(decision: Decision, reader: Any) -> Consequence | None:
    """The movements that rest on a decision, by pot and kind, and the proposals adopted on it: three queries."""
    kinds = LedgerEntry.Kind
    # Money that arrives in a year has left the year before by the same decision: it is counted once.
    rows = LedgerEntry.objects.visible_to(reader).resting_on(decision).exclude(kind=kinds.CARRY_IN).order_by()
    sums = rows.values("pot", "kind").annotate(
        moved=Sum("amount"), count=Count("pk"), back=Sum("amount", filter=Q(reversed_by__isnull=False))
    )
    found = {(row["pot"], row["kind"]): (row["moved"], row["count"], row["back"]) for row in sums}
    if not found:
        return None
    pots = {
        pot.pk: MovedInPot(pot)
        for pot in Pot.objects.filter(pk__in={pot for pot, _ in found}).order_by("name")
    }
    # In the order in which money goes its way: the award first.
    for kind, label in kinds.choices:
        for pk, pot in pots.items():
            if (pk, kind) in found:
                amount, count, taken_back = found[pk, kind]
                pot.kinds.append((label, amount, count))
                pot.taken_back += taken_back or Decimal(0)
                if kind != kinds.REVERSAL:
                    pot.amount += amount
    proposals = list(Proposal.objects.visible_to(reader).adopted_under(decision).with_names().order_by("pk"))
    return Consequence("funding/_moved_by_decision.html", Moved(decision, list(pots.values()), proposals))


def money_moved_at(meeting: Meeting) -> str:
    """Why a meeting cannot be reopened: money is where its decisions put it."""
    moving = Authority.objects.under_which_money_is()
    decisions = Decision.objects.of_meeting(meeting).filter(
        Q(pk__in=moving.values("decision")) | Q(pk__in=moving.values("confirmed_by_decision"))
    )
    refs = [decision.ref for decision in decisions.order_by("number")[:6]]
    if not refs:
        return ""
    named = ", ".join(refs[:5]) + (" and more" if len(refs) > 5 else "")
    return f"Money moved under {named}. Its movements must be taken back first."


@dataclass
class Deciding:
    """One decision on a pot: whether the reader may see it, and what it moved in which ways."""

    decision: Decision
    is_seen: bool
    kinds: list[str]


def moving_in(pot: Pot, reader: Any, *, known_at: datetime | None = None) -> list[Deciding]:
    """The decisions on whose word money of a pot moved, the latest first; of those not published only that they are."""
    authorities = Authority.objects.of_pot(pot).that_moved_something(known_at=known_at).with_decisions()
    kinds: dict[Decision, set[str]] = defaultdict(set)
    for authority in authorities:
        kinds[authority.decision].update(authority.kinds)
        if authority.confirmed_by_decision:
            kinds[authority.confirmed_by_decision].update(authority.kinds)
    seen = set(
        Decision.objects.visible_to(reader)
        .filter(pk__in=[each.pk for each in kinds])
        .values_list("pk", flat=True)
    )
    labels = dict(LedgerEntry.Kind.choices)
    return [
        Deciding(each, each.pk in seen, [labels[kind].lower() for kind in labels if kind in kinds[each]])
        for each in sorted(kinds, key=lambda each: (each.item.meeting.held_on, each.number), reverse=True)
    ]
