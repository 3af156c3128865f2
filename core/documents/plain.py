"""A document as plain data: the one reading of it that PDF and Word both start from.

Whatever can go wrong with people's text is settled here, once: characters that no page can show, headings that
skip a level, links that lead nowhere, rows that are too short.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from core.documents.model import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Item,
    KeyValues,
    Notice,
    Numbered,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    Words,
    nested,
)

Data = dict[str, Any]

LINKED_SCHEMES = {"http", "https", "mailto"}
LONGEST_LINK = 2000
# Marks that turn the direction of all the text after them, in other people's paragraphs too.
TURNS_DIRECTION = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def as_data(document: Document) -> Data:
    """The whole document as dicts, lists and strings, ready for either printer."""
    return {
        "title": line(document.title) or "Untitled",
        "subtitle": line(document.subtitle),
        "status": line(document.status),
        "language": document.language,
        "author": line(document.author),
        "date": [document.date.year, document.date.month, document.date.day] if document.date else None,
        "facts": _key_values(document.facts),
        "counts_pages": document.counts_pages,
        "blocks": _with_whole_outline(list(_blocks(document.blocks))),
    }


def clean(text: str) -> str:
    """The text without the characters that no page can show (control characters, halves of pairs)."""
    text = str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n")
    text = unicodedata.normalize("NFC", text.replace("\u2029", "\n"))
    return "".join(character for character in text if character == "\n" or _can_be_shown(character))


def line(text: str) -> str:
    """The text on one line; "" if nothing in it can be seen."""
    words = " ".join(clean(text).split())
    return words if any(unicodedata.category(character) != "Cf" for character in words) else ""


def absolute(href: str) -> str:
    """Where a link leads when it is read on paper or in a file: a whole address, or "" for none at all."""
    href = "".join(clean(href).split())
    if href.startswith("#"):
        return href
    try:
        if not urlsplit(href).scheme:
            href = urljoin(getattr(settings, "SITE_URL", "").rstrip("/") + "/", href)
        parts = urlsplit(href)
    except ValueError:
        return ""
    leads_somewhere = parts.scheme == "mailto" or parts.netloc
    if parts.scheme not in LINKED_SCHEMES or not leads_somewhere or len(href) > LONGEST_LINK:
        return ""
    return href


def _can_be_shown(character: str) -> bool:
    if character in TURNS_DIRECTION:
        return False
    unassigned_forever = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return unicodedata.category(character) not in {"Cc", "Cs"} and not unassigned_forever


def _blocks(blocks: Iterable[Block]) -> Iterable[Data]:
    for block in blocks:
        match block:
            case Heading(level, text, anchor):
                if line(text):
                    yield {"kind": "heading", "level": level, "text": line(text), "anchor": _name(anchor)}
            case Paragraph(runs, number):
                if _has_words(runs):
                    yield {"kind": "paragraph", "runs": _runs(runs), "number": line(number)}
            case Notice(text):
                if _has_words(text):
                    yield {"kind": "notice", "runs": _runs(text)}
            case Bullets(items):
                if items:
                    yield {"kind": "bullets", "items": [_item(item) for item in items]}
            case Numbered(items, start):
                if items:
                    yield {"kind": "numbered", "items": [_item(item) for item in items], "start": start}
            case Table():
                yield from _table(block)
            case Picture(svg, seen, caption):
                yield {"kind": "picture", "svg": clean(svg), "seen": line(seen), "caption": line(caption)}
            case KeyValues(rows):
                if rows:
                    yield {"kind": "key_values", "rows": _key_values(rows)}
            case PageBreak():
                yield {"kind": "page_break"}
            case Contents(depth):
                yield {"kind": "contents", "depth": depth, "entries": []}


def _table(table: Table) -> Iterable[Data]:
    width = max([len(table.header), *(len(row) for row in table.rows)], default=0)
    if width:
        yield {
            "kind": "table",
            "caption": line(table.caption),
            "header": _row(table.header, width) if table.header else [],
            "rows": [_row(row, width) for row in table.rows],
            "width": width,
            "numeric": [column for column in table.numeric if 0 <= column < width],
        }


def _row(cells: Sequence[Words], width: int) -> list[list[Data]]:
    return [_runs(cell) for cell in cells] + [[] for _ in range(width - len(cells))]


def _key_values(rows: Iterable[tuple[str, Words]]) -> list[Data]:
    return [{"term": line(term), "runs": _runs(words)} for term, words in rows]


def _item(item: Item) -> list[Data]:
    """A list item as blocks: words that stand beside each other are one paragraph."""
    parts = [item] if isinstance(item, str | Run) or not isinstance(item, Sequence) else list(item)
    blocks: list[Block] = []
    words: list[str | Run] = []
    for part in parts:
        if isinstance(part, str | Run):
            words.append(part)
            continue
        blocks += [Paragraph(tuple(words))] if words else []
        words = []
        # An outline made of list items is no outline: inside a list a heading is a bold line.
        blocks.append(Paragraph(Run(part.text, bold=True)) if isinstance(part, Heading) else part)
    blocks += [Paragraph(tuple(words))] if words else []
    return list(_blocks(block for block in blocks if not isinstance(block, PageBreak)))


def _runs(words: Words) -> list[Data]:
    parts = [words] if isinstance(words, str | Run) else words
    runs = [Run(part) if isinstance(part, str) else part for part in parts]
    return [
        {
            "text": clean(run.text),
            "bold": run.bold,
            "italic": run.italic,
            "href": absolute(run.href) if run.href else "",
            "page_of": _name(run.page_of),
        }
        for run in runs
        if clean(run.text)
    ]


def _has_words(words: Words) -> bool:
    return any(run["text"].strip() for run in _runs(words))


def _name(anchor: str) -> str:
    """The anchor as a name that both printers take: ASCII, no spaces, at most 40 characters (Word's limit)."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", anchor)[:40].strip("-")


def _with_whole_outline(blocks: list[Data]) -> list[Data]:
    """Headings in order without holes; each anchor once; links only to anchors that are there."""
    headings = [block for block in blocks if block["kind"] == "heading"]
    anchors: set[str] = set()
    for heading, level in zip(headings, nested((h["level"] for h in headings), top=2), strict=True):
        heading["level"] = level
        heading["anchor"] = "" if heading["anchor"] in anchors else heading["anchor"]
        anchors.add(heading["anchor"])
    for run in _every_run(blocks):
        if run["href"].startswith("#"):
            name = _name(run["href"][1:])
            run["href"] = f"#{name}" if name and name in anchors else ""
        if run["page_of"] not in anchors:
            run["page_of"] = ""
    _fill_contents(blocks)
    return blocks


def _fill_contents(blocks: list[Data]) -> None:
    """What a list of contents names: the headings after it that can be led to."""
    for place, block in enumerate(blocks):
        if block["kind"] == "contents":
            after = [each for each in blocks[place:] if each["kind"] == "heading" and each["anchor"]]
            block["entries"] = [
                {name: each[name] for name in ("text", "anchor", "level")}
                for each in after
                if each["level"] <= block["depth"] + 1
            ]


def _every_run(data: Any) -> Iterable[Data]:
    if isinstance(data, list):
        for value in data:
            yield from _every_run(value)
    elif isinstance(data, dict):
        if "href" in data:
            yield data
        for value in data.values():
            yield from _every_run(value)
