"""Everything that one person may read of one meeting, gathered once.

Page, PDF and Word are all made from what `as_read_by` returns, so no door shows more, or other words, than another.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from core.access import Access
from meetings import declared, snapshot, wording
from meetings.afterwards import knowing_what_came_after
from meetings.as_read import MeetingAsRead, MinutesAsRead
from meetings.corrections_as_read import CorrectionsAsRead, name_corrections, sentences
from meetings.items_as_read import ActionAsRead, DecisionAsRead, ItemAsRead
from meetings.models import (
    ActionItem,
    AgendaItem,
    Decision,
    Meeting,
    Minutes,
    MinutesRelease,
    MinutesVersion,
    NamedVote,
    Paper,
)
from meetings.next_steps import knowing_next_steps
from partnership.models import Group


def as_read_by(meeting: Meeting, user, *, version: int | None = None) -> MeetingAsRead:
    """The meeting as this reader may know it today; with `version`, its minutes as they were given out then.

    Raises Meeting.DoesNotExist when the reader may not know of it, and MinutesVersion.DoesNotExist when they may not
    see a version of that number.
    """
    return read_at(meeting.group.slug, meeting.held_on, user, version=version)


def read_at(group: str, day: date, user, *, version: int | None = None) -> MeetingAsRead:
    """The same for the meeting at an address."""
    known = _record_at(group, day, user)
    reads_all = known.is_run_by_reader or known.has_reader_as_member
    minutes = getattr(known, "minutes", None)
    given_out = _given_out(known, user, version) if minutes is not None else None
    if version is not None and given_out is None:
        raise MinutesVersion.DoesNotExist
    writes = known.is_run_by_reader and minutes is not None and minutes.status != Minutes.Status.APPROVED
    from_tables = writes and version is None

    live = _items(known, user, in_full=from_tables or given_out is None)
    if from_tables:
        declared.fetch_what_was_declared(live)
        content = snapshot.composed(
            known, live, attendance=known.attendances.with_names().with_comings_and_goings()
        )
    elif given_out is not None:
        access_now = {item.pk: item.access for item in live}
        content = snapshot.for_reader(given_out.content, reads_all=reads_all, access_now=access_now)
    else:
        content = _agenda_alone(known, live)

    has_minutes = from_tables or given_out is not None
    working = content if from_tables else None
    rows = {item.pk: item for item in live}
    agreed = _corrections_agreed(known, given_out, live, reads_all=reads_all) if given_out is not None else []
    previous, following = _neighbours(known)
    return MeetingAsRead(
        meeting=known,
        content=content,
        items=[_item(each, rows.get(each["id"]), content) for each in content["items"]],
        minutes=_minutes(known, given_out, working, agreed, asked=version is not None)
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
    return snapshot.for_reader(version.content, reads_all=reads_all, access_now=access_now)


def decision_read_by(user) -> QuerySet[Decision]:
    """Decisions this reader may see, each knowing whether its successor is one of them."""
    visible = Decision.objects.visible_to(user)
    return knowing_successors(visible, user).select_related(
        "casting_vote_by", "superseded_by", "approves_minutes__meeting__group"
    )


def knowing_successors(decisions: QuerySet[Decision], user) -> QuerySet[Decision]:
    """Each marked whether the reader may know of the decision that took its place."""
    successor = Decision.objects.visible_to(user).filter(pk=OuterRef("superseded_by"))
    return decisions.annotate(successor_is_seen=Exists(successor))


def knowing_items(actions: QuerySet[ActionItem], user) -> QuerySet[ActionItem]:
    """Each marked whether the reader may see where it comes from: an owner from outside may not."""
    item = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("item"))
    return actions.annotate(item_is_seen=Exists(item))


def _record_at(group: str, day: date, user) -> Any:
    """The meeting with what surrounds it, and who the reader is to its group."""
    own = OuterRef("group")
    approval = Decision.objects.visible_to(user).filter(pk=OuterRef("minutes__approved_by"))
    return (
        knowing_what_came_after(knowing_next_steps(Meeting.objects.visible_to(user).at_address(group, day)))
        .select_related(
            "group",
            "agenda_published_by",
            "postponed_to__group",
            "postponed_from__group",
            "minutes__signed_by",
            "minutes__approved_by__item__meeting__group",
        )
        .annotate(
            is_run_by_reader=Exists(Group.objects.supported_by(user).filter(pk=own)),
            has_reader_as_member=Exists(Group.objects.with_member(user).filter(pk=own)),
            approval_is_seen=Exists(approval),
        )
        .get()
    )


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


def _items(meeting: Meeting, user, *, in_full: bool) -> list[Any]:
    """All items of the agenda in order, each marked whether the reader sees it, with the decisions and actions seen."""
    seen = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("pk"))
    items = (
        AgendaItem.objects.of_meeting(meeting)
        .select_related("presenter", "parent", "offers_minutes_of__group")
        .annotate(is_seen=Exists(seen))
        .prefetch_related(
            Prefetch("decisions", decision_read_by(user)),
            Prefetch("papers", Paper.objects.read_by(user)),
            Prefetch("actions", ActionItem.objects.visible_to(user).select_related("owner")),
        )
    )
    if in_full:
        names = NamedVote.objects.select_related("person")
        items = items.with_places().prefetch_related("topics", Prefetch("decisions__named_votes", names))
    return sorted(items, key=snapshot.in_order)


def _agenda_alone(meeting: Meeting, live: Iterable[Any]) -> snapshot.Content:
    """What there is to read before there are minutes for this reader: the agenda, and what was decided already."""
    content = snapshot.composed(meeting, live) | {"attendance_note": ""}
    shown = []
    for row, item in zip(live, content["items"], strict=True):
        if row.is_seen:
            shown.append(item | {"minute": "", "outcome": ""})
        elif row.access == Access.EXEMPT and meeting.agenda_published_at:
            shown.append(snapshot.exempt_stub(item))
    return content | {"items": shown}


def _item(item: snapshot.Content, row: Any, content: snapshot.Content) -> ItemAsRead:
    if item.get("is_stub"):
        # Sealed when it was open and closed since: then only the table knows the paragraphs.
        paragraphs = (row.exempt_paragraphs if row else []) or item["exempt_paragraphs"]
        return ItemAsRead(
            number=item["number"],
            title="Exempt item",
            access=Access.EXEMPT,
            is_stub=True,
            paragraphs=paragraphs,
        )
    decisions = {decision.ref: decision for decision in row.decisions.all()} if row else {}
    actions = {action.pk: action for action in row.actions.all()} if row else {}
    return ItemAsRead(
        number=item["number"],
        title=item["title"],
        access=row.access if row else item["access"],
        paragraphs=row.exempt_paragraphs if row else item["exempt_paragraphs"],
        public_interest=row.public_interest if row else "",
        is_sub_item=item["is_sub_item"],
        presenter=item["presenter"],
        offers=row.offers_minutes_of if row and row.is_seen else None,
        description=row.description if row and row.is_seen else "",
        is_supplement=item["is_supplement"],
        urgency=item["urgency"],
        topics=item["topics"],
        localities=item.get("localities", []),
        comings_and_goings=wording.comings_and_goings_at(item["id"], content["attendance"]),
        minute=item["minute"],
        outcome=item["outcome"],
        declarations=item.get("declarations", []),
        elections=item.get("elections", []),
        declared_today=_declared_at(content) if item["kind"] == AgendaItem.Kind.DECLARATIONS else [],
        decisions=[DecisionAsRead(each, decisions.get(each["ref"])) for each in item["decisions"]],
        actions=[ActionAsRead(each, actions.get(each["id"])) for each in item["actions"]],
        papers=list(row.papers.all()) if row else [],
    )


def _declared_at(content: snapshot.Content) -> list[snapshot.Content]:
    """The other items in which an interest was declared, as far as this reader sees them."""
    return [
        item
        for item in content["items"]
        if item.get("declarations") and item["kind"] != AgendaItem.Kind.DECLARATIONS
    ]


def _corrections_agreed(
    meeting: Any, version: MinutesVersion, live: Iterable[AgendaItem], *, reads_all: bool
) -> list[str]:
    """Which corrections stand in this version, in words, without what is kept from this reader today."""
    access_now = {item.pk: item.access for item in live}
    return sentences(
        meeting.corrections_made, reads_all=reads_all, access_now=access_now, up_to=version.number
    )


def _minutes(
    meeting: Any,
    version: MinutesVersion | None,
    working: snapshot.Content | None,
    agreed: list[str],
    *,
    asked: bool,
) -> MinutesAsRead:
    """Where the minutes stand, for this reader."""
    minutes = meeting.minutes
    is_approved = version is not None and not version.is_draft and working is None
    approval = (
        minutes.approved_by if minutes.approved_by and (is_approved or meeting.approval_is_seen) else None
    )
    return MinutesAsRead(
        was_asked_for=asked,
        version=version,
        working=working,
        is_draft=not is_approved,
        approval=approval,
        approval_is_seen=meeting.approval_is_seen,
        approval_expected_on=meeting.offered_on,
        corrections=" ".join([*agreed, minutes.corrections]).strip() if is_approved else "",
        signed_by=minutes.signed_by if is_approved else None,
        signed_on=minutes.signed_on if is_approved else None,
    )


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
