"""The minute book: a group's year in one document, of what one reader may read.

Only versions that were given out stand in it, never a text that is still being written. The questions to the database
are as many for a year as for a meeting.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from core.documents import (
    Block,
    Contents,
    Document,
    Heading,
    KeyValues,
    Notice,
    PageBreak,
    Paragraph,
    Run,
    Table,
)
from core.templatetags.house import british_date
from meetings import matters_arising, snapshot
from meetings.as_read import MeetingAsRead
from meetings.documents import DRAFT, attendance_blocks, minuted
from meetings.items_as_read import DecisionAsRead, ItemAsRead
from meetings.models import Meeting, MinutesRelease, MinutesVersion
from meetings.reading_parts import (
    corrections_agreed,
    item_as_read,
    items_of,
    minutes_as_read,
    with_surroundings,
)
from partnership.models import Group


@dataclass(frozen=True)
class Chapter:
    """One meeting in the book: its minutes, or why there are none."""

    page: MeetingAsRead

    @property
    def meeting(self) -> Meeting:
        return self.page.meeting

    @property
    def anchor(self) -> str:
        return f"m-{self.meeting.held_on.isoformat()}"

    @property
    def is_draft(self) -> bool:
        return self.page.minutes is not None and self.page.minutes.is_draft

    @property
    def title(self) -> str:
        """Meeting of 2 February 2007 (DRAFT)."""
        mark = f" ({self.meeting.get_status_display().lower()})" if self.meeting.is_called_off else ""
        return (
            f"Meeting of {british_date(self.meeting.held_on)}{mark}{f' ({DRAFT})' if self.is_draft else ''}"
        )

    @property
    def standing(self) -> str:
        """Which meeting it is and where its minutes stand."""
        called_off = f" {self.meeting.status_reason}" if self.meeting.is_called_off else ""
        return f"{self.page.opening} {self.page.standing}{called_off}".strip()

    @property
    def decisions(self) -> list[tuple[ItemAsRead, DecisionAsRead]]:
        return [(item, decision) for item in self.page.items for decision in item.decisions]

    def anchor_of(self, item: ItemAsRead) -> str:
        """The place of an item in the book; the item's own anchor is that of many meetings."""
        return f"{self.anchor}-{item.anchor}"


@dataclass(frozen=True)
class Entry:
    """One line of the index."""

    topic: str
    decision: DecisionAsRead
    item: ItemAsRead
    anchor: str


@dataclass(frozen=True)
class MinuteBook:
    """A group's meetings of one year, in order, with an index of what they decided."""

    group: Group
    year: int
    chapters: list[Chapter]

    @property
    def title(self) -> str:
        return f"Minute book {self.year}: {self.group.name}"

    @cached_property
    def has_drafts(self) -> bool:
        return any(chapter.is_draft for chapter in self.chapters)

    @property
    def opening(self) -> str:
        """How many meetings it holds, and how many of them have minutes to read."""
        count, read = len(self.chapters), sum(chapter.page.minutes is not None for chapter in self.chapters)
        meetings = f"{count} meeting{'' if count == 1 else 's'} in {self.year}"
        drafts = f" Minutes marked {DRAFT} are not approved and may change." if self.has_drafts else ""
        return f"{meetings}; you can read the minutes of {read}.{drafts}"

    @cached_property
    def index(self) -> list[Entry]:
        """Every decision, by its number."""
        return [
            Entry("", decision, item, chapter.anchor_of(item))
            for chapter in self.chapters
            for item, decision in chapter.decisions
        ]

    @cached_property
    def index_by_topic(self) -> list[Entry]:
        """Every decision under each of the topics of its item."""
        entries = [replace(entry, topic=topic["name"]) for entry in self.index for topic in entry.item.topics]
        return sorted(entries, key=lambda entry: entry.topic)


def minute_book_read_by(group: Group, year: int, user) -> MinuteBook:
    """The book of a year as this reader may read it."""
    wanted = Meeting.objects.visible_to(user).of_group(group).in_year(year).order_by("held_on")
    meetings = list(with_surroundings(wanted, user))
    versions = _versions(meetings, user)
    items: dict[int, list[Any]] = {}
    for item in items_of(meetings, user, in_full=False):
        items.setdefault(item.meeting_id, []).append(item)
    known = matters_arising.known_to([version.content for version in versions.values()], user)
    pages = [_page(each, versions.get(each.pk), items.get(each.pk, []), known) for each in meetings]
    return MinuteBook(group, year, [Chapter(page) for page in pages])


