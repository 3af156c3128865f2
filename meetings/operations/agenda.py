"""Putting an agenda together."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max

from core import history
from core.access import Access
from core.refusals import Refused
from localities.models import Locality
from meetings.models import AgendaItem, Meeting
from meetings.operations.papers import take_papers_off
from partnership import notices
from partnership.models import Topic, User

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    title: str,
    by: User | None,
    parent: AgendaItem | None = None,
    topics: Iterable[Topic] = (),
    localities: Iterable[Locality] = (),
    **values,
) -> AgendaItem:
    """Put a matter on an agenda that is not published yet, before the closing items.

    A sub-item is closed at least as far as the item above it.
    """
    meeting = _open_agenda(meeting)
    if parent is not None and _opens(parent.access, values.get("access", Access.OPEN)):
        values |= _closed_like(parent)

    _refuse_exemption(meeting, values.get("access"))
    _refuse_deep_nesting(meeting, parent)

    position = free_place(meeting, parent, kind=values.get("kind", AgendaItem.Kind.ORDINARY))
    item = AgendaItem(meeting=meeting, parent=parent, position=position, number="?", title=title, **values)
    history.add(item, by=by)
    item.topics.set(topics)
    item.localities.set(localities)
    renumber(meeting)
    item.refresh_from_db(fields=["number"])
    return item


@transaction.atomic
def add_supplement(
    meeting: Meeting,
    *,
    title: str,
    urgency: str,
    by: User,
    topics: Iterable[Topic] = (),
    localities: Iterable[Locality] = (),
    **values,
) -> AgendaItem:
    """Put a late matter on a published agenda, last, with its reason; members hear of it before the day."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)

    if meeting.status not in (Meeting.Status.CALLED, Meeting.Status.UNDER_WAY):
        raise Refused("A late item can be added only to an agenda that is published and not yet dealt with.")
    if not urgency.strip():
        raise Refused("Say why this cannot wait for the next meeting.")
    _refuse_exemption(meeting, values.get("access"))

    position = _last_position(meeting, None) + 1
    item = AgendaItem(
        meeting=meeting,
        position=position,
        number=str(AgendaItem.objects.of_meeting(meeting).top_level().count() + 1),
        title=title,
        urgency=urgency,
        is_supplement=True,
        **values,
    )
    history.add(item, by=by, verb="added late", reason=urgency)
    item.topics.set(topics)
    item.localities.set(localities)

    if not meeting.has_passed:
        notices.tell(User.objects.members_of(meeting.group), "supplement_added", about=item)
    return item


