"""The parts of a meeting as one reader may read it: what the page of one meeting and the book of a year are made of."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from core.access import Access
from meetings import snapshot, wording
from meetings.afterwards import knowing_what_came_after
from meetings.as_read import MinutesAsRead
from meetings.corrections_as_read import sentences
from meetings.items_as_read import ActionAsRead, DecisionAsRead, ItemAsRead, MatterAsRead, PlaceOnAgenda
from meetings.models import (
    ActionItem,
    AgendaItem,
    Decision,
    Meeting,
    MinutesVersion,
    NamedVote,
    Paper,
    Resolution,
)
from meetings.next_steps import knowing_next_steps
from meetings.report_reading import knowing_recommendations
from partnership.models import Group


def with_surroundings(meetings: QuerySet[Meeting], user) -> QuerySet[Any]:
    """Each with what surrounds it, and who the reader is to its group."""
    own = OuterRef("group")
    approval = Decision.objects.visible_to(user).filter(pk=OuterRef("minutes__approved_by"))
    return (
        knowing_what_came_after(knowing_next_steps(meetings))
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
    )


def decision_read_by(user) -> QuerySet[Decision]:
    """Decisions this reader may see, each knowing whether its successor is one of them."""
    visible = Decision.objects.visible_to(user)
    put = Resolution.objects.visible_to(user).filter(decision=OuterRef("pk")).order_by("pk")
    return (
        knowing_successors(visible, user)
        .select_related("casting_vote_by", "superseded_by", "approves_minutes__meeting__group")
        .annotate(put=Subquery(put.in_words()[:1]))
    )


def knowing_successors(decisions: QuerySet[Decision], user) -> QuerySet[Decision]:
    """Each marked whether the reader may know of the decision that took its place."""
    successor = Decision.objects.visible_to(user).filter(pk=OuterRef("superseded_by"))
    return decisions.annotate(successor_is_seen=Exists(successor))


def items_of(meetings: Iterable[Meeting], user, *, in_full: bool) -> list[Any]:
    """All items of these meetings in the order of each agenda, with the decisions and actions that the reader sees."""
    visible = AgendaItem.objects.visible_to(user)
    again = visible.standing().filter(carried_from=OuterRef("pk")).order_by("meeting__held_on")
    items = (
        knowing_recommendations(AgendaItem.objects.filter(meeting__in=meetings))
        .select_related(
            "presenter", "parent", "offers_minutes_of__group", "carried_from__meeting", "meeting__group"
        )
        .annotate(
            is_seen=Exists(visible.filter(pk=OuterRef("pk"))),
            source_is_seen=Exists(visible.filter(pk=OuterRef("carried_from"))),
            comes_again_on=Subquery(again.values("meeting__held_on")[:1]),
            comes_again_as=Subquery(again.values("number")[:1]),
        )
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


def item_as_read(item: snapshot.Content, row: Any, content: snapshot.Content) -> ItemAsRead:
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
        has_recommendations=row.has_recommendations if row else False,
        number=item["number"],
        title=item["title"],
        access=row.access if row else item["access"],
        paragraphs=row.exempt_paragraphs if row else item["exempt_paragraphs"],
        public_interest=row.public_interest if row else "",
        is_sub_item=item["is_sub_item"],
        presenter=item["presenter"],
        offers=row.offers_minutes_of if row and row.is_seen else None,
        description=row.description if row and row.is_seen else "",
        carried_from=_source(row) if row and row.source_is_seen else None,
        carried_to=PlaceOnAgenda(row.meeting, row.comes_again_on, row.comes_again_as)
        if row and row.comes_again_on
        else None,
        matters_arising=[MatterAsRead(matter) for matter in item.get("matters_arising", [])],
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


def _source(row: Any) -> PlaceOnAgenda:
    return PlaceOnAgenda(row.meeting, row.carried_from.meeting.held_on, row.carried_from.number)


def _declared_at(content: snapshot.Content) -> list[snapshot.Content]:
    """The other items in which an interest was declared, as far as this reader sees them."""
    return [
        item
        for item in content["items"]
        if item.get("declarations") and item["kind"] != AgendaItem.Kind.DECLARATIONS
    ]


def corrections_agreed(
    meeting: Any, version: MinutesVersion, live: Iterable[AgendaItem], *, reads_all: bool
) -> list[str]:
    """Which corrections stand in this version, in words, without what is kept from this reader today."""
    access_now = {item.pk: item.access for item in live}
    return sentences(
        meeting.corrections_made, reads_all=reads_all, access_now=access_now, up_to=version.number
    )


def minutes_as_read(
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
