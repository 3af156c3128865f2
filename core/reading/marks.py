"""What is drawn on a page, and which of it is marked for a screen reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Page,
    Stream,
    String,
    parse_content_stream,
    unparse_content_stream,
)

from core.reading.objects import held

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
    resources = held(page, "/Resources")
    for operands, operator in parse_content_stream(page, LOOKED_AT):
        name = str(operator)
        if name in ("BDC", "BMC"):
            number = _number(operands, resources)
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


def _number(operands: Any, resources: Object) -> int | None:
    number = _properties(operands, resources).get("/MCID")
    return int(number) if number is not None else None


def _properties(operands: Any, resources: Object) -> Object:
    """What a mark says of itself, there or in a list of its page."""
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        properties = held(resources, "/Properties").get(str(properties))
    return properties if isinstance(properties, Dictionary) else Dictionary()


def shows_text(thing: Page | Object, seen: set[tuple[int, int]] | None = None) -> bool:
    """Whether there are words among what is drawn, also within what is drawn as one piece."""
    seen = set() if seen is None else seen
    forms = held(held(thing, "/Resources"), "/XObject")
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


def forget_marks(form: Object) -> None:
    """Take the marks out of what is drawn as one piece: they speak of tags that are not there any more."""
    waiting, seen = [form], {form.objgen}
    while waiting:
        form = waiting.pop()
        resources = held(form, "/Resources")
        if any(mark in form.read_bytes() for mark in (b"BDC", b"BMC", b"EMC")):
            form.write(unparse_content_stream(list(_without_marks(form, resources))))
        for inner in held(resources, "/XObject").values():
            is_form = isinstance(inner, Stream) and inner.get("/Subtype") == Name.Form
            # One that is drawn on a tagged page as well keeps the numbers that the tags know.
            if (
                is_form
                and "/StructParents" not in inner
                and inner.objgen not in seen
                and len(seen) < MOST_FORMS
            ):
                seen.add(inner.objgen)
                waiting.append(inner)


def _without_marks(form: Object, resources: Object) -> Iterator[Any]:
    """Of all marks only those stay that give words to read in place of what is drawn."""
    kept: list[bool] = []
    for instruction in parse_content_stream(form):
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            words = _properties(instruction.operands, resources).get("/ActualText")
            kept.append(isinstance(words, String))
            if isinstance(words, String):
                instead = Dictionary(ActualText=String(bytes(words)))
                yield ContentStreamInstruction([Name.Span, instead], Operator("BDC"))
        elif name == "EMC":
            if kept and kept.pop():
                yield instruction
        elif name not in ("MP", "DP"):
            yield instruction
    yield from [ContentStreamInstruction([], Operator("EMC"))] * sum(kept)


def _says_something(operand: Any) -> bool:
    parts = operand if isinstance(operand, Array) else [operand]
    return any(bytes(part).strip(b" \x00") for part in parts if isinstance(part, String))
