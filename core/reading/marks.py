"""What is drawn on a page, and which of it is marked for a screen reader."""

from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, String, parse_content_stream

SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
PAINTS = SHOWS_TEXT | {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
LOOKED_AT = " ".join(sorted({"q", "Q", "BDC", "BMC", "EMC", "BI", "ID", "EI"} | PAINTS - {"INLINE IMAGE"}))
MOST_FORMS = 200
HIGHEST_NUMBER = 50_000


@dataclass
class Marks:
    """The numbered pieces of one page in the order in which they are drawn, and what lies outside of them."""

    numbers: dict[int, None] = field(default_factory=dict)
    # Something is drawn that is neither a piece nor decoration.
    is_bare: bool = False
    # Each mark that begins ends, on the same page.
    is_sound: bool = True
    # How many states of drawing were kept and not taken back at the end.
    left_open: int = 0


def marks_of(page: Page) -> Marks:
    """Walk through what is drawn on a page. Raises for a page whose content cannot be taken apart."""
    marks, inside = Marks(), list[bool]()
    for operands, operator in parse_content_stream(page, LOOKED_AT):
        name = str(operator)
        if name in ("BDC", "BMC"):
            number = _number(operands, page)
            inside.append(number is not None or operands[0] == Name.Artifact)
            if number is not None:
                marks.numbers[number] = None
                marks.is_sound &= 0 <= number <= HIGHEST_NUMBER
        elif name == "EMC":
            marks.is_sound &= bool(inside)
            del inside[-1:]
        elif name in ("q", "Q"):
            marks.left_open += 1 if name == "q" else -1
            marks.is_sound &= marks.left_open >= 0
        elif name in PAINTS and not any(inside):
            marks.is_bare = True
    marks.is_sound &= not inside
    return marks


def _number(operands: Any, page: Page) -> int | None:
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        properties = page.Resources.Properties[properties]
    number = properties.get("/MCID") if isinstance(properties, Dictionary) else None
    return int(number) if number is not None else None


def shows_text(thing: Page | Object, seen: set[tuple[int, int]] | None = None) -> bool:
    """Whether there are words among what is drawn, also within what is drawn as one piece."""
    seen = set() if seen is None else seen
    forms = (thing.get("/Resources") or {}).get("/XObject") or {}
    for operands, operator in parse_content_stream(thing, "Tj TJ ' \" Do"):
        if str(operator) != "Do":
            if _says_something(operands[-1]):
                return True
            continue
        form = forms.get(str(operands[0]))
        if form is None or form.get("/Subtype") != Name.Form or form.objgen in seen:
            continue
        seen.add(form.objgen)
        if len(seen) > MOST_FORMS or shows_text(form, seen):
            return True
    return False


def draws(page: Page) -> bool:
    """Whether there is anything on a page at all."""
    return any(str(operator) in PAINTS for _, operator in parse_content_stream(page, LOOKED_AT))


def _says_something(operand: Any) -> bool:
    parts = operand if isinstance(operand, Array) else [operand]
    return any(bytes(part).strip(b" \x00") for part in parts if isinstance(part, String))
