"""One item of a meeting as one reader may read it, with what was decided and undertaken under it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from core import compare, markdown
from core.access import SCHEDULE_12A, Access
from core.templatetags.house import british_date
from meetings import declared, wording
from meetings.led_to import LedTo
from meetings.models import ActionItem, Decision, Meeting, Paper


@dataclass(frozen=True)
class DecisionAsRead:
    """A decision in the words of the minutes, and what the register adds today."""

    words: dict[str, Any]
    now: Decision | None = None

    @property
    def ref(self) -> str:
        return self.words["ref"]

    @property
    def colour(self) -> str:
        return wording.OUTCOME_COLOURS.get(self.words["outcome"], "")

    @property
    def plain_text(self) -> str:
        return markdown.plain(self.words["text"])

    @property
    def particulars(self) -> list[tuple[str, str]]:
        """What else the record says of it, each under its name. Only what is known."""
        words = self.words
        effective = date.fromisoformat(words["effective_on"]) if words["effective_on"] else None
        named = [f"{vote['person']}: {vote['choice'].lower()}" for vote in words["named_votes"]]
        particulars = [
            ("Taken without a quorum", words.get("inquorate", "")),
            ("Key decision", "yes" if words["is_key"] else ""),
            ("Takes effect on", british_date(effective)),
            ("Votes by name", "; ".join(named)),
            ("Reasons", words["reasons"]),
            ("Options considered and rejected", words["options_rejected"]),
            ("Interests declared", words["interests"]),
        ]
        return [(name, markdown.plain(text)) for name, text in particulars if text]

    @property
    def successor(self) -> Decision | None:
        """The decision that took its place, if the reader may know of it."""
        return self.now.superseded_by if self.now and self.now.successor_is_seen else None  # type: ignore[attr-defined]

    @property
    def recommended(self) -> dict[str, Any] | None:
        """What was put to the body (text, and title and paper of the report), where the reader may see that report."""
        return getattr(self.now, "put", None)

    @cached_property
    def amendments(self) -> list[compare.Change]:
        """What the body changed in the words that were recommended; nothing where it took them as they were."""
        if self.recommended is None:
            return []
        changes = compare.words(markdown.plain(self.recommended["text"]), self.plain_text)
        return changes if any(each.kind != "same" and not each.is_blank for each in changes) else []

    @property
    def minutes_approved(self) -> Meeting | None:
        """The meeting whose minutes it approved."""
        approved = getattr(self.now, "approves_minutes", None) if self.now else None
        return approved.meeting if approved else None


@dataclass(frozen=True)
class ActionAsRead:
    """An action in the words of the minutes, and how it stands today."""

    words: dict[str, Any]
    now: ActionItem | None = None

    @property
    def due_on(self) -> date | None:
        return date.fromisoformat(self.words["due_on"]) if self.words["due_on"] else None

    @property
    def tag(self) -> str:
        """How it stands today, in words."""
        return self.now.urgency if self.now else ""

    @property
    def note(self) -> str:
        return self.now.closing_note if self.now else ""

    @property
    def colour(self) -> str:
        return wording.colour_of(self.now) if self.now else ""


@dataclass(frozen=True)
class MatterAsRead:
    """An action of an earlier meeting that was open when this one dealt with the matters arising."""

    words: dict[str, Any]

    @property
    def due(self) -> str:
        """By when: due on 3 March 2007."""
        day = self.words["due_on"]
        return f"due on {british_date(date.fromisoformat(day))}" if day else "no date set"

    @property
    def source(self) -> str:
        """Item 4 of 2 February 2007."""
        return f"item {self.words['item']} of {british_date(date.fromisoformat(self.words['held_on']))}"

    @property
    def in_words(self) -> str:
        """What, who, until when and how far, in one line."""
        words = self.words
        line = f"{words['text']} ({words['owner']}, {self.due}; {self.source})"
        return f"{line}. {words['progress']}" if words["progress"] else line

    @property
    def address(self) -> str:
        return reverse("meetings:action", args=[self.words["id"]])


@dataclass(frozen=True)
class PlaceOnAgenda:
    """Where the same matter stands on another agenda of the group."""

    of_the_group: Meeting
    held_on: date
    number: str

    def __str__(self) -> str:
        return f"{british_date(self.held_on)}, item {self.number}"

    @property
    def address(self) -> str:
        group = self.of_the_group.group.slug
        return f"{reverse('meetings:meeting', args=[group, self.held_on.isoformat()])}#item-{self.number}"


@dataclass(frozen=True)
class ItemAsRead:
    """One item; of an exempt one that is closed to the reader, only its number and its paragraphs."""

    number: str
    title: str
    access: str
    is_stub: bool = False
    paragraphs: list[int] = field(default_factory=list)
    public_interest: str = ""
    is_sub_item: bool = False
    presenter: str = ""
    # The earlier meeting whose minutes are offered for approval under this item.
    offers: Meeting | None = None
    # Where it comes from, if it was left over there, and where it comes again.
    carried_from: PlaceOnAgenda | None = None
    carried_to: PlaceOnAgenda | None = None
    matters_arising: list[MatterAsRead] = field(default_factory=list)
    description: str = ""
    is_supplement: bool = False
    urgency: str = ""
    topics: list[dict[str, str]] = field(default_factory=list)
    localities: list[dict[str, str]] = field(default_factory=list)
    # Who came and who left at this item, a sentence each.
    comings_and_goings: list[str] = field(default_factory=list)
    # A report under it asks for something that is not decided on yet.
    has_recommendations: bool = False
    minute: str = ""
    outcome: str = ""
    # Interests declared in it, elections that it declared; and under "Declarations of interest" the items with any.
    declarations: list[dict[str, Any]] = field(default_factory=list)
    elections: list[dict[str, Any]] = field(default_factory=list)
    declared_today: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[DecisionAsRead] = field(default_factory=list)
    actions: list[ActionAsRead] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    # What it led to in the apps above; only the page of the meeting tells it.
    led_to: list[LedTo] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"item-{self.number}"

    @property
    def exemption(self) -> str:
        return wording.exemption(self.paragraphs, SCHEDULE_12A) if self.access == Access.EXEMPT else ""

    @property
    def places(self) -> str:
        """Which localities it concerns: Hereford, Golden Valley."""
        return ", ".join(locality["name"] for locality in self.localities)

    @property
    def interests(self) -> list[str]:
        """The interests declared in it, in sentences."""
        return [declared.sentence_of(each) for each in self.declarations]

    @property
    def interests_today(self) -> list[str]:
        """What was declared at the meeting, item by item: "Item 5, Grants: Ann Member, personal interest: ..."."""
        return [
            f"Item {item['number']}, {item['title']}. {declared.sentence_of(each)}"
            for item in self.declared_today
            for each in item["declarations"]
        ]

    @property
    def carried_over(self) -> str:
        """Carried over from 2 February 2007, item 7."""
        return f"Carried over from {self.carried_from}" if self.carried_from else ""

    @property
    def comes_again(self) -> str:
        """Carried over to 30 March 2007, item 5."""
        return f"Carried over to {self.carried_to}" if self.carried_to else ""

    @property
    def outcome_in_words(self) -> str:
        """How the item was left, where no decision says it already."""
        return "" if self.outcome == "Decided" else self.outcome
