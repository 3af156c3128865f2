"""What is drawn on the pages of a PDF, taken apart: which words, and to which piece they belong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

SHOWS_TEXT = (b"Tj", b"TJ", b"'", b'"')
PAINTS = (
    *SHOWS_TEXT,
    b"S",
    b"s",
    b"f",
    b"F",
    b"f*",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"Do",
    b"sh",
    b"EI",
    b"BI",
    b"INLINE IMAGE",
)
# The number of a piece, "artifact", or none; and the words that are read in its place.
Mark = tuple[int | str | None, str]


@dataclass
class Sheet:
    """One page: the pieces of text by their number, in the order in which they are drawn, and what nobody marked."""

    pieces: dict[int, str] = field(default_factory=dict)
    unmarked: list[str] = field(default_factory=list)


def drawn_on(page: PageObject, reader: PdfReader) -> Sheet:
    """Walk through what is drawn on a page, and note what belongs to which piece."""
    sheet = Sheet()
    _draw(sheet, page.get_contents(), plain(page.get("/Resources", {})), reader, [])
    return sheet


def _draw(sheet: Sheet, content: Any, resources: Any, reader: PdfReader, around: list[Mark]) -> None:
    """What is drawn, and what is drawn as one piece within it: that belongs to what stands around it."""
    inside, font = list(around), ""
    fonts = {name: plain(each) for name, each in fonts_of(resources).items()}
    forms = forms_of(resources)
    for operands, operator in ContentStream(content, reader).operations:
        if operator in (b"BDC", b"BMC"):
            inside.append(_mark(operands, resources))
            number, instead = inside[-1]
            if isinstance(number, int):
                sheet.pieces[number] = sheet.pieces.get(number, "") + instead
        elif operator == b"EMC":
            inside.pop()
        elif operator == b"Tf":
            font = operands[0]
        elif operator == b"Do" and operands[0] in forms and inside:
            form = forms[operands[0]]
            _draw(sheet, form, plain(form.get("/Resources", {})), reader, [_innermost(inside)])
        elif operator in PAINTS:
            number, instead = _innermost(inside)
            if number is None:
                words = _words(operands, fonts[font]) if operator in SHOWS_TEXT else ""
                sheet.unmarked.append(words or operator.decode())
            elif isinstance(number, int) and operator in SHOWS_TEXT and not instead:
                sheet.pieces[number] += _words(operands, fonts[font])


def _innermost(inside: list[Mark]) -> Mark:
    """The piece to which something belongs, and whether other words are read in its place."""
    number = next((each for each, _ in reversed(inside) if each is not None), None)
    return number, next((instead for _, instead in inside if instead), "")


def _mark(operands: Any, resources: Any) -> Mark:
    """Which piece begins here: its number, "artifact", or none; and the words to read in its place."""
    properties = operands[1] if len(operands) > 1 else {}
    if not isinstance(properties, dict):
        properties = plain(plain(resources["/Properties"])[properties])
    if operands[0] == "/Artifact":
        return "artifact", ""
    number = properties.get("/MCID")
    return (int(number) if number is not None else None), str(properties.get("/ActualText", ""))


def _words(operands: Any, font: Any) -> str:
    parts = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
    codes = b"".join(getattr(part, "original_bytes", b"") for part in parts)
    letters, size = _letters(font), 2 if font.get("/Subtype") == "/Type0" else 1
    if size == 1 and not letters:
        return codes.decode("cp1252", "replace")
    return "".join(
        letters.get(int.from_bytes(codes[n : n + size], "big"), "\ufffd") for n in range(0, len(codes), size)
    )


def _letters(font: Any) -> dict[int, str]:
    """Which letters each sign of a font stands for."""
    if "/ToUnicode" not in font:
        return {}
    return _table_of_letters(font["/ToUnicode"].get_object().get_data().decode("latin-1"))


@cache
def _table_of_letters(table: str) -> dict[int, str]:
    letters: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, word in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            letters[int(code, 16)] = bytes.fromhex(word).decode("utf-16-be", "replace")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, word in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            first = int(word, 16)
            letters |= {code: chr(first + n) for n, code in enumerate(range(int(low, 16), int(high, 16) + 1))}
    return letters


def resources_of(holder: Any) -> Iterator[Any]:
    """What a page draws with, and what is drawn as one piece on it."""
    resources = plain(holder.get("/Resources", {}))
    yield resources
    for form in forms_of(resources).values():
        yield from resources_of(form)


def fonts_of(resources: Any) -> Any:
    return plain(resources.get("/Font", {}))


def forms_of(resources: Any) -> dict[str, Any]:
    things = {name: plain(each) for name, each in plain(resources.get("/XObject", {})).items()}
    return {name: each for name, each in things.items() if each.get("/Subtype") == "/Form"}


def plain(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing
