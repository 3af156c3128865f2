"""The actions that are open from earlier meetings, as the next agenda lists them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from meetings.models import ActionItem, AgendaItem, Meeting

Matter = dict[str, Any]


def attach(meeting: Meeting, items: Iterable[Any], user) -> None:
    """Give the item "matters arising" the actions that are open today, as far as this reader may know of them.

    Once the meeting is closed the item keeps those that were open then.
    """
    if meeting.status == Meeting.Status.CLOSED or meeting.is_called_off:
        return
    for item in items:
        if item.kind == AgendaItem.Kind.MATTERS_ARISING and not item.matters_arising:
            item.arising = listed(open_before(meeting, ActionItem.objects.visible_to(user)))


def open_before(meeting: Meeting, actions: Any) -> QuerySet[ActionItem]:
    """Those of the group's earlier meetings that are open, if this is the group's next meeting.

    A meeting planned for later lists none yet: what is open today may be done by then.
    """
    ahead = [Meeting.Status.PLANNED, Meeting.Status.CALLED, Meeting.Status.UNDER_WAY]
    own = Meeting.objects.of_group(OuterRef("item__meeting__group"))
    # A meeting of the past that nobody recorded keeps nothing from the next one.
    to_come = Q(held_on__gte=timezone.localdate()) | Q(status=Meeting.Status.UNDER_WAY)
    sooner = own.filter(to_come, status__in=ahead, held_on__lt=meeting.held_on)
    earlier = actions.of_group(meeting.group).unfinished().filter(item__meeting__held_on__lt=meeting.held_on)
    return earlier.filter(~Exists(sooner))


def listed(actions: QuerySet[ActionItem]) -> list[Matter]:
    """In the words in which a list of matters arising is sealed: what, who, until when, how far, and from where."""
    place = Coalesce("item__parent__position", "item__position")
    rows = actions.select_related("owner", "item__meeting").order_by(
        "item__meeting__held_on", place, "item__position", "pk"
    )
    return [
        {
            "id": action.pk,
            "text": action.text,
            "owner": action.owner.name,
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "progress": action.progress,
            "item": action.item.number,
            "held_on": action.item.meeting.held_on.isoformat(),
        }
        for action in rows
    ]


def known_to(contents: Iterable[dict[str, Any]], user) -> set[int]:
    """Of the actions that these minutes list as open from earlier meetings, those that the reader may know of."""
    ids = {
        matter["id"]
        for content in contents
        for item in content["items"]
        for matter in item.get("matters_arising", [])
    }
    visible = ActionItem.objects.visible_to(user).filter(pk__in=ids)
    return set(visible.values_list("pk", flat=True)) if ids else set()
