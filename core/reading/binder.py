"""The child that binds PDFs together. Runs in a process of its own and imports nothing of the portal's."""

import re
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, Stream, String

from core.reading.child import main, say
from core.reading.links import Pairs, bring_notes, notes_without_tag
from core.reading.objects import forget, held
from core.reading.stamps import Letters, number_pages
from core.reading.tags import Joining, Tree
from core.reading.untagged import read_as_drawn

# Things on a page that would do something by themselves, or that say where the page comes from.
LEFT_OUT = ("/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents")
DAMAGED = "This file is damaged, so it cannot be brought together with others."
PROTECTED = "This file is protected with a password, so it cannot be brought together with others."


class Broken(Exception):
    """A leaf cannot be taken."""

    def __init__(self, leaf: int, problem: str) -> None:
        super().__init__(problem)
        self.answer = {"broken": leaf, "problem": problem}


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Count the pages of the leaves, or bind them."""
    try:
        return _count(job) if job["what"] == "count" else _bind(job)
    except Broken as broken:
        return broken.answer


def _open(number: int, leaf: dict[str, Any]) -> Pdf:
    say({"leaf": number})
    try:
        pdf = pikepdf.open(leaf["path"])
        if pdf.is_encrypted:
            raise Broken(number, PROTECTED)
        if not len(pdf.pages):
            raise Broken(number, DAMAGED)
    except Broken:
        raise
    except pikepdf.PasswordError:
        raise Broken(number, PROTECTED) from None
    except Exception:  # of a stranger's file anything can be raised
        raise Broken(number, DAMAGED) from None
    return pdf


def _count(job: dict[str, Any]) -> dict[str, Any]:
    return {"pages": [len(_open(number, leaf).pages) for number, leaf in enumerate(job["leaves"])]}


def _bind(job: dict[str, Any]) -> dict[str, Any]:
    pdf = Pdf.new()
    tree = Tree(pdf)
    pages: list[int] = []
    are_accessible = True
    for number, leaf in enumerate(job["leaves"]):
        source = _open(number, leaf)
        try:
            pages.append(len(source.pages))
            are_accessible &= _bring_in(tree, source, leaf["title"])
        except Exception:
            raise Broken(number, DAMAGED) from None
    tree.finish()
    marks = [leaf["mark"] for leaf, count in zip(job["leaves"], pages, strict=True) for _ in range(count)]
    number_pages(pdf, marks, Letters(pdf, pikepdf.open(job["letters"])))
    _bookmark(pdf, job["leaves"], pages)
    _describe(pdf, job, are_accessible)
    together = pikepdf.ObjectStreamMode.generate
    pdf.save(job["into"], min_version="1.7", object_stream_mode=together, deterministic_id=True)
    return {"pages": pages}


def _bring_in(tree: Tree, source: Pdf, title: str) -> bool:
    """Add a leaf, with tags. Says whether it keeps to PDF/UA as it said of itself."""
    pdf, first = tree.pdf, len(tree.pdf.pages)
    for page in source.pages:
        pdf.pages.append(page)
    pages = list(pdf.pages)[first:]
    for page in pages:
        forget(page.obj, *LEFT_OUT)
        _refuse_without_measure(page)
        _forget_pieces(page.obj)
    notes = bring_notes(pdf, source, pages)

    language = source.Root.get("/Lang")
    part = tree.part(title, str(language) if isinstance(language, String) else "")
    joining = _joined(tree, source, pages, notes, part)
    is_whole = joining is not None and joining.is_whole
    for number, page in enumerate(pages):
        if joining is None or joining.misses(number):
            read_as_drawn(tree, page, part, number=number + 1, title=title)
            is_whole = False
        elif left_open := joining.marks[number].left_open:
            page.contents_add(b"Q " * left_open)
        for note in notes_without_tag(page):
            tree.note(note, page, part)
    return is_whole and _says_it_is_accessible(source)


def _joined(tree: Tree, source: Pdf, pages: list[Page], notes: Pairs, part: Object) -> Joining | None:
    """The leaf's own tags brought under its part; None if it has none, or if they do not hold together."""
    if "/StructTreeRoot" not in source.Root:
        return None
    try:
        joining = Joining(tree, source, pages, notes)
        joining.join(part)
    except Exception:  # of a stranger's tags anything can be raised
        part.K = Array()
        return None
    return joining


def _refuse_without_measure(page: Page) -> None:
    """Raise for a page of which nobody can say how large it is, and how it is turned."""
    left, bottom, right, top = (float(each) for each in page.cropbox)
    if not (left < right and bottom < top and isinstance(page.get("/Rotate", 0), int)):
        raise ValueError("A page has no size.")


def _forget_pieces(holder: Object) -> None:
    """What is drawn as one piece is known by no number of the leaf's any more."""
    waiting, seen = [holder], set[tuple[int, int]]()
    while waiting:
        for form in held(held(waiting.pop(), "/Resources"), "/XObject").values():
            if isinstance(form, Stream) and form.objgen not in seen:
                seen.add(form.objgen)
                forget(form, "/StructParents", "/StructParent", "/Metadata", "/PieceInfo")
                waiting.append(form)


def _says_it_is_accessible(source: Pdf) -> bool:
    metadata = source.Root.get("/Metadata")
    said = metadata.read_bytes() if isinstance(metadata, Stream) else b""
    return bool(re.search(rb"pdfuaid:part([^>]*>1<|=[\"']1[\"'])", said))


def _bookmark(pdf: Pdf, leaves: Sequence[dict[str, Any]], pages: list[int]) -> None:
    with pdf.open_outline() as outline:
        first = 0
        for leaf, count in zip(leaves, pages, strict=True):
            for depth, title, page in leaf["bookmarks"]:
                under = outline.root
                for _ in range(depth):
                    if not under:
                        break
                    under = under[-1].children
                under.append(OutlineItem(title, first + min(page, count - 1)))
            first += count


def _describe(pdf: Pdf, job: dict[str, Any], are_accessible: bool) -> None:
    pdf.docinfo.Title, pdf.docinfo.Author = String(job["title"]), String(job["author"])
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = job["title"]
        metadata["dc:creator"] = [job["author"]]
        metadata["dc:language"] = ["en-GB"]
        if are_accessible:
            # Said of the whole only where each leaf says it of itself and came in with all its tags.
            metadata["pdfuaid:part"] = "1"
    root = pdf.Root
    root.Lang = String("en-GB")
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


if __name__ == "__main__":
    import logging

    # Every oddity of a file is told of; nobody reads it.
    logging.disable(logging.CRITICAL)
    main(work)
