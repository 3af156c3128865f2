"""What the forward plan says of a coming decision: when, with how much notice, and what has changed since."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core.templatetags.house import british_date
from meetings.models import AgendaItem, Decision, ForwardPlanEntry, ForwardPlanVersion
from meetings.models.forward_plan import KEY_NOTICE_DAYS

LABELS = {
    "title": "Title",
    "summary": "What is to be decided",
    "is_key": "Key decision",
    "expected": "Expected",
    "late_because": "Why the notice is short",
    "contact": "Whom to ask",
    "topics": "Topics",
    "decision": "Decision",
    "status": "Status",
}


COLOURS = {"Not published": "grey", "Withdrawn": "red", "Decided": "green", "To be decided": "blue"}


@dataclass(frozen=True)
class KeyNotice:
    """The days between the first notice of a key decision and the day on which it may be taken."""

    days: int
    reason: str

    @property
    def short(self) -> int:
        return max(KEY_NOTICE_DAYS - self.days, 0)

    @property
    def is_on_time(self) -> bool:
        return not self.short

    @property
    def sentence(self) -> str:
        """First notice 12 days before: 16 short, reason given: ..."""
        many = f"{self.days} day{'' if self.days == 1 else 's'}"
        if self.is_on_time:
            return f"First notice {many} before: on time."
        given = self.reason.strip()
        ending = "" if given.endswith((".", "!", "?")) else "."
        why = f"reason given: {given}{ending}" if given else "no reason given."
        when = f"{many} before" if self.days > 0 else "on the day or later"
        return f"First notice {when}: {self.short} short, {why}"


def notice_of(
    entry: ForwardPlanEntry, *, at: datetime | None = None, decided_on: date | None = None
) -> KeyNotice | None:
    """What notice a key decision has, counted from its first publication or from that moment; others need none.

    It is counted to the first day on which it may be taken, or to the day on which it was.
    """
    first = entry.published_at or at
    if not entry.is_key or first is None:
        return None
    day = decided_on or entry.expected_on
    return KeyNotice(max((day - timezone.localtime(first).date()).days, 0), entry.late_because)


def expected(entry: ForwardPlanEntry) -> str:
    """When it is expected, in words: the meeting of a day, or a time between two."""
    if entry.meeting:
        return f"meeting of {british_date(entry.meeting.held_on)}"
    assert entry.expected_from
    assert entry.expected_to
    if entry.expected_from == entry.expected_to:
        return f"on {british_date(entry.expected_from)}"
    return f"between {british_date(entry.expected_from)} and {british_date(entry.expected_to)}"


@dataclass(frozen=True)
class EntryAsRead:
    """An entry as one reader may know it. The row is marked by `knowing`."""

    entry: Any

    @property
    def decision(self) -> Decision | None:
        return self.entry.decision if self.entry.decision_is_seen else None

    @property
    def item(self) -> AgendaItem | None:
        return self.entry.item if self.entry.item_is_seen else None

    @property
    def expected(self) -> str:
        return expected(self.entry)

    @property
    def lead(self) -> str:
        """What one came to know, in one sentence."""
        entry = self.entry
        if entry.is_withdrawn:
            return f"Withdrawn: {entry.withdrawn_because}"
        who = f"the {entry.group}" if not entry.group.name.startswith("The ") else entry.group.name
        if self.decision:
            day = british_date(self.decision.item.meeting.held_on)
            return f"Decided by {who} on {day}: decision {self.decision.ref}."
        if entry.meeting:
            return f"To be decided by {who} at its {self.expected}."
        return f"To be decided by {who} {self.expected}."

    @property
    def notice(self) -> KeyNotice | None:
        return notice_of(self.entry, decided_on=self.decision.item.meeting.held_on if self.decision else None)

    @property
    def doubt(self) -> str:
        """What makes the day uncertain: its meeting is called off, or the time has passed."""
        entry = self.entry
        if self.decision or entry.is_withdrawn:
            return ""
        if entry.meeting and entry.meeting.is_called_off:
            return f"That meeting was {entry.meeting.get_status_display().lower()}; no other is named yet."
        last = entry.meeting.held_on if entry.meeting else entry.expected_to
        if last and last < timezone.localdate():
            return "That time has passed, and no decision is recorded here yet."
        return ""

    @property
    def standing(self) -> str:
        if self.entry.is_draft:
            return "Not published"
        if self.entry.is_withdrawn:
            return "Withdrawn"
        return "Decided" if self.decision else "To be decided"

    @property
    def colour(self) -> str:
        return COLOURS[self.standing]


def content_of(entry: ForwardPlanEntry) -> dict[str, Any]:
    """What is sealed of an entry when it is published, and whenever it changes after that."""
    return {
        "title": entry.title,
        "summary": entry.summary,
        "group": entry.group.name,
        "is_key": entry.is_key,
        "expected": expected(entry),
        "late_because": entry.late_because,
        "contact": entry.contact,
        "topics": sorted(topic.name for topic in entry.topics.all()),
        "decision": entry.decision.ref if entry.decision else "",
        "status": entry.status,
    }


@dataclass(frozen=True)
class Told:
    """One publication of an entry: when, why, and what was different from the one before."""

    number: int
    at: datetime
    reason: str
    changes: list[tuple[str, str, str]]


def changes_of(versions: list[ForwardPlanVersion], *, decision_is_seen: bool) -> list[Told]:
    """What was told of an entry, the newest first. `versions` come oldest first."""
    told: list[Told] = []
    before: dict[str, Any] = {}
    for version in versions:
        content = version.content
        names = [name for name in LABELS if name != "decision" or decision_is_seen]
        changes = [
            (LABELS[name], _in_words(before[name]), _in_words(content[name]))
            for name in names
            if before and before.get(name) != content.get(name)
        ]
        reason = version.reason
        if before.get("decision") != content["decision"] and not decision_is_seen and before:
            reason = ""
        told.append(Told(version.number, version.at, reason, changes))
        before = content
    # What the reader may not know of leaves no trace.
    return [each for each in reversed(told) if each.number == 1 or each.changes]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value) or "nothing"
    return {"published": "published", "withdrawn": "withdrawn"}.get(value, value) or "nothing"
