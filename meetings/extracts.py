"""One decision out of the minutes, to hand to whoever has to carry it out: page, PDF and Word say the same words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.documents import Block, Document, Heading, Notice, Paragraph, Run
from core.templatetags.house import british_date
from meetings import snapshot, wording
from meetings.as_read import MeetingAsRead
from meetings.documents import DRAFT, decided, undertaken
from meetings.items_as_read import ActionAsRead, DecisionAsRead, ItemAsRead
from meetings.models import Attendance, Decision
from meetings.reading import as_read_by
from partnership.models import OfficeTerm


@dataclass(frozen=True)
class Extract:
    """A decision with what it takes to act on it, as one reader may know it."""

    decision: Decision
    page: MeetingAsRead
    words: DecisionAsRead
    item: ItemAsRead | None
    chair: str

    @property
    def title(self) -> str:
        return f"Extract: decision {self.decision.ref}"

    @property
    def is_draft(self) -> bool:
        """The decision is not published, or the minutes that it is taken from are not approved."""
        return not self.decision.is_published or (self.page.minutes is not None and self.page.is_draft)

    @property
    def place(self) -> str:
        """The item that it was made on."""
        return str(self.decision.item)

    @property
    def actions(self) -> list[ActionAsRead]:
        return self.item.actions if self.item else []

    @property
    def facts(self) -> list[tuple[str, str]]:
        """When and where, who held the chair, on which item. Only what is known."""
        facts = [
            ("Group", self.page.meeting.group.name),
            ("Date of meeting", british_date(self.page.meeting.held_on)),
            ("Place", self.page.content["place"]),
            ("In the chair", self.chair),
            ("Item", self.place),
            ("Decision", f"{self.decision.ref}: {self.words.words['outcome'].lower()}"),
            ("How it was decided", self.words.words["voting"]),
            ("Decision published", british_date(self.decision.published_at) or "Not published"),
        ]
        return [(name, value) for name, value in facts if value]

    @property
    def certification(self) -> str:
        """What it is taken from, and whether the group has approved that."""
        meeting = self.page.meeting
        of = f"the meeting of {wording.group_in_a_sentence(meeting.group.name)} on {british_date(meeting.held_on)}"
        minutes = self.page.minutes
        if minutes is None:
            return f"Extract from the decisions of {of}. Its minutes are not published yet."
        if minutes.is_draft:
            return (
                f"Extract from the DRAFT minutes of {of}, which the group has not approved. They may change."
            )
        words = f"Extract from the minutes of {of}"
        reopened = self.page.reopened
        if reopened and not reopened.is_settled:
            return f"{words}. {reopened.of_old_version}"
        words += (
            f", approved on {british_date(minutes.approved_on)}" if minutes.approved_on else ", as approved"
        )
        if minutes.signed_on:
            words += f" and signed by {minutes.signed_by} on {british_date(minutes.signed_on)}"
        version = minutes.version.number if minutes.version else ""
        return f"{words} (version {version})." if version else f"{words}."


def extract_read_by(decision: Decision, user) -> Extract:
    """The extract of a decision that this reader may see: in the words of the minutes, where they have it."""
    page = as_read_by(decision.item.meeting, user)
    item = next(
        (each for each in page.items if any(known.ref == decision.ref for known in each.decisions)), None
    )
    words = next((known for known in item.decisions if known.ref == decision.ref), None) if item else None
    return Extract(
        decision=decision,
        page=page,
        words=words or DecisionAsRead(snapshot.decision(decision), decision),
        item=item,
        chair=_chair(decision, page.content["attendance"]),
    )


def extract_document(extract: Extract) -> Document:
    """The extract on paper."""
    return Document(
        title=extract.title,
        subtitle=f"{extract.page.opening} {extract.certification}",
        status=DRAFT if extract.is_draft else "",
        author=extract.page.meeting.group.name,
        date=extract.page.meeting.held_on,
        facts=extract.facts,
        blocks=list(_blocks(extract)),
    )


def file_name(extract: Extract) -> str:
    """decision-CEG-2007-1-extract-draft"""
    return "-".join(["decision", extract.decision.ref, "extract", *(["draft"] if extract.is_draft else [])])


def _blocks(extract: Extract) -> Iterator[Block]:
    yield Heading(2, extract.place)
    yield from decided(extract.words)
    if extract.actions:
        yield Heading(2, "What follows from this item")
        yield from (Notice(undertaken(action)) for action in extract.actions)
    yield Heading(2, "Where it stands")
    yield Paragraph(extract.certification)
    yield Paragraph(Run("The decision in the register", href=extract.decision.get_absolute_url()))


def _chair(decision: Decision, attendance: list[snapshot.Content]) -> str:
    """Who held the chair that day and was there; where the attendance says nothing of them, who held it.

    Whoever stood down at the meeting itself had opened it.
    """
    held_on: date = decision.item.meeting.held_on
    chair, vice_chair = OfficeTerm.Office.CHAIR, OfficeTerm.Office.VICE_CHAIR
    held = decision.group.office_terms.filter(starts_on__lte=held_on, office__in=[chair, vice_chair])
    terms = held.filter(Q(ends_on=None) | Q(ends_on__gte=held_on)).select_related("person")
    in_order = sorted(terms, key=lambda term: (term.office != chair, term.ends_on != held_on))
    known = {row["slug"]: row["status"] for row in attendance}
    in_the_room = {status.label for status in Attendance.IN_THE_ROOM}
    present = [term.person for term in in_order if known.get(term.person.slug) in in_the_room]
    if present:
        return str(present[0])
    first = in_order[0].person if in_order else None
    return f"{first} held the chair on that day" if first and first.slug not in known else ""
