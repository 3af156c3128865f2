"""Whoever follows a group, a topic, or a kind of news everywhere hears of what everyone may read of its meetings."""

from collections.abc import Collection

from core.access import Access
from meetings.models import AgendaItem, Decision, Meeting, Minutes
from partnership import notices
from partnership.models import Everywhere, Notice, Topic, User


def tell_followers_of_open_minutes(
    minutes: Minutes, *, number: int, by: User | None, told: Collection[Notice] = ()
) -> None:
    """Minutes can be read by everyone. Whoever was told already, as a member or for a locality, is not told twice."""
    group = minutes.meeting.group
    if not group.is_public:
        return
    followed = [group, Everywhere.MINUTES]
    readers = _followers(followed, but=by).exclude(pk__in=[notice.to_id for notice in told])
    occasion = f"version {number}"
    notices.tell(readers, "open_minutes_published", about=minutes, occasion=occasion, followed=followed)


def tell_followers_of_decisions(
    meeting: Meeting, published: Collection[Decision], *, by: User | None
) -> None:
    """Decisions on open items are in the register: of one meeting one notice, however many there are."""
    items = AgendaItem.objects.filter(decisions__in=[each.pk for each in published], access=Access.OPEN)
    if not meeting.group.is_public or not items.exists():
        return
    topics = Topic.objects.filter(agenda_items__in=items).distinct()
    followed = [meeting.group, *topics, Everywhere.DECISIONS]
    occasion = "decisions " + ", ".join(str(each.pk) for each in published)[:48]
    readers = _followers(followed, but=by)
    notices.tell(readers, "decisions_published", about=meeting, occasion=occasion, followed=followed)


def _followers(followed, *, but: User | None):
    return User.objects.following(*followed).exclude(pk=but.pk if but else None)
