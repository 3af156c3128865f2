"""Links, and other things that lie over a page: where they lead once they are bound, and what they may do."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, NameTree, Object, Page, Pdf, String

from core.reading.objects import forget, held, plain

# By what a leaf knows each of them, and the same one in the bound file.
Pairs = dict[tuple[int, int], Object]


def bring_notes(pdf: Pdf, source: Pdf, pages: list[Page]) -> Pairs:
    """Each link leads to the same page as before, or out to an address. Nothing does anything by itself."""
    place = {page.obj.objgen: same for page, same in zip(source.pages, pages, strict=True)}
    pairs: Pairs = {}
    for before, page in zip(source.pages, pages, strict=True):
        originals, notes = _notes(before), [_indirect(pdf, note) for note in _notes(page)]
        forget(page.obj, "/Annots")
        if not notes:
            continue
        page.obj.Annots = Array(notes)
        page.obj.Tabs = Name.S
        for original, note in zip(originals, notes, strict=True):
            _quieten(note, page)
            _lead(source, original, note, place)
            if original.is_indirect:
                pairs[original.objgen] = note
    return pairs


def notes_without_tag(page: Page) -> Iterator[Object]:
    """Things laid over a page of which no tag speaks."""
    for note in _notes(page):
        if "/StructParent" not in note and note.get("/Subtype") != Name.Popup:
            yield note


def _notes(page: Page) -> list[Object]:
    found = page.get("/Annots")
    return [note for note in found if isinstance(note, Dictionary)] if isinstance(found, Array) else []


def _indirect(pdf: Pdf, note: Object) -> Object:
    return note if note.is_indirect else pdf.make_indirect(note)


def _quieten(note: Object, page: Page) -> None:
    forget(note, "/AA", "/A", "/PA", "/Dest", "/StructParent")
    if note.get("/Subtype") == Name.Widget:
        # Of a form only what it shows comes along: what it does, it does in a file of its own.
        words = note.get("/TU") or held(note, "/Parent").get("/TU")
        forget(note, "/Parent")
        if isinstance(words, String):
            note.TU = String(bytes(words))
    note.P = page.obj


def _lead(source: Pdf, original: Object, note: Object, place: dict[tuple[int, int], Page]) -> None:
    action = held(original, "/A")
    kind, words = action.get("/S"), ""
    if kind == Name.URI and isinstance(action.get("/URI"), String):
        note.A = Dictionary(S=Name.URI, URI=String(bytes(action.URI)))
        words = str(action.URI)
    elif kind in (None, Name.GoTo):
        where = _resolved(source, original.get("/Dest") if kind is None else action.get("/D"))
        if where is not None and where[0].objgen in place:
            note.Dest = Array([place[where[0].objgen].obj, *(plain(each) for each in list(where)[1:])])
            words = "A place in this paper"
    if note.get("/Subtype") == Name.Link and words and not note.get("/Contents"):
        note.Contents = String(words)


def _resolved(source: Pdf, where: Any) -> Any:
    """A place by its page. A leaf may call it by a name, and keep the names in two ways."""
    if isinstance(where, String):
        names = held(source.Root, "/Names").get("/Dests")
        where = NameTree(names).get(str(where)) if names is not None else None
    elif isinstance(where, Name):
        where = held(source.Root, "/Dests").get(str(where))
    if isinstance(where, Dictionary):
        where = where.get("/D")
    is_place = isinstance(where, Array) and len(where) and isinstance(where[0], Dictionary)
    return where if is_place else None
