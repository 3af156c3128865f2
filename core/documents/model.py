"""What a document is made of. Says what it means, never how it looks: PDF and Word decide that."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Run:
    """A stretch of words in one voice. A line break is a newline in the text.

    With `page_of`, the number of the page on which the heading of that anchor stands; the text where it is not known.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    page_of: str = ""


Words: TypeAlias = str | Run | Sequence[str | Run]


@dataclass(frozen=True)
class Heading:
    """A heading inside the document. The title is level 1, so a section is level 2."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words. A number ("9.") stands before those that are referred to by it, as text that every reader gets."""

    runs: Words
    number: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list whose order does not matter. An item is words, or several blocks."""

    items: Sequence["Item"]


@dataclass(frozen=True)
class Numbered:
    """A list whose numbers are read out and referred to."""

    items: Sequence["Item"]
    start: int = 1


@dataclass(frozen=True)
class Table:
    """Figures or facts in rows. `numeric` names the columns (from 0) whose cells stand to the right."""

    caption: str
    header: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    numeric: Sequence[int] = ()


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG), what is said of it to those who do not see it, and the words above it.

    Its figures stand in a table beside it, so a printer that draws no pictures says what would be seen.
    """

    svg: str
    seen: str
    caption: str = ""


@dataclass(frozen=True)
class Notice:
    """Words in a box, that nobody reading the page may miss."""

    text: Words


@dataclass(frozen=True)
class KeyValues:
    """Short facts, each under its name: when, where, who was there."""

    rows: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Contents:
    """The headings that follow, down to so many levels below the title, each with its page."""

    depth: int = 1


Block: TypeAlias = (
    Contents | Heading | Paragraph | Bullets | Numbered | Table | Picture | Notice | KeyValues | PageBreak
)
Item: TypeAlias = Words | Block | Sequence[str | Run | Block]


@dataclass(frozen=True)
class Document:
    """One document: its name, where it stands ("DRAFT" shows on every page), its facts and what it says.

    `date` is the document's own day. It is what the file gives as its date, so the same document always
    makes the same file, whenever it is asked for.
    """

    title: str
    subtitle: str = ""
    status: str = ""
    language: str = "en-GB"
    author: str = ""
    date: datetime.date | None = None
    facts: Sequence[tuple[str, Words]] = ()
    blocks: Sequence[Block] = ()
    # False for a document that becomes part of another, which counts its pages itself.
    counts_pages: bool = True


def nested(levels: Iterable[int], *, top: int) -> list[int]:
    """Heading levels with no step left out: the first is `top`, and a level is never more than one deeper.

    People write "####" for its size. A screen reader's list of headings needs an outline without holes.
    """
    outline: list[int] = []
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        outline.append(min(top + len(above) - 1, 6))
    return outline
