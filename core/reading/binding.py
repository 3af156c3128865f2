"""Several PDFs in one, whoever made them: bookmarks, and one count of pages on every page."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.documents import Document, to_pdf
from core.reading import child

SECONDS = 120
MEGABYTES = 2500
BROKEN = "This file cannot be brought together with others: {}."

Hears = Callable[[int], None]


@dataclass(frozen=True)
class Leaf:
    """One PDF that goes in, with the bookmarks that lead into it: (depth, title, its page from 0).

    The title is what a screen reader calls it. The mark is printed on each of its pages: whom it is not for.
    """

    path: Path
    title: str = ""
    bookmarks: Sequence[tuple[int, str, int]] = ()
    mark: str = ""


@dataclass(frozen=True)
class Bound:
    """What came of it: how many pages each leaf has, or which leaf cannot be taken, and why."""

    pages: list[int] = field(default_factory=list)
    broken: int | None = None
    problem: str = ""


def count(paths: Sequence[Path], hears: Hears = lambda leaf: None) -> Bound:
    """How many pages each has. Stops at the first that cannot be taken."""
    return _ask({"what": "count", "leaves": [{"path": str(path)} for path in paths]}, hears)


def bind(
    leaves: Sequence[Leaf], into: Path, *, title: str, author: str, hears: Hears = lambda leaf: None
) -> Bound:
    """Write them into one file, one after the other. Stops at the first that cannot be taken."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as letters:
        letters.write(_letters([leaf.mark for leaf in leaves]))
        letters.flush()
        job = {
            "what": "bind",
            "leaves": [
                {
                    "path": str(leaf.path),
                    "title": leaf.title,
                    "bookmarks": list(leaf.bookmarks),
                    "mark": leaf.mark,
                }
                for leaf in leaves
            ],
            "letters": letters.name,
            "into": str(into),
            "title": title,
            "author": author,
        }
        return _ask(job, hears)


def _letters(marks: Sequence[str]) -> bytes:
    """A sheet with each letter that is printed on the pages, so that the child finds their shapes in it."""
    needed = sorted(set("Page 0123456789 of".join(["", *marks, ""])) - {" "})
    # Apart from each other, or two of them might become one shape.
    return to_pdf(Document(title=" ".join(needed), blocks=[], counts_pages=False))


def _ask(job: dict[str, Any], hears: Hears) -> Bound:
    at = -1

    def told(line: dict[str, Any]) -> None:
        nonlocal at
        at = line["leaf"]
        hears(at)

    try:
        answer = child.run("binder", job, seconds=SECONDS, megabytes=MEGABYTES, hears=told)
    except child.Died as death:
        if at < 0:
            raise
        return Bound(broken=at, problem=BROKEN.format(death))
    if answer.get("broken") is not None:
        return Bound(broken=answer["broken"], problem=answer["problem"])
    return Bound(pages=answer["pages"])
