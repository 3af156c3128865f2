"""The child that binds PDFs together. Runs in a process of its own and imports nothing of the portal's."""

from typing import Any

from core.reading.child import main, say

FONT = "/HouseNumberFont"
SIZE = 9
# From the edge of the paper: below what most papers print at their foot, and within what printers reach.
MARGIN = 17
# Things on a page that would do something by themselves, or that say where the page comes from.
LEFT_OUT = ("/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B", "/StructParents")
QUIET_ACTIONS = ("/URI", "/GoTo")
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


def _open(number: int, leaf: dict[str, Any]) -> Any:
    from pypdf import PdfReader

    say({"leaf": number})
    reader = PdfReader(leaf["path"])
    if reader.is_encrypted:
        raise Broken(number, PROTECTED)
    if not reader.pages:
        raise Broken(number, DAMAGED)
    return reader


def _count(job: dict[str, Any]) -> dict[str, Any]:
    pages = []
    for number, leaf in enumerate(job["leaves"]):
        try:
            pages.append(len(_open(number, leaf).pages))
        except Broken:
            raise
        except Exception:  # of a stranger's file anything can be raised
            raise Broken(number, DAMAGED) from None
    return {"pages": pages}


def _bind(job: dict[str, Any]) -> dict[str, Any]:
    from pypdf import PdfWriter

    writer = PdfWriter()
    pages: list[int] = []
    for number, leaf in enumerate(job["leaves"]):
        before = len(writer.pages)
        try:
            writer.append(_open(number, leaf), import_outline=False)
        except Broken:
            raise
        except Exception:
            raise Broken(number, DAMAGED) from None
        pages.append(len(writer.pages) - before)
    _quieten(writer, pages)
    _number(
        writer, [leaf["mark"] for leaf, count in zip(job["leaves"], pages, strict=True) for _ in range(count)]
    )
    _bookmark(writer, job["leaves"], pages)
    _describe(writer, job)
    with open(job["into"], "wb") as file:
        writer.write(file)
    return {"pages": pages}


def _quieten(writer: Any, pages: list[int]) -> None:
    """A page that was bound in does nothing by itself."""
    for page in writer.pages:
        for name in LEFT_OUT:
            page.pop(name, None)
        for reference in page.get("/Annots") or []:
            note = reference.get_object()
            note.pop("/AA", None)
            action = note.get("/A")
            if action is not None and action.get_object().get("/S") not in QUIET_ACTIONS:
                note.pop("/A", None)


def _number(writer: Any, marks: list[str]) -> None:
    """Print "Page 12 of 240" at the foot of every page, to the right, whichever way the page is turned."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
    )
    begin = DecodedStreamObject()
    begin.set_data(b"q\n")
    begins = writer._add_object(begin)
    total = len(writer.pages)
    for number, page in enumerate(writer.pages, start=1):
        if "/Resources" not in page:
            page[NameObject("/Resources")] = DictionaryObject()
        resources = page["/Resources"].get_object()
        if "/Font" not in resources:
            resources[NameObject("/Font")] = DictionaryObject()
        resources["/Font"].get_object()[NameObject(FONT)] = font
        stamp = DecodedStreamObject()
        words = f"Page {number} of {total}"
        stamp.set_data(_stamp(page, words, marks[number - 1]))
        contents = page.get("/Contents")
        found = contents.get_object() if contents is not None else None
        if isinstance(found, ArrayObject):
            own = list(found)
        else:
            own = [page.raw_get("/Contents")] if found is not None else []
        page[NameObject("/Contents")] = ArrayObject([begins, *own, writer._add_object(stamp)])


def _stamp(page: Any, words: str, mark: str) -> bytes:
    """The number at the right of the foot, and the mark at its left, each on white, as the page is looked at."""
    box = page.cropbox
    left, bottom, right, top = (float(each) for each in (box.left, box.bottom, box.right, box.top))
    turn = int(page.get("/Rotate", 0) or 0) % 360
    across = (right - left) if turn in (0, 180) else (top - bottom)
    placed = {
        0: f"1 0 0 1 {left:.2f} {bottom:.2f}",
        90: f"0 1 -1 0 {right:.2f} {bottom:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {top:.2f}",
        270: f"0 -1 1 0 {left:.2f} {top:.2f}",
    }.get(turn, f"1 0 0 1 {left:.2f} {bottom:.2f}")
    printed = _printed(words, across - _width(words) - 2 * MARGIN)
    printed += _printed(mark, 2 * MARGIN) if mark else ""
    # Closes what was opened before the page's own content, so that nothing of it moves or colours the words.
    return f"\nQ q {placed} cm {printed}Q\n".encode("cp1252", errors="replace")


def _printed(words: str, x: float) -> str:
    text = words.replace("\\", "").replace("(", "").replace(")", "")
    box = f"{x - 4:.2f} {MARGIN - 4:.2f} {_width(words) + 8:.2f} {SIZE + 5:.2f}"
    return f"1 g {box} re f BT 0 g {FONT} {SIZE} Tf {x:.2f} {MARGIN:.2f} Td ({text}) Tj ET "


def _width(words: str) -> float:
    # Helvetica Bold: digits and most letters are a little over half as wide as high.
    return 0.56 * SIZE * len(words)


def _bookmark(writer: Any, leaves: list[dict[str, Any]], pages: list[int]) -> None:
    above: list[Any] = []
    first = 0
    for leaf, count in zip(leaves, pages, strict=True):
        for depth, title, page in leaf["bookmarks"]:
            del above[depth:]
            parent = above[-1] if above else None
            place = first + min(page, count - 1)
            above.append(writer.add_outline_item(title, place, parent=parent))
        first += count


def _describe(writer: Any, job: dict[str, Any]) -> None:
    from pypdf.generic import NameObject, TextStringObject

    writer.add_metadata({"/Title": job["title"], "/Author": job["author"]})
    writer.set_page_label(0, len(writer.pages) - 1, style="/D", start=1)
    writer.page_mode = "/UseOutlines"
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
    writer.create_viewer_preferences().display_doctitle = True


if __name__ == "__main__":
    import logging

    # pypdf tells of every oddity of a file; nobody reads it.
    logging.disable(logging.CRITICAL)
    main(work)
