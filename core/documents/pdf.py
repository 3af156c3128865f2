"""A document as PDF: tagged to PDF/UA-1, with the fonts that come with typst, the same bytes each time."""

import datetime
import json
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from core.documents.model import Document
from core.documents.plain import Data, as_data

TEMPLATE = (Path(__file__).parent / "document.typ").read_bytes()
PROBE = b'#set document(title: "-")\n#set text(font: "Libertinus Serif")\n#sys.inputs.character'


def to_pdf(document: Document) -> bytes:
    """The document as an accessible PDF. Every text can be printed: what has no letter shape is named instead."""
    return print_data(as_data(document))


def print_data(data: Data) -> bytes:
    """The same for a document that has been read as plain data already."""
    try:
        return _compile(data)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    try:
        return _compile(_with_text(data, _naming_what_has_no_shape))
    except typst.TypstError:
        # Each character has a shape, but not beside its neighbours: leave only what every font draws alone.
        return _compile(_with_text(data, _plain_letters))


def _compile(data: Data) -> bytes:
    year, month, day = data["date"] or (2000, 1, 1)
    return _print(
        TEMPLATE,
        {"document": json.dumps(data)},
        timestamp=datetime.datetime(year, month, day, tzinfo=datetime.UTC),
    )


def _print(source: bytes, inputs: dict[str, str], *, timestamp: datetime.datetime) -> bytes:
    compiler = typst.Compiler(source, font_paths=_fonts(), sys_inputs=inputs)
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=timestamp)
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    # Without the machine's own fonts: a document looks the same wherever it is made.
    return typst.Fonts(include_system_fonts=False)


def _with_text(data: Any, change: Callable[[str], str]) -> Any:
    if isinstance(data, dict):
        return {
            key: value if key in {"href", "anchor", "kind", "page_of"} else _with_text(value, change)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_with_text(value, change) for value in data]
    if isinstance(data, str) and data.strip():
        # A heading of which nothing is left would be no heading.
        changed = change(data)
        return changed if changed.strip() else "[…]"
    return data


def _naming_what_has_no_shape(text: str) -> str:
    """A smiling face becomes "[grinning face]": a reader learns what stood there."""
    return "".join(character if _has_shape(character) else _named(character) for character in text)


def _plain_letters(text: str) -> str:
    return "".join(
        character if ord(character) < 0x180 or character in "–—‘’“”…•€" else _named(character)
        for character in text
    )


def _named(character: str) -> str:
    if unicodedata.category(character) in {
        "Cf",
        "Mn",
        "Me",
    }:  # joiners, marks and selectors say nothing alone
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


@lru_cache(maxsize=20_000)
def _has_shape(character: str) -> bool:
    """Whether one of typst's own fonts can draw the character. Asked only once a document could not be printed."""
    if character.isascii():
        return True
    try:
        _print(PROBE, {"character": character}, timestamp=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
    except typst.TypstError:
        return False
    return True
