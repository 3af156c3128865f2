"""The sentences that say where a meeting and its minutes stand. Page, PDF and Word use the same ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from core.templatetags.house import british_date, british_time
from meetings import notice
from meetings.models import ActionItem, Meeting

ORDINALS = [
    *["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    *[
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
    ],
    *["nineteenth", "twentieth"],
]
OUTCOME_COLOURS = {
    "Agreed": "green",
    "Agreed as amended": "green",
    "Elected": "green",
    "Noted": "blue",
    "Deferred": "orange",
    "Refused": "red",
    "Withdrawn": "grey",
}
STATUS_COLOURS = {
    Meeting.Status.PLANNED: "grey",
    Meeting.Status.CALLED: "blue",
    Meeting.Status.UNDER_WAY: "turquoise",
    Meeting.Status.CLOSED: "green",
    Meeting.Status.CANCELLED: "red",
    Meeting.Status.POSTPONED: "orange",
}


def ordinal(number: int) -> str:
    """second, twentieth, 21st, 112th."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def hours(start: time | None, end: time | None) -> str:
    """10am to 12.30pm; nothing where the record does not say."""
    if start is None:
        return ""
    return f"{british_time(start)} to {british_time(end)}" if end else british_time(start)


def group_in_a_sentence(name: str) -> str:
    """The name after a preposition: "the Board", and not "the The Board"."""
    return name[0].lower() + name[1:] if name.startswith("The ") else f"the {name}"


def opening(meeting: Meeting) -> str:
    """The second meeting of the Chief Executives Group, held on 2 February 2007."""
    which = f"The {ordinal(meeting.number)} meeting" if meeting.number else "A meeting"
    return f"{which} of {group_in_a_sentence(meeting.group.name)}, {_when(meeting)} {british_date(meeting.held_on)}."


def _when(meeting: Meeting) -> str:
    if meeting.is_reopened:
        return "held on"
    match meeting.status:
        case Meeting.Status.CANCELLED | Meeting.Status.POSTPONED:
            return "which was to be held on"
        case Meeting.Status.UNDER_WAY:
            return "under way since"
        case Meeting.Status.CLOSED:
            return "held on"
        case Meeting.Status.CALLED:
            return "called for"
        case _:
            return "planned for"


def exemption(paragraphs: list[int], sentences: dict[int, str]) -> str:
    """Why the public may not read an item, in the words of the law."""
    if not paragraphs:
        return "Exempt from publication under Schedule 12A to the Local Government Act 1972."
    named = "; ".join(f"{number} ({sentences[number].lower()})" for number in paragraphs)
    word = "paragraph" if len(paragraphs) == 1 else "paragraphs"
    return f"Exempt from publication under {word} {named} of Schedule 12A to the Local Government Act 1972."


def minutes_standing(
    *, stage: str, approved_on: date | None, expected_on: date | None, is_circulated: bool
) -> str:
    """Its minutes await approval by the meeting of 30 March 2007."""
    if approved_on and stage == "draft":
        return f"The group approved its minutes on {british_date(approved_on)}; the approved text is not published yet."
    if approved_on:
        return f"Its minutes were approved on {british_date(approved_on)}."
    if stage == "approved":
        return "Its minutes are approved."
    if not is_circulated:
        return "Its minutes are being written: only the officers of the group can read them."
    if expected_on:
        return f"Its minutes are a draft and await approval by the meeting of {british_date(expected_on)}."
    return "Its minutes are a draft and await approval."


def minutes_missing(meeting: Meeting, *, reads_all: bool) -> str:
    """What to say where a reader finds no minutes."""
    if meeting.status == Meeting.Status.CLOSED:
        return (
            "Its minutes have not been given to the members yet."
            if reads_all
            else "Its minutes are not published yet."
        )
    if meeting.is_reopened:
        return "Its minutes are not published."
    if meeting.status == Meeting.Status.UNDER_WAY:
        return "There are no minutes to read yet."
    if meeting.is_called_off:
        return ""
    if meeting.is_unrecorded:
        return "Its day has passed; whether it was held is not recorded yet."
    if meeting.agenda_published_at:
        return notice.given_in_words(meeting)
    return "Its agenda is not published yet."


def colour_of(action: ActionItem) -> str:
    """The colour beside the words of its standing."""
    if action.status != ActionItem.Status.OPEN:
        return "green" if action.status == ActionItem.Status.DONE else "grey"
    return "red" if action.is_overdue else "blue"


def coming_and_going(stays: Sequence[Mapping[str, Any]]) -> str:
    """When somebody was not in the room: "arrived during item 3, left before item 5, came back before item 7"."""
    parts = []
    for number, stay in enumerate(stays):
        if stay["came"]:
            parts.append(f"{'came back' if number else 'arrived'} {moment(stay['came'])}")
        if stay["left"]:
            parts.append(f"left {moment(stay['left'])}")
    return ", ".join(parts)


def moment(moment: Mapping[str, Any]) -> str:
    """before item 5; during item 3 (10.40am), after decision CEG-2007-4."""
    when = f"{'during' if moment['during'] else 'before'} item {moment['item']}"
    hour = f" ({british_time(time.fromisoformat(moment['at']))})" if moment["at"] else ""
    return when + hour + (f", after decision {moment['after']}" if moment["after"] else "")


def comings_and_goings_at(item: int, attendance: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the minutes say under an item of those who came and left there, those who did so before it first."""
    said = []
    for row in attendance:
        for number, stay in enumerate(row.get("stays", [])):
            for verb, moment in (
                (("came back" if number else "arrived"), stay["came"]),
                ("left", stay["left"]),
            ):
                if moment and moment["item_id"] == item:
                    said.append(
                        (moment["during"], moment["after"], _at_this_item(row["person"], verb, moment))
                    )
    return [sentence for *_, sentence in sorted(said)]


def _at_this_item(person: str, verb: str, moment: Mapping[str, Any]) -> str:
    when = "during" if moment["during"] else "before"
    hour = f" at {british_time(time.fromisoformat(moment['at']))}" if moment["at"] else ""
    after = f", after decision {moment['after']}" if moment["after"] else ""
    return f"{person} {verb}{hour} {when} this item{after}."