def _versions(meetings: list[Any], user) -> dict[int, Any]:
    """The newest version of each meeting's minutes that this reader may see, with its releases."""
    newest = MinutesVersion.objects.visible_to(user).filter(meeting=OuterRef("version__meeting"))
    releases = (
        MinutesRelease.objects.filter(
            version__meeting__in=meetings, version=Subquery(newest.latest_first().values("pk")[:1])
        )
        .select_related("version__by", "by")
        .order_by("at")
    )
    found: dict[int, Any] = {}
    for release in releases:
        version: Any = found.setdefault(release.version.meeting_id, release.version)
        version.given_to = {**getattr(version, "given_to", {}), release.audience: release}
    return found


def _page(meeting: Any, version: Any, live: list[Any], known: set[int]) -> MeetingAsRead:
    """One meeting, as the page of its own shows the version that was given out."""
    reads_all = meeting.is_run_by_reader or meeting.has_reader_as_member
    content = snapshot.composed(meeting, []) | {"attendance_note": ""}
    agreed: list[str] = []
    if version is not None:
        access_now = {item.pk: item.access for item in live}
        content = snapshot.for_reader(
            version.content, reads_all=reads_all, access_now=access_now, known_actions=known
        )
        agreed = corrections_agreed(meeting, version, live, reads_all=reads_all)
    rows = {item.pk: item for item in live}
    return MeetingAsRead(
        meeting=meeting,
        content=content,
        items=[item_as_read(each, rows.get(each["id"]), content) for each in content["items"]],
        minutes=minutes_as_read(meeting, version, None, agreed, asked=False) if version else None,
        reads_all=reads_all,
        reads_as_officer=meeting.is_run_by_reader,
        previous=None,
        following=None,
    )


def minute_book_document(book: MinuteBook) -> Document:
    """The book on paper: contents with page numbers, a chapter for each meeting, and the index."""
    return Document(
        title=book.title,
        subtitle=book.opening,
        status=f"CONTAINS {DRAFT}S" if book.has_drafts else "",
        author=book.group.name,
        date=book.chapters[-1].meeting.held_on if book.chapters else None,
        blocks=[
            Heading(2, "Contents"),
            Contents(depth=2),
            *(block for chapter in book.chapters for block in _chapter(chapter)),
            *_index(book),
        ],
    )


def _chapter(chapter: Chapter) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(2, chapter.title, anchor=chapter.anchor)
    if chapter.is_draft:
        yield Notice(Run(f"{DRAFT}: the group has not approved these minutes. They may change.", bold=True))
    yield Paragraph(chapter.standing)
    if chapter.page.minutes is None:
        return
    yield KeyValues(chapter.page.facts)
    yield from _lower(attendance_blocks(chapter.page), chapter)
    for item in chapter.page.items:
        yield from _lower(minuted(item), chapter)


def _lower(blocks: Iterator[Block], chapter: Chapter) -> Iterator[Block]:
    """What stands on its own elsewhere, one level further down and with anchors of its own."""
    for block in blocks:
        if isinstance(block, Heading):
            anchor = f"{chapter.anchor}-{block.anchor}" if block.anchor else ""
            yield replace(block, level=block.level + 1, anchor=anchor)
        else:
            yield block


def _index(book: MinuteBook) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(2, "Index of decisions", anchor="index")
    if not book.index:
        yield Paragraph("No decision of this year stands in the minutes that you can read.")
        return
    yield Table("By number", ["Decision", "Item", "Page"], [_row(each) for each in book.index], numeric=[2])
    if book.index_by_topic:
        rows = [[each.topic, *_row(each)] for each in book.index_by_topic]
        yield Table("By topic", ["Topic", "Decision", "Item", "Page"], rows, numeric=[3])


def _row(entry: Entry) -> list[Any]:
    link = f"#{entry.anchor}"
    page = Run("–", page_of=entry.anchor)
    return [Run(entry.decision.ref, href=link), f"{entry.item.number}. {entry.item.title}", page]


def file_name(book: MinuteBook) -> str:
    """chief-executives-group-2007-minute-book"""
    return f"{book.group.slug}-{book.year}-minute-book"
