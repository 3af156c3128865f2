"""What the first page has for each role, beside what everyone reads there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from localities.models import Lead, Locality
from meetings.models import Decision, Meeting
from partnership.models import Notice, Organisation, Seat, SeatHolding
from partnership.offices import vacancies
from portal import lately
from portal.roles import Roles

FORTNIGHT = timedelta(days=14)
SHOWN = 4
MOST_MEETINGS = 12
# Whoever is here for the first time hears what concerns the sector of so long.
A_MONTH = timedelta(days=30)


@dataclass
class MeetingsOf:
    """What is coming in one's own groups: all of the next fortnight, or the next one after it."""

    soon: list[Meeting] = field(default_factory=list)
    next: Meeting | None = None


@dataclass
class ForSector:
    """What concerns whom a representative speaks for."""

    bodies: list[Organisation]
    since: datetime
    decisions: list[Decision]
    seats: list[SeatHolding]
    vacant: list[Seat]


def meetings_of(roles: Roles) -> MeetingsOf:
    """Meetings of the groups that one belongs to or supports, each once; of planned ones, too. One question."""
    groups = {group.pk for group in roles.supported}
    groups |= {membership.group_id for membership in roles.memberships}
    groups |= {holding.seat.group_id for holding in roles.seats}
    if not groups:
        return MeetingsOf()
    coming = list(
        Meeting.objects.visible_to(roles.user)
        .filter(group__in=groups)
        .upcoming()
        .with_group()[:MOST_MEETINGS]
    )
    last_day = timezone.localdate() + FORTNIGHT
    soon = [meeting for meeting in coming if meeting.held_on <= last_day]
    return MeetingsOf(soon, None if soon or not coming else coming[0])


def for_sector(roles: Roles, since: datetime | None) -> ForSector | None:
    """Decisions on what officers marked as of interest to the sector, one's seats, and the bodies' vacant seats."""
    if not roles.is_representative:
        return None
    since = since or timezone.now() - A_MONTH
    decided = lately.just_decided(roles.user).filter(published_at__gt=since)
    marked = decided.filter(item__of_interest_to__contains=[Organisation.Sector.VOLUNTARY])
    vacant: QuerySet[Any] = Seat.objects.vacant().filter(nominated_by__in=roles.bodies, group__closed_on=None)
    return ForSector(
        roles.bodies,
        since,
        list(marked[:SHOWN]),
        roles.seats,
        list(vacant.select_related("group", "nominated_by")[: SHOWN + 1]),
    )


def for_administrator(roles: Roles) -> dict[str, int] | None:
    """How much is missing or failing, each with a page that says more."""
    if not roles.is_administrator:
        return None
    led = Lead.objects.on(timezone.localdate()).values("locality")
    missing = {
        "offices": len(vacancies()),
        "seats": Seat.objects.vacant().filter(group__closed_on=None).count(),
        "localities": Locality.objects.exclude(pk__in=led).count(),
        "failed": Notice.objects.failed().count(),
    }
    return missing | {"all": sum(missing.values())}
