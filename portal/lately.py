"""What is coming, and what has just happened: for the home page."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from engagement.models import Consultation
from meetings.models import (
    ActionItem,
    Decision,
    Meeting,
    MinutesRelease,
)
from partnership.models import Group, User


def coming(user: User) -> QuerySet[Meeting]:
    """The next meetings that the reader may know of."""
    return Meeting.objects.visible_to(user).upcoming().with_group()


def past(user: User) -> QuerySet[Meeting]:
    """The last meetings that the reader may know of, for when none is coming."""
    return Meeting.objects.visible_to(user).past().with_group()


def just_decided(user: User) -> QuerySet[Decision]:
    """Published decisions, the latest published first."""
    return (
        Decision.objects.visible_to(user)
        .published()
        .with_meeting()
        .order_by("-published_at", "-item__meeting__held_on", "group", "number")
    )


def meetings_with_published_minutes(user: User) -> QuerySet[Meeting]:
    """Meetings whose minutes everyone may read, the latest published first, each with when and in what stage."""
    public = MinutesRelease.objects.filter(
        version__meeting=OuterRef("pk"), audience=MinutesRelease.Audience.PUBLIC
    ).order_by("-version__number")
    return (
        Meeting.objects.visible_to(user)
        .with_group()
        .annotate(
            minutes_published_at=Subquery(public.values("at")[:1]),
            minutes_stage=Subquery(public.values("version__stage")[:1]),
        )
        .filter(minutes_published_at__isnull=False)
        .order_by("-minutes_published_at", "-held_on")
    )


def open_actions(user: User) -> dict[str, int]:
    """How many actions are open, and how many of them overdue."""
    seen = ActionItem.objects.visible_to(user)
    return {"open": seen.unfinished().count(), "overdue": seen.overdue().count()}


def leading_groups(user: User) -> QuerySet[Group]:
    """Groups at the top: those that report to no other."""
    return Group.objects.visible_to(user).open_today().filter(parent=None)


def open_consultations(user: User) -> QuerySet[Consultation]:
    """What can be answered now, what closes first before the rest."""
    rows = Consultation.objects.visible_to(user).open_at(timezone.now())
    return rows.order_by("closes_on", "closes_at", "pk")
