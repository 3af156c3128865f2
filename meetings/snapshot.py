"""The minutes of a meeting as one piece: what a version seals, and what each reader may see of it.

Page, PDF, Word and comparison are all made from this, so they cannot say different things.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from django.db.models import Prefetch

from core.access import Access
from core.templatetags.house import british_date
from meetings import declared, wording
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, NamedVote

Content = dict[str, Any]


def of(meeting: Meeting) -> Content:
    """The minutes as the tables have them now. Nine queries, however long the meeting was."""
    items = (
        declared.knowing_what_was_declared(AgendaItem.objects.of_meeting(meeting).with_places())
        .select_related("presenter", "parent")
        .prefetch_related(
            "topics",
            Prefetch("decisions", Decision.objects.select_related("casting_vote_by")),
            Prefetch("decisions__named_votes", NamedVote.objects.select_related("person")),
            Prefetch("actions", ActionItem.objects.select_related("owner")),
        )
    )
    return composed(meeting, items, attendance=meeting.attendances.with_names().with_comings_and_goings())


def composed(
    meeting: Meeting, items: Iterable[AgendaItem], *, attendance: Iterable[Attendance] = ()
) -> Content:
    """The minutes made of these items, with whatever decisions and actions were fetched with them."""
    return {
        "group": meeting.group.name,
        "title": meeting.title,
        "number": meeting.number,
        "held_on": meeting.held_on.isoformat(),
        "start_time": _hour(meeting.start_time),
        "end_time": _hour(meeting.end_time),
        "place": meeting.place,
        "attendance": [_attendance(row) for row in attendance],
        "attendance_note": meeting.attendance_note,
        "items": [_item(item) for item in sorted(items, key=in_order)],
    }


def in_order(item: AgendaItem) -> tuple[int, int]:
    """The order of an agenda: items by position, each followed by its sub-items."""
    if item.parent is None:
        return (item.position, 0)
    return (item.parent.position, item.position)


def for_reader(
    content: Content, *, reads_all: bool, access_now: Mapping[int, str], known_actions: Container[int] = ()
) -> Content:
    """What one reader may see. `access_now` is the level of each item today: closing an item closes old versions too.

    The public sees of an exempt item its number and paragraphs, and of a members' item nothing. Of the actions that
    were open from earlier meetings it sees the `known_actions`: each is as closed as its own item.
    """
    if reads_all:
        return content
    seen = deepcopy(content)
    seen["items"] = []
    open_items = set()
    for item in content["items"]:
        level = _stricter(item["access"], access_now.get(item["id"], Access.EXEMPT))
        if level == Access.OPEN:
            seen["items"].append(with_known_matters(item, known_actions))
            open_items.add(item["id"])
        elif level == Access.EXEMPT:
            seen["items"].append(exempt_stub(item))
    for moment in _moments(seen):
        # That there was a decision under a closed item is not for everyone.
        if moment["item_id"] not in open_items:
            moment["after"] = ""
    return seen


def _moments(content: Content) -> Iterator[Content]:
    """Every coming and going, to be changed in place."""
    for row in content["attendance"]:
        for each in row.get("stays", []):
            yield from (moment for moment in (each["came"], each["left"]) if moment)


def with_known_matters(item: Content, known_actions: Container[int]) -> Content:
    """An item without the matters arising that a reader may not know of."""
    if "matters_arising" not in item:
        return item
    known = [matter for matter in item["matters_arising"] if matter["id"] in known_actions]
    return item | {"matters_arising": known}


def exempt_stub(item: Mapping[str, Any]) -> Content:
    """All that the public may know of an exempt item."""
    return {
        "id": item["id"],
        "number": item["number"],
        "access": Access.EXEMPT.value,
        "exempt_paragraphs": item["exempt_paragraphs"],
        "is_stub": True,
    }


def words_of(item: Mapping[str, Any]) -> str:
    """Everything that was minuted under an item, for search."""
    decisions = [f"{decision['ref']} {decision['text']}" for decision in item["decisions"]]
    actions = [f"{action['text']} {action['owner']}" for action in item["actions"]]
    return "\n".join([item["minute"], *declared.lines_of(item), *decisions, *actions])


def as_text(content: Content) -> str:
    """The minutes as plain paragraphs, for comparing one version with another: whatever can change is in it."""
    hours = " to ".join(hour for hour in (content["start_time"], content["end_time"]) if hour)
    lines = [content["title"], _day(content["held_on"]), hours, content["place"], content["attendance_note"]]
    lines += [_attendance_line(row) for row in content["attendance"]]
    for item in content["items"]:
        if item.get("is_stub"):
            lines.append(f"{item['number']}. Exempt item")
            continue
        lines += [f"{item['number']}. {item['title']}", _named("Presented by", item["presenter"])]
        lines += [item["minute"], *declared.lines_of(item), _named("Outcome:", item["outcome"])]
        for each in item["decisions"]:
            lines += [f"{each['ref']} ({each['outcome']}): {each['text']}", each["voting"]]
            lines += [f"{vote['person']}: {vote['choice']}" for vote in each["named_votes"]]
            lines += [
                _named("Reasons:", each["reasons"]),
                _named("Options rejected:", each["options_rejected"]),
                _named("Interests declared:", each["interests"]),
                _named("Takes effect on", _day(each["effective_on"])),
                "Key decision" if each["is_key"] else "",
                _named("Taken without a quorum:", each.get("inquorate", "")),
            ]
        lines += [
            f"Open from {_day(each['held_on'])}: {each['text']} {_by_when(each)} {each['progress']}".rstrip()
            for each in item.get("matters_arising", [])
        ]
        lines += [f"Action: {each['text']} {_by_when(each)}" for each in item["actions"]]
    return "\n\n".join(line for line in lines if line)


def _named(name: str, text: str | None) -> str:
    return f"{name} {text}" if text else ""


def _day(written: str | None) -> str:
    return british_date(date.fromisoformat(written)) if written else ""


def _by_when(action: Mapping[str, Any]) -> str:
    return f"{action['owner']}, by {_day(action['due_on'])}" if action["due_on"] else action["owner"]


def _attendance_line(row: Mapping[str, Any]) -> str:
    of, instead = _named("of", row["organisation"]), _named("for", row["substitute_for"])
    who = " ".join(part for part in (f"{row['status']}: {row['person']}", of, instead) if part)
    return "; ".join(
        part for part in (who, wording.coming_and_going(row.get("stays", [])), row["note"]) if part
    )


def _stricter(one: str, other: str) -> str:
    order = [Access.OPEN.value, Access.MEMBERS.value, Access.EXEMPT.value]
    return max(one, other, key=order.index)


def _attendance(row: Attendance) -> Content:
    # What few rows have is left out of the others, so that a text sealed before it was thought of stays the same text.
    more: Content = {}
    if row.substitute_for:
        more["substitute_for_slug"] = row.substitute_for.slug
    if stays := [stay(each) for each in row.comings_and_goings]:  # type: ignore[attr-defined]
        more["stays"] = stays
    return {
        "person": row.person.name,
        "slug": row.person.slug,
        "organisation": row.organisation.name if row.organisation else "",
        "status": row.get_status_display(),
        "substitute_for": row.substitute_for.name if row.substitute_for else "",
        "note": row.note,
        **more,
    }


def stay(values: Mapping[str, Any]) -> Content:
    """One time that somebody was in the room: when they came and when they left, where it is known."""
    return {"came": _moment("came", values), "left": _moment("left", values)}


def _moment(end: str, values: Mapping[str, Any]) -> Content | None:
    if values[f"{end}_item_id"] is None:
        return None
    return {
        "item_id": values[f"{end}_item_id"],
        "item": values[f"{end}_item"],
        "during": values[f"{end}_during"],
        "after": values[f"{end}_after"] or "",
        "at": (values[f"{end}_at"] or "")[:5],
    }


def _item(item: AgendaItem) -> Content:
    content: Content = {
        "id": item.pk,
        "number": item.number,
        "is_sub_item": item.is_sub_item,
        "kind": item.kind,
        "title": item.title,
        "presenter": item.presenter.name if item.presenter else "",
        "access": item.access,
        "exempt_paragraphs": item.exempt_paragraphs,
        "is_supplement": item.is_supplement,
        "urgency": item.urgency,
        "topics": [{"name": topic.name, "slug": topic.slug} for topic in item.topics.all()],
        "minute": item.minute,
        "outcome": item.get_outcome_display(),
        "decisions": [decision(each) for each in item.decisions.all()],
        "actions": [
            {
                "id": action.pk,
                "text": action.text,
                "owner": action.owner.name,
                "due_on": action.due_on.isoformat() if action.due_on else None,
            }
            for action in item.actions.all()
        ],
    }
    # Left out where there are none: versions that were sealed before there were any keep their fingerprint.
    if arising := getattr(item, "arising", item.matters_arising):
        content["matters_arising"] = arising
    if item.places:  # type: ignore[attr-defined]
        content["localities"] = item.places  # type: ignore[attr-defined]
    return content | declared.content_of(item)


def decision(decision: Decision) -> Content:
    """A decision in the words of the minutes."""
    return {
        "ref": decision.ref,
        "text": decision.text,
        "outcome": decision.get_outcome_display(),
        "voting": voting_sentence(decision),
        "named_votes": [
            {"person": vote.person.name, "choice": vote.get_choice_display()}
            for vote in decision.named_votes.all()
        ],
        "reasons": decision.reasons,
        "options_rejected": decision.options_rejected,
        "interests": decision.interests,
        "is_key": decision.is_key,
        "effective_on": decision.effective_on.isoformat() if decision.effective_on else None,
        **({"inquorate": decision.quorum} if decision.is_inquorate else {}),
    }


def voting_sentence(decision: Decision) -> str:
    """How it was decided: "Carried on a vote: 7 for, 3 against, 1 abstained"."""
    counts = [
        f"{number} {word}"
        for number, word in [
            (decision.votes_for, "for"),
            (decision.votes_against, "against"),
            (decision.abstentions, "abstained"),
        ]
        if number is not None
    ]
    sentence = decision.get_voting_display() + (f": {', '.join(counts)}" if counts else "")
    if decision.casting_vote_by:
        sentence += f"; casting vote of {decision.casting_vote_by.name}"
    return sentence


def _hour(value) -> str | None:
    return f"{value:%H:%M}" if value else None
