"""Whoever follows a locality hears of the meetings that concern it."""

from django.db.models import Q, QuerySet

from core.access import Access
from localities.models import Locality
from meetings.models import AgendaItem, Meeting, Minutes
from partnership import notices
from partnership.models import Notice, User


def tell_followers_of_call(meeting: Meeting, *, by: User | None) -> None:
    """A meeting about their locality is called."""
    followed = list(_concerned(meeting, AgendaItem.objects.of_meeting(meeting)))
    notices.tell(_followers(meeting, but=by), "locality_meeting_called", about=meeting, followed=followed)


def tell_followers_of_minutes(minutes: Minutes, *, number: int, by: User | None) -> list[Notice]:
    """Minutes of a meeting about their locality can be read by everyone."""
    followers = _followers(minutes.meeting, but=by)
    followed = list(_concerned(minutes.meeting, AgendaItem.objects.of_meeting(minutes.meeting)))
    occasion = f"version {number}"
    return notices.tell(
        followers, "locality_minutes_published", about=minutes, occasion=occasion, followed=followed
    )


def _followers(meeting: Meeting, *, but: User | None) -> QuerySet[User]:
    """Those who follow a locality and may know that the meeting concerns it. Members are told already."""
    group, items = meeting.group, AgendaItem.objects.of_meeting(meeting)
    may_read = User.objects.members_of(group) | User.objects.officers_of(group)
    found = User.objects.following(*_concerned(meeting, items)).filter(pk__in=may_read.values("pk"))
    if group.is_public:
        openly = User.objects.following(*_concerned(meeting, items.filter(access=Access.OPEN)))
        found = User.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=openly.values("pk")))
    told = User.objects.members_of(group).values("pk")
    return found.exclude(pk__in=told).exclude(pk=but.pk if but else None)


def _concerned(meeting: Meeting, items: QuerySet[AgendaItem]) -> QuerySet[Locality]:
    """The locality whose partnership meets, and those that the items name."""
    return Locality.objects.filter(Q(group=meeting.group) | Q(agenda_items__in=items)).distinct()
