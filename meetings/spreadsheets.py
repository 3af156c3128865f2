"""The registers as tables: the columns, and what stands in each row. In the words and with the rows of the pages."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from meetings import snapshot
from meetings.forward_plan import EntryAsRead

DECISIONS = ["Reference", "Group", "Date of the meeting", "Item", "Decision", "Outcome", "How it was decided"]
DECISIONS += [
    "Without a quorum",
    "Key decision",
    "Takes effect on",
    "Topics",
    "Localities",
    "Published on",
    "Superseded by",
    "Address",
]
ACTIONS = ["Action", "Owner", "Organisation", "Due", "Status", "Progress", "What was done"]
ACTIONS += ["Group", "Date of the meeting", "Item", "Address"]
MEETINGS = ["Group", "Date", "Starts", "Ends", "Place", "State", "Agenda published on", "Address"]
FORWARD_PLAN = ["Title", "Decision maker", "Status", "Key decision", "Expected from", "Expected until"]
FORWARD_PLAN += ["First notice", "Notice", "Whom to ask", "Topics", "Decision", "Why withdrawn", "Address"]
# Only what is told of a row is fetched: the words for search and the minutes are longer than all the rest.
DECISION_FIELDS = ["ref", "text", "outcome", "voting", "votes_for", "votes_against", "abstentions", "is_key"]
DECISION_FIELDS += [
    "is_inquorate",
    "effective_on",
    "published_at",
    "casting_vote_by__name",
    "superseded_by__ref",
    "group__name",
]
DECISION_FIELDS += ["item__number", "item__title", "item__meeting__held_on", "item__meeting__group__name"]
ACTION_FIELDS = ["text", "due_on", "status", "progress", "closing_note", "owner__name", "item__number"]
ACTION_FIELDS += ["owner__organisation__name", "item__title", "item__meeting__held_on"]
ACTION_FIELDS += ["item__meeting__group__name"]
# Rows that are fetched at a time, with what belongs to them.
AT_A_TIME = 500


def decisions(found: Any, site: str) -> Iterator[list[object]]:
    """One row for each decision, each marked by `knowing_successors`."""
    fetched = (
        found.select_related(None)
        .select_related("casting_vote_by", "group", "item__meeting__group", "superseded_by")
        .only(*DECISION_FIELDS)
        .prefetch_related("item__topics", "item__localities")
    )
    for decision in fetched.iterator(chunk_size=AT_A_TIME):
        yield [
            decision.ref,
            decision.group.name,
            _day(decision.item.meeting.held_on),
            f"{decision.item.number} {decision.item.title}",
            decision.text,
            decision.get_outcome_display(),
            snapshot.voting_sentence(decision),
            "yes" if decision.is_inquorate else "no",
            "yes" if decision.is_key else "no",
            _day(decision.effective_on),
            _names(decision.item.topics.all()),
            _names(decision.item.localities.all()),
            _day(decision.published_at),
            decision.superseded_by.ref if decision.superseded_by and decision.successor_is_seen else "",
            site + decision.get_absolute_url(),
        ]


def actions(found: Any, site: str) -> Iterator[list[object]]:
    """One row for each action, each marked by `knowing_items`; of its source only what the reader may know."""
    for action in found.only(*ACTION_FIELDS).iterator(chunk_size=AT_A_TIME):
        owner, item = action.owner, action.item
        meeting = item.meeting
        source = (
            [meeting.group.name, _day(meeting.held_on), f"{item.number} {item.title}"]
            if action.item_is_seen
            else ["", "", ""]
        )
        yield [
            action.text,
            owner.name,
            owner.organisation.name if owner.organisation else "",
            _day(action.due_on),
            action.urgency,
            action.progress,
            action.closing_note,
            *source,
            site + action.get_absolute_url(),
        ]


def meetings(found: Any, site: str) -> Iterator[list[object]]:
    """One row for each meeting."""
    for meeting in found.iterator(chunk_size=AT_A_TIME):
        yield [
            meeting.group.name,
            _day(meeting.held_on),
            f"{meeting.start_time:%H:%M}" if meeting.start_time else "",
            f"{meeting.end_time:%H:%M}" if meeting.end_time else "",
            meeting.place,
            meeting.state,
            _day(meeting.agenda_published_at),
            site + meeting.get_absolute_url(),
        ]


def forward_plan(found: Any, site: str) -> Iterator[list[object]]:
    """One row for each entry of the forward plan, each marked by `knowing`."""
    for entry in found.prefetch_related("topics").iterator(chunk_size=AT_A_TIME):
        read = EntryAsRead(entry)
        held_on = entry.meeting.held_on if entry.meeting else None
        yield [
            entry.title,
            entry.group.name,
            read.standing,
            "yes" if entry.is_key else "no",
            _day(held_on or entry.expected_from),
            _day(held_on or entry.expected_to),
            _day(entry.published_at),
            read.notice.sentence if read.notice else "",
            entry.contact,
            _names(entry.topics.all()),
            read.decision.ref if read.decision else "",
            entry.withdrawn_because,
            site + entry.get_absolute_url(),
        ]


def _day(day: date | datetime | None) -> str:
    """A day as spreadsheets sort it: 2007-02-02."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return day.isoformat() if day else ""


def _names(things: Iterable[Any]) -> str:
    return ", ".join(thing.name for thing in things)
