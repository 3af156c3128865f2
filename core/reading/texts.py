"""The words of a PDF or a Word file."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.documents import Block, Bullets, Heading, Paragraph, Table
from core.reading import child

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SECONDS = 240
MEGABYTES = 1000
MOST_PAGES = 2000
# About four novels. What comes after it is not found by search.
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class Read:
    """What came of reading a file: its words page by page, or a sentence about why there are none."""

    pages: list[str] = field(default_factory=list)
    # How many pages a PDF has; nobody knows it of a Word file.
    page_count: int | None = None
    problem: str = ""

    @property
    def has_words(self) -> bool:
        return any(page.strip() for page in self.pages)


def read(path: Path, media_type: str) -> Read:
    """The words of a file. Never raises for what is in it: a trap or a ruin gives a sentence."""
    try:
        answer = _ask("words", path, media_type)
    except child.Died as death:
        return Read(problem=f"The file could not be read: {death}.")
    if answer.get("problem"):
        return Read(page_count=answer.get("page_count"), problem=answer["problem"])
    return Read(pages=[_clean(page) for page in answer["pages"]], page_count=answer["page_count"])


def read_blocks(path: Path) -> tuple[list[Block], str]:
    """A Word file as blocks of a document, or a sentence about why not."""
    try:
        answer = _ask("blocks", path, WORD)
    except child.Died as death:
        return [], f"The file could not be read: {death}."
    return [_block(each) for each in answer.get("blocks", [])], answer.get("problem", "")


def _ask(what: str, path: Path, media_type: str) -> dict[str, Any]:
    job = {
        "what": what,
        "path": str(path),
        "kind": "pdf" if media_type == PDF else "word",
        "most_pages": MOST_PAGES,
        "most_characters": MOST_CHARACTERS,
    }
    return child.run("reader", job, seconds=SECONDS, megabytes=MEGABYTES)


def _block(block: dict[str, Any]) -> Block:
    match block["kind"]:
        case "heading":
            return Heading(block["level"], block["text"])
        case "bullets":
            return Bullets(block["items"])
        case "table":
            return Table("", block["header"], block["rows"])
        case _:
            return Paragraph(block["text"])


def _clean(text: str) -> str:
    # A form feed divides pages; PostgreSQL holds neither NUL nor halves of characters.
    text = text.replace("\x00", "").replace("\f", "\n")
    return text.encode("utf-8", errors="ignore").decode("utf-8")