@transaction.atomic
def edit_item(
    item: AgendaItem,
    *,
    by: User,
    topics: Iterable[Topic] | None = None,
    localities: Iterable[Locality] | None = None,
    **values,
) -> AgendaItem:
    """Reword an item. Once the agenda is published only its access, topics, localities and presenter can change.

    Closing an item closes what stands under it as far.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=item.meeting_id)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)

    words = ("title", "description", "kind")
    locked = {name for name in words if values.get(name, getattr(item, name)) != getattr(item, name)}
    if meeting.agenda_is_published and locked:
        raise Refused("The agenda is published: title and description stay as they are.")
    if meeting.agenda_is_published and _opens(item.access, values.get("access", item.access)):
        raise Refused("The agenda is published: an item can be closed further, but not opened.")
    _refuse_exemption(meeting, values.get("access"))
    if item.parent is not None and _opens(item.parent.access, values.get("access", item.access)):
        raise Refused(f"Item {item.parent.number} above it is closed further, so this cannot be more open.")

    history.edit(item, by=by, **values)
    for sub_item in item.sub_items.all():
        if _opens(item.access, sub_item.access):
            history.edit(sub_item, by=by, reason=f"As item {item.number} above it.", **_closed_like(item))
    _set_names(item, by=by, topics=topics, localities=localities)
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: User) -> AgendaItem:
    """Swap an item with the one before it or after it."""
    meeting = _open_agenda(item.meeting)
    siblings = list(AgendaItem.objects.of_meeting(meeting).filter(parent=item.parent_id).order_by("position"))
    here = siblings.index(item)
    there = here - 1 if up else here + 1

    if not 0 <= there < len(siblings):
        raise Refused("The item is first already." if up else "The item is last already.")

    mine, other = siblings[here], siblings[there]
    mine.position, other.position = other.position, mine.position
    AgendaItem.objects.bulk_update([mine, other], ["position"])
    renumber(meeting)

    history.record(mine, "moved up" if up else "moved down", by=by)
    return mine


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User) -> Meeting:
    """Take an item, and what is under it, off an agenda that is not published yet."""
    meeting = _open_agenda(item.meeting)

    history.record(meeting, "item removed", by=by, reason=f"{item.number} {item.title}")
    for each in [*AgendaItem.objects.filter(parent=item), item]:
        _let_go(each, by=by)
        each.topics.clear()
        take_papers_off(each, by=by)
        each.delete()
    renumber(meeting)
    return meeting


@transaction.atomic
def add_standing_items(meeting: Meeting, *, by: User | None) -> None:
    """Give a new agenda the items that every agenda has."""
    kinds = [*AgendaItem.OPENING, *AgendaItem.CLOSING]
    for position, kind in enumerate(kinds, start=1):
        item = AgendaItem(
            meeting=meeting, position=position, number=str(position), kind=kind, title=kind.label
        )
        history.add(item, by=by)


@transaction.atomic
def offer_unapproved_minutes(meeting: Meeting, *, by: User | None) -> None:
    """Put the minutes of each earlier meeting that await approval on this agenda, unless they are on it."""
    earlier = meeting.group.meetings.before(meeting.held_on).awaiting_approval().order_by("held_on")
    for unapproved in earlier:
        offers = AgendaItem.objects.of_meeting(meeting).filter(kind=AgendaItem.Kind.LAST_MINUTES)
        if offers.filter(offers_minutes_of=unapproved).exists():
            continue
        title = f"Minutes of the meeting of {unapproved.held_on.day} {unapproved.held_on:%B %Y}"
        free = offers.filter(offers_minutes_of=None).order_by("position").first()
        if free:
            history.edit(free, by=by, verb="offered for approval", offers_minutes_of=unapproved, title=title)
        else:
            add_item(
                meeting, title=title, kind=AgendaItem.Kind.LAST_MINUTES, offers_minutes_of=unapproved, by=by
            )


def renumber(meeting: Meeting) -> None:
    """Give the items the numbers that follow from their order: 1, 2, 2a, 2b, 3."""
    items = list(AgendaItem.objects.of_meeting(meeting).order_by("position"))
    changed = []
    for place, item in enumerate((item for item in items if item.parent_id is None), start=1):
        under = [sub_item for sub_item in items if sub_item.parent_id == item.pk]
        numbers = {item: str(place)} | {sub: f"{place}{LETTERS[n]}" for n, sub in enumerate(under)}
        for each, number in numbers.items():
            if each.number != number:
                each.number = number
                changed.append(each)
    AgendaItem.objects.bulk_update(changed, ["number"])


def _open_agenda(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    if meeting.agenda_is_published:
        raise Refused("The agenda is published and locked. A late item can be added as a supplement.")
    if meeting.is_called_off:
        raise Refused(f"The meeting is {meeting.get_status_display().lower()}.")
    return meeting


def _let_go(item: AgendaItem, *, by: User) -> None:
    """What comes from an earlier meeting does not come again; what is planned for the item is planned without it."""
    if item.carried_from:
        reason = f"Taken off the agenda of {item.meeting.held_on.day} {item.meeting.held_on:%B %Y}."
        history.edit(item.carried_from, by=by, verb="left behind", reason=reason, carries_over=False)
    for entry in item.forward_plan.all():
        history.edit(entry, by=by, verb="taken off the agenda", item=None)


def _last_position(meeting: Meeting, parent: AgendaItem | None) -> int:
    items = AgendaItem.objects.of_meeting(meeting).filter(parent=parent)
    return items.aggregate(last=Max("position"))["last"] or 0


def free_place(meeting: Meeting, parent: AgendaItem | None, *, kind: str) -> int:
    """The place for a new item: last, but before the closing items unless it is one."""
    items = AgendaItem.objects.of_meeting(meeting).filter(parent=parent)
    closing = items.filter(kind__in=AgendaItem.CLOSING).order_by("position").first()
    if kind == AgendaItem.Kind.LAST_MINUTES:
        closing = items.exclude(kind__in=AgendaItem.OPENING[:3]).order_by("position").first() or closing
    if closing is None or kind in AgendaItem.CLOSING:
        return _last_position(meeting, parent) + 1
    items.filter(position__gte=closing.position).update(position=F("position") + 1)
    return closing.position


def _set_names(item: AgendaItem, *, by: User, **chosen: Iterable[Topic | Locality] | None) -> None:
    """Say on which topics an item is and which places it concerns; None leaves them as they are."""
    changes = {}
    for kind, things in chosen.items():
        if things is None:
            continue
        things = list(things)
        old = sorted(thing.name for thing in getattr(item, kind).all())
        new = sorted(thing.name for thing in things)
        if old != new:
            getattr(item, kind).set(things)
            changes[kind] = [", ".join(old), ", ".join(new)]
    if changes:
        history.record(item, "edited", by=by, changes=changes)


def _refuse_exemption(meeting: Meeting, access: str | None) -> None:
    if access == Access.EXEMPT and not meeting.group.exemptions_allowed:
        raise Refused(f"The rules of the {meeting.group} allow no exempt items.")


def _refuse_deep_nesting(meeting: Meeting, parent: AgendaItem | None) -> None:
    if parent is None:
        return
    if parent.meeting_id != meeting.pk:
        raise Refused("The item above must be on the same agenda.")
    if parent.is_sub_item:
        raise Refused("A sub-item cannot have sub-items.")
    if parent.sub_items.count() >= len(LETTERS):
        raise Refused("An item can have 26 sub-items at most.")


def _closed_like(item: AgendaItem) -> dict:
    return {name: getattr(item, name) for name in ("access", "exempt_paragraphs", "public_interest")}


def _opens(old: str, new: str) -> bool:
    order = [Access.OPEN, Access.MEMBERS, Access.EXEMPT]
    return order.index(Access(new)) < order.index(Access(old))
