"""What came after a moment, of each kind, as far as the reader may see it; each marked with when it came."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from core.models import HistoryEntry
from engagement.models import Consultation, Programme
from funding.models import LedgerEntry
from localities.models import CommunityPlan, Lead, Mechanism, Objective, TeamMember
from meetings.models import (
    Decision,
    Meeting,
    MinutesRelease,
    MinutesVersion,
    Paper,
    RepresentativeReport,
)
from partnership.models import User

# Of a locality everyone reads all of these.
OF_LOCALITIES = (Lead, TeamMember, CommunityPlan, Mechanism, Objective)


def decisions(moment: datetime, user: User) -> QuerySet[Decision]:
    """Published since."""
    return _after(moment, Decision.objects.visible_to(user).published(), F("published_at"))


def agendas(moment: datetime, user: User) -> QuerySet[Meeting]:
    """Meetings whose agenda was published since."""
    return _after(moment, Meeting.objects.visible_to(user), F("agenda_published_at"))


def minutes(moment: datetime, user: User) -> QuerySet[MinutesVersion]:
    """Drafts and approved minutes given out since, to the members or to everyone."""
    releases = MinutesRelease.objects.filter(version=OuterRef("pk")).order_by("-at")
    return _after(moment, MinutesVersion.objects.visible_to(user), Subquery(releases.values("at")[:1]))


def papers(moment: datetime, user: User) -> QuerySet[Paper]:
    """Published since, and not withdrawn."""
    return _after(moment, Paper.objects.visible_to(user).published().standing(), F("published_at"))


def reports(moment: datetime, user: User) -> QuerySet[RepresentativeReport]:
    """What representatives told their bodies since; one's own is no news."""
    published = RepresentativeReport.objects.visible_to(user).published()
    if user.is_authenticated:
        published = published.exclude(author__user=user)
    return _after(moment, published, F("published_at"))


def consultations(moment: datetime, user: User) -> QuerySet[Consultation]:
    """Launched or concluded since."""
    launched = Consultation.objects.visible_to(user).launched_ever()
    return _after(moment, launched, Greatest("launched_at", "concluded_at"))


def money(moment: datetime, user: User) -> QuerySet[LedgerEntry]:
    """Movements recorded since: one for each pot and decision, however many lines it took."""
    recorded = LedgerEntry.objects.visible_to(user).filter(recorded_at__gt=moment)
    last = recorded.order_by().values("pot", "decision").annotate(last=Max("pk")).values("last")
    return _after(moment, LedgerEntry.objects.filter(pk__in=last).knowing_decisions(user), F("recorded_at"))


def localities(moment: datetime, user: User) -> QuerySet[HistoryEntry]:
    """What changed in localities since: one for each lead, place in a team, plan, way of reaching people, objective."""
    kinds = [ContentType.objects.get_for_model(each) for each in OF_LOCALITIES]
    changed = HistoryEntry.objects.filter(content_type__in=kinds, at__gt=moment)
    last = changed.order_by().values("content_type", "object_id").annotate(last=Max("pk")).values("last")
    return _after(moment, HistoryEntry.objects.filter(pk__in=last), F("at"))


def things_of_localities() -> tuple[GenericPrefetch]:
    """Each with its locality, and whose name is told."""
    named = [
        Lead.objects.select_related("locality", "person"),
        TeamMember.objects.select_related("locality", "person"),
        *(kind._default_manager.select_related("locality") for kind in (CommunityPlan, Mechanism, Objective)),
    ]
    return (GenericPrefetch("about", named),)


def programmes(moment: datetime, user: User) -> QuerySet[Programme]:
    """Published since."""
    return _after(moment, Programme.objects.visible_to(user), F("published_at"))


def _after(moment: datetime, rows: QuerySet, came) -> QuerySet:
    return rows.annotate(news_at=came).filter(news_at__gt=moment)
