"""What is coming, and what has just happened: for the home page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.markdown import plain
from core.templatetags.house import british_date
from engagement.models import Consultation
from meetings.models import (
    ActionItem,
    Decision,
    Meeting,
    MinutesRelease,
    MinutesVersion,
    RepresentativeReport,
)
from partnership.models import Group, User

EXCERPT = 220


@dataclass
class News:
    """One thing that happened since somebody was last here."""

    at: datetime
    title: str
    address: str
    text: str = ""


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


def new_since(moment: datetime, user: User, *, most: int = 8) -> list[News]:
    """What was published or given to this reader after a moment, the newest first: four queries."""
    decisions = just_decided(user).filter(published_at__gt=moment)[:most]
    agendas = (
        Meeting.objects.visible_to(user)
        .with_group()
        .filter(agenda_published_at__gt=moment)
        .order_by("-agenda_published_at")[:most]
    )
    versions = (
        MinutesVersion.objects.visible_to(user)
        .filter(releases__at__gt=moment)
        .select_related("meeting__group")
        .annotate(
            given_at=Subquery(
                MinutesRelease.objects.filter(version=OuterRef("pk")).order_by("-at").values("at")[:1]
            )
        )
        .distinct()
        .order_by("-given_at")[:most]
    )
    news = [
        News(
            d.published_at,
            f"Decision {d.ref} of the {d.group.name}",
            d.get_absolute_url(),
            plain(d.text)[:EXCERPT],
        )
        for d in decisions
    ]
    news += [
        News(
            m.agenda_published_at,
            f"Agenda of the {m.group.name}, {british_date(m.held_on)}",
            m.get_absolute_url(),
        )
        for m in agendas
    ]
    reports = (
        RepresentativeReport.objects.visible_to(user)
        .published()
        .filter(published_at__gt=moment)
        .exclude(author__user=user)
        .with_names()
        .order_by("-published_at")[:most]
    )
    news += [News(r.published_at, r.title, r.get_absolute_url(), f"Report by {r.author}") for r in reports]
    news += [_minutes(version) for version in versions]
    return sorted(news, key=lambda each: each.at, reverse=True)[:most]


def _minutes(version: MinutesVersion) -> News:
    stage = "Draft minutes" if version.is_draft else "Approved minutes"
    title = f"{stage} of the {version.meeting.group.name}, {british_date(version.meeting.held_on)}"
    return News(version.given_at, title, f"{version.meeting.get_absolute_url()}#minutes")


def open_consultations(user: User) -> QuerySet[Consultation]:
    """What can be answered now, what closes first before the rest."""
    rows = Consultation.objects.visible_to(user).open_at(timezone.now())
    return rows.order_by("closes_on", "closes_at", "pk")
