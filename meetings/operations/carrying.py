"""Items that come to another agenda: left over by a meeting, or put off with it."""

from django.db import transaction
from django.db.models import F

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings import matters_arising
from meetings.models import ActionItem, AgendaItem, Meeting, MinutesVersion
from meetings.operations.agenda import free_place, renumber
from partnership.models import Group, User

COPIED_WHEN_CARRIED = [
    "kind",
    "title",
    "description",
    "presenter",
    "access",
    "exempt_paragraphs",
    "public_interest",
    "of_interest_to",
]
COPIED = [*COPIED_WHEN_CARRIED, "position", "offers_minutes_of", "carried_from"]


def bring_left_over(group: Group, *, by: User | None) -> list[AgendaItem]:
    """Put each item that was not reached or was deferred on the agenda of the group's next planned meeting.

    Whatever happens first, the closing or the planning, the other calls this again; an item that stands on a later
    agenda already, or that an officer took off one, is left alone. The caller holds the group's row.
    """
    left_over = AgendaItem.objects.of_group(group).left_over().select_related("meeting")
    brought: dict[int, AgendaItem] = {}
    in_order = left_over.order_by("meeting__held_on", F("parent").asc(nulls_first=True), "position")
    for item in in_order.prefetch_related("topics", "localities"):
        planned = group.meetings.filter(status=Meeting.Status.PLANNED, held_on__gt=item.meeting.held_on)
        upcoming = planned.order_by("held_on").first()
        if upcoming:
            brought[item.pk] = _bring(item, upcoming, under=brought.get(item.parent_id), by=by)
    return list(brought.values())


@transaction.atomic
def carry_again(item: AgendaItem, *, by: User) -> AgendaItem:
    """Bring an item back that was taken off a later agenda: on the next agenda that is not published yet."""
    group = Group.objects.select_for_update(no_key=True).get(pk=item.meeting.group_id)
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)

    if item.carries_over:
        raise Refused("Nobody took this item off an agenda.")

    history.edit(item, by=by, verb="brought back", carries_over=True)
    brought = [each for each in bring_left_over(group, by=by) if each.carried_from_id == item.pk]
    if not brought:
        raise Refused("There is no later meeting with an agenda that is not published yet.")
    return brought[0]


def copy_agenda(meeting: Meeting, *, to: Meeting, by: User | None) -> None:
    """Put the same items on another agenda, in the same order."""
    copies: dict[int | None, AgendaItem | None] = {None: None}
    items = AgendaItem.objects.of_meeting(meeting).order_by(F("parent").asc(nulls_first=True), "position")
    for item in items.prefetch_related("topics", "localities"):
        copy = AgendaItem(
            meeting=to,
            parent=copies[item.parent_id],
            number=item.number,
            **{name: getattr(item, name) for name in COPIED},
        )
        history.add(copy, by=by)
        copy.topics.set(item.topics.all())
        copy.localities.set(item.localities.all())
        copies[item.pk] = copy


def keep_matters_arising(meeting: Meeting) -> None:
    """Write down which actions were open when the meeting closed, as its members knew them.

    A meeting that was reopened keeps what it dealt with at its time.
    """
    if MinutesVersion.objects.filter(meeting=meeting).exists():
        return
    known = ActionItem.objects.filter(given_out_at__isnull=False)
    matters = matters_arising.listed(matters_arising.open_before(meeting, known))
    for item in AgendaItem.objects.of_meeting(meeting).filter(kind=AgendaItem.Kind.MATTERS_ARISING):
        item.matters_arising = matters
        item.save(update_fields=["matters_arising"])


def _bring(item: AgendaItem, meeting: Meeting, *, under: AgendaItem | None, by: User | None) -> AgendaItem:
    parent = under if under is not None and under.meeting_id == meeting.pk else None
    copy = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=free_place(meeting, parent, kind=item.kind),
        number="?",
        carried_from=item,
        **{name: getattr(item, name) for name in COPIED_WHEN_CARRIED},
    )
    reason = (
        f"Item {item.number} of {british_date(item.meeting.held_on)}: {item.get_outcome_display().lower()}."
    )
    history.add(copy, by=by, verb="carried over", reason=reason)
    copy.topics.set(item.topics.all())
    copy.localities.set(item.localities.all())
    renumber(meeting)
    copy.refresh_from_db(fields=["number"])
    return copy
