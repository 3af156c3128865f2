"""What decisions said of agreements and of the shares of streams, as the record of meetings tells it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from funding.models import Assessment, PooledShare, Refresh, Reward, Target
from meetings.consequences import Consequence
from meetings.models import Decision, Meeting


@dataclass
class Agreed:
    """What rests on a decision, as far as its reader may know of it."""

    targets: list[Target]
    refreshes: list[Refresh]
    assessments: list[Assessment]
    rewards: list[Reward]
    shares: list[PooledShare]


def agreed_by(decision: Decision, reader: Any) -> Consequence | None:
    """The targets, refreshes, assessments, rewards and shares that rest on a decision; five queries."""
    # A target that a refresh put in the place of another is told with the refresh.
    first = Target.objects.visible_to(reader).agreed_by(decision).filter(refresh=None)
    places = "indicator__outcome__block__agreement"
    agreed = Agreed(
        targets=list(first.select_related(places).in_order()),
        refreshes=list(
            Refresh.objects.visible_to(reader).agreed_by(decision).select_related("agreement").order_by("pk")
        ),
        assessments=list(
            Assessment.objects.visible_to(reader)
            .agreed_by(decision)
            .in_force()
            .select_related("agreement", "block")
        ),
        rewards=list(
            Reward.objects.visible_to(reader).agreed_by(decision).select_related("agreement", "indicator")
        ),
        shares=list(PooledShare.objects.visible_to(reader).agreed_by(decision).select_related("stream__pot")),
    )
    return Consequence("funding/_agreed_by_decision.html", agreed) if any(vars(agreed).values()) else None


def agreed_at(meeting: Meeting) -> str:
    """Why a meeting cannot be reopened: promises of an agreement, or the shares of a pot, rest on its decisions."""
    leaning = Q()
    for model in (Target, Refresh, Assessment, Reward, PooledShare):
        leaning |= Q(pk__in=model.objects.filter(decision__item__meeting=meeting).values("decision"))
    refs = list(
        Decision.objects.of_meeting(meeting).filter(leaning).order_by("number").values_list("ref", flat=True)
    )
    if not refs:
        return ""
    named = ", ".join(refs[:5]) + (" and more" if len(refs) > 5 else "")
    return f"Targets, assessments, rewards or shares of money rest on {named}."
