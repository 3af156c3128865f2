"""Everything that one person may read of one meeting, gathered once.

Page, PDF and Word are all made from what `as_read_by` returns, so no door shows more, or other words, than another.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from core.access import Access
from meetings import declared, matters_arising, snapshot
from meetings.as_read import MeetingAsRead
from meetings.corrections_as_read import CorrectionsAsRead, name_corrections
from meetings.models import (
    ActionItem,
    AgendaItem,
    Meeting,
    Minutes,
    MinutesRelease,
    MinutesVersion,
)
from meetings.reading_parts import (
    corrections_agreed,
    decision_read_by,
    item_as_read,
    items_of,
    knowing_successors,
    minutes_as_read,
    with_surroundings,
)
from partnership.models import Group

__all__ = [
    "as_read_by",
    "content_read_by",
    "decision_read_by",
    "knowing_items",
    "knowing_successors",
    "read_at",
    "text_read_by",
    "versions_read_by",
]


def as_read_by(meeting: Meeting, user, *, version: int | None = None) -> MeetingAsRead:
    """The meeting as this reader may know it today; with `version`, its minutes as they were given out then.

    Raises Meeting.DoesNotExist when the reader may not know of it, and MinutesVersion.DoesNotExist when they may not
    see a version of that number.
    """
    return read_at(meeting.group.slug, meeting.held_on, user, version=version)


def read_at(group: str, day: date, user, *, version: int | None = None) -> MeetingAsRead:
    """The same for the meeting at an address."""
    known = with_surroundings(Meeting.objects.visible_to(user).at_address(group, day), user).get()
    reads_all = known.is_run_by_reader or known.has_reader_as_member
    minutes = getattr(known, "minutes", None)
    given_out = _given_out(known, user, version) if minutes is not None else None
    if version is not None and given_out is None:
        raise MinutesVersion.DoesNotExist
    writes = known.is_run_by_reader and minutes is not None and minutes.status != Minutes.Status.APPROVED
    from_tables = writes and version is None

    live = items_of([known], user, in_full=from_tables or given_out is None)
    matters_arising.attach(known, live, user)
    if from_tables:
        declared.fetch_what_was_declared(live)
        content = snapshot.composed(
            known, live, attendance=known.attendances.with_names().with_comings_and_goings()
        )
    elif given_out is not None:
        access_now = {item.pk: item.access for item in live}
        content = snapshot.for_reader(
            given_out.content,
            reads_all=reads_all,
            access_now=access_now,
            known_actions=matters_arising.known_to([given_out.content], user),
        )
    else:
        content = _agenda_alone(known, live, user)

    has_minutes = from_tables or given_out is not None
    working = content if from_tables else None
    rows = {item.pk: item for item in live}
    agreed = corrections_agreed(known, given_out, live, reads_all=reads_all) if given_out is not None else []
    previous, following = _neighbours(known)
    return MeetingAsRead(
        meeting=known,
        content=content,
        items=[item_as_read(each, rows.get(each["id"]), content) for each in content["items"]],
        minutes=minutes_as_read(known, given_out, working, agreed, asked=version is not None)
        if has_minutes
        else None,
        corrections=CorrectionsAsRead(minutes, known.corrections_made)
        if reads_all and minutes is not None and minutes.status == Minutes.Status.CIRCULATED
        else None,
        reads_all=reads_all,
        reads_as_officer=known.is_run_by_reader,
        previous=previous,
        following=following,
    )


def versions_read_by(meeting: Meeting, user) -> list[MinutesVersion]:
    """The versions of its minutes that a reader may see, newest first, each with its releases."""
    versions = MinutesVersion.objects.visible_to(user).filter(meeting=meeting).select_related("by")
    released = MinutesRelease.objects.select_related("by")
    found = list(versions.prefetch_related(Prefetch("releases", released)).latest_first())
    name_corrections(found, meeting, user)
    return found


def text_read_by(version: MinutesVersion, meeting: Meeting, user) -> str:
    """One version in plain paragraphs, without what is kept from this reader today."""
    return snapshot.as_text(content_read_by(version, meeting, user))


def content_read_by(version: MinutesVersion, meeting: Meeting, user) -> snapshot.Content:
    """What one version says, without what is kept from this reader today."""
    access_now = dict(AgendaItem.objects.of_meeting(meeting).values_list("pk", "access"))
    reads_all = Group.objects.read_by(user).filter(pk=meeting.group_id).exists()
    known = matters_arising.known_to([version.content], user)
    return snapshot.for_reader(
        version.content, reads_all=reads_all, access_now=access_now, known_actions=known
    )


def knowing_items(actions: QuerySet[ActionItem], user) -> QuerySet[ActionItem]:
    """Each marked whether the reader may see where it comes from: an owner from outside may not."""
    item = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("item"))
    return actions.annotate(item_is_seen=Exists(item))


def _given_out(meeting: Meeting, user, number: int | None) -> Any:
    """The newest version this reader may see, or the one of that number, with who gave it to whom."""
    visible = MinutesVersion.objects.visible_to(user).filter(meeting=meeting)
    if number is not None:
        visible = visible.filter(number=number)
    wanted = visible.latest_first().values("pk")[:1]
    releases = list(
        MinutesRelease.objects.filter(version=Subquery(wanted))
        .select_related("version__by", "by")
        .order_by("at")
    )
    if not releases:
        return None
    version: Any = releases[0].version
    version.given_to = {release.audience: release for release in releases}
    return version


def _agenda_alone(meeting: Meeting, live: Iterable[Any], user) -> snapshot.Content:
    """What there is to read before there are minutes for this reader: the agenda, and what was decided already."""
    content = snapshot.composed(meeting, live) | {"attendance_note": ""}
    shown = []
    known = matters_arising.known_to([content], user)
    for row, item in zip(live, content["items"], strict=True):
        if row.is_seen:
            shown.append(snapshot.with_known_matters(item, known) | {"minute": "", "outcome": ""})
        elif row.access == Access.EXEMPT and meeting.agenda_published_at:
            shown.append(snapshot.exempt_stub(item))
    return content | {"items": shown}


def _neighbours(meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The group's meetings before and after this one, called off or not."""
    own = Meeting.objects.of_group(meeting.group)
    before = own.before(meeting.held_on).values("pk")[:1]
    after = own.filter(held_on__gt=meeting.held_on).order_by("held_on").values("pk")[:1]
    both = Meeting.objects.with_group().filter(Q(pk__in=before) | Q(pk__in=after))
    previous = following = None
    for each in both:
        if each.held_on < meeting.held_on:
            previous = each
        else:
            following = each
    return previous, following
