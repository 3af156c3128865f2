"""What a screen reader makes of a PDF: everything that PDF/UA-1 asks for and a program can see.

`problems_of` names what is wrong, in sentences; `heard` is the text in the order in which it is read out, and `drawn`
in the order in which it stands on the sheets. Whether headings say what they should, only people can tell.
"""

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pypdf import PdfReader

from tests.pdf_sheets import Sheet, drawn_on, fonts_of, plain, resources_of

HEADING = re.compile(r"/H([1-6])$")
# Signs that stand for nothing a voice could say: left over by a font without a map to letters.
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")


class Pdf:
    """A PDF taken apart."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(data))

    @cached_property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [drawn_on(page, self.reader) for page in self.reader.pages]

    @cached_property
    def tags(self) -> list[tuple[str, Any]]:
        """Every tag in the order in which it is read, its name and itself."""
        tree = self.root.get("/StructTreeRoot")
        roles = plain(tree.get_object().get("/RoleMap", {})) if tree else {}
        return [
            (roles.get(node["/S"], node["/S"]), node) for node in _nodes(tree.get_object() if tree else {})
        ]

    @cached_property
    def read_out(self) -> list[tuple[int, int]]:
        """The pieces of text as (sheet, number), in the order of the tags."""
        sheet_of = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}
        tree = self.root.get("/StructTreeRoot")
        return list(_pieces(plain(tree.get_object())["/K"], None, sheet_of)) if tree else []

    def text_of(self, node: Any) -> str:
        """What is read out of one tag."""
        sheet_of = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}
        found = _pieces(node, None, sheet_of)
        return "".join(self.sheets[sheet].pieces.get(number, "") for sheet, number in found)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """The outline: each heading's level and words."""
        return [heading for part in self.outlines for heading in part]

    @cached_property
    def outlines(self) -> list[list[tuple[int, str]]]:
        """The same for each document of which the file is bound; most are one."""
        outlines: list[list[tuple[int, str]]] = [[]]
        for name, node in self.tags:
            if name == "/Part":
                outlines.append([])
            elif match := HEADING.match(name):
                outlines[-1].append((int(match[1]), self.text_of(node)))
        return outlines if outlines[0] or len(outlines) == 1 else outlines[1:]


def problems_of(data: bytes) -> list[str]:
    """What stands in the way of somebody who hears the document; nothing, if all is well."""
    pdf = Pdf(data)
    if pdf.reader.is_encrypted:
        return ["It is locked: a reader's own software may not take it apart."]
    return [
        *_of_the_whole(pdf),
        *_of_headings(pdf),
        *_of_tables_and_lists(pdf),
        *_of_pictures_and_links(pdf),
        *_of_content(pdf),
        *_of_fonts(pdf),
    ]


def heard(data: bytes) -> str:
    """The words in the order of the tags, without spaces: where a line ends, print has none."""
    pdf = Pdf(data)
    return _close(pdf.sheets[sheet].pieces.get(number, "") for sheet, number in pdf.read_out)


def drawn(data: bytes) -> str:
    """The words in the order in which they stand on the sheets, as `pdftotext` finds them, without spaces."""
    return _close(text for sheet in Pdf(data).sheets for text in sheet.pieces.values())


def _close(texts: Any) -> str:
    return re.sub(r"\s+", "", "".join(texts))


def _of_the_whole(pdf: Pdf) -> Iterator[str]:
    root, reader = pdf.root, pdf.reader
    metadata = root.get("/Metadata")
    xmp = metadata.get_object().get_data().decode() if metadata else ""
    title = re.search(r"<dc:title[^>]*>.*?<rdf:li[^>]*>(.+?)</rdf:li>", xmp, re.DOTALL)
    if not plain(root.get("/MarkInfo", {})).get("/Marked"):
        yield "It does not say that it is tagged."
    if not pdf.tags:
        yield "It has no tags."
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "It does not say its language."
    if not re.search(r"<pdfuaid:part[^>]*>1</pdfuaid:part>|pdfuaid:part=\"1\"", xmp):
        yield "It does not say that it keeps to PDF/UA-1."
    if not title:
        yield "Its metadata have no title."
    if not (reader.metadata and reader.metadata.title):
        yield "It has no title."
    if not plain(root.get("/ViewerPreferences", {})).get("/DisplayDocTitle"):
        yield "The window would show the name of the file, not the title."
    if len(reader.pages) > 3 and not reader.outline:
        yield "It is long and has no bookmarks."


def _of_headings(pdf: Pdf) -> Iterator[str]:
    for number, outline in enumerate(pdf.outlines):
        last = 0
        for level, words in outline:
            if level > last + 1:
                yield f"The heading “{words}” skips from level {last} to level {level}."
            if not words.strip():
                yield f"A heading of level {level} says nothing."
            last = level
        # Of a paper that came in without tags nobody knows what its headings are.
        came_without = number > 0 and not outline
        if not came_without and [level for level, _ in outline].count(1) != 1:
            yield "It has not exactly one heading of level 1."


def _of_tables_and_lists(pdf: Pdf) -> Iterator[str]:
    for name, node in pdf.tags:
        if name == "/Table":
            rows = [each for each in _nodes(node) if each["/S"] == "/TR"]
            heads = [each for each in _nodes(node) if each["/S"] == "/TH"]
            widths = {sum(_span(cell) for cell in _children(row)) for row in rows}
            if not heads:
                yield "A table has no header cells."
            if any("/Scope" not in str(plain(each.get("/A", ""))) for each in heads):
                yield "A header cell does not say what it heads."
            if len(widths) > 1:
                yield f"The rows of a table have different numbers of cells: {sorted(widths)}."
        if name == "/L" and {child["/S"] for child in _children(node)} - {"/LI", "/L", "/Caption"}:
            yield "A list holds something that is no item."
        if name == "/LI" and "/LBody" not in {child["/S"] for child in _children(node)}:
            yield "An item of a list has no words."


def _of_pictures_and_links(pdf: Pdf) -> Iterator[str]:
    for name, node in pdf.tags:
        if name == "/Figure" and not (node.get("/Alt") or node.get("/ActualText")):
            yield "A picture has no words in its place."
    tagged = {_number(kid.get("/Obj")) for kid in _references(pdf)}
    for place, page in enumerate(pdf.reader.pages, 1):
        links = [ref for ref in page.get("/Annots", []) if ref.get_object().get("/Subtype") == "/Link"]
        if links and page.get("/Tabs") != "/S":
            yield f"On page {place} the keyboard does not follow the order of reading."
        for link in links:
            if _number(link) not in tagged:
                yield f"A link on page {place} stands in no tag."
            if not link.get_object().get("/Contents"):
                yield f"A link on page {place} does not say where it leads."


def _of_content(pdf: Pdf) -> Iterator[str]:
    read = pdf.read_out
    there = [(n, number) for n, sheet in enumerate(pdf.sheets) for number in sheet.pieces]
    for place, sheet in enumerate(pdf.sheets, 1):
        for what in sheet.unmarked:
            yield f"On page {place} something is neither tagged nor decoration: {what}."
    if len(read) != len(set(read)):
        yield "Something is read out twice."
    if lost := set(there) - set(read):
        yield f"Something is never read out: {[pdf.sheets[n].pieces[number] for n, number in sorted(lost)]}."
    if set(read) - set(there):
        yield "The tags speak of something that is not there."


def _of_fonts(pdf: Pdf) -> Iterator[str]:
    for place, page in enumerate(pdf.reader.pages, 1):
        for name, font in [pair for each in resources_of(page) for pair in fonts_of(each).items()]:
            inner = plain(plain(font).get("/DescendantFonts", [font]))[0]
            descriptor = plain(plain(inner).get("/FontDescriptor", {}))
            if not any(part in descriptor for part in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"The font {name} of page {place} is not in the file."
            if "/ToUnicode" not in plain(font):
                yield f"Nobody can tell the letters of the font {name} of page {place}."
    if UNREADABLE.search("".join(text for sheet in pdf.sheets for text in sheet.pieces.values())):
        yield "Some signs are no letters."


def _number(reference: Any) -> int:
    """By what the file knows an object."""
    return getattr(reference, "idnum", -1)


def _kids(node: Any) -> list[Any]:
    kids = plain(plain(node).get("/K", []))
    return [plain(kid) if _is_node(kid) else kid for kid in (kids if isinstance(kids, list) else [kids])]


def _is_node(kid: Any) -> bool:
    return isinstance(plain(kid), dict) and "/S" in plain(kid)


def _children(node: Any) -> list[Any]:
    return [kid for kid in _kids(node) if _is_node(kid)]


def _nodes(node: Any) -> Iterator[Any]:
    """Everything under a tag, in the order of reading."""
    for child in _children(node):
        yield child
        yield from _nodes(child)


def _references(pdf: Pdf) -> Iterator[Any]:
    """The tags' references to links."""
    for _, node in pdf.tags:
        for kid in _kids(node):
            if isinstance(plain(kid), dict) and plain(kid).get("/Type") == "/OBJR":
                yield plain(kid) | {"/Obj": plain(kid).raw_get("/Obj")}


def _pieces(node: Any, sheet: int | None, sheet_of: dict[int, int]) -> Iterator[tuple[int, int]]:
    node = plain(node)
    if isinstance(node, list):
        for kid in node:
            yield from _pieces(kid, sheet, sheet_of)
    elif isinstance(node, int):
        yield (sheet if sheet is not None else -1, int(node))
    elif isinstance(node, dict):
        page = node.raw_get("/Pg") if "/Pg" in node else None
        sheet = sheet_of.get(_number(page), sheet) if page is not None else sheet
        if node.get("/Type") == "/MCR":
            yield (sheet if sheet is not None else -1, int(node["/MCID"]))
        elif node.get("/Type") != "/OBJR":
            yield from _pieces(node.get("/K", []), sheet, sheet_of)


def _span(cell: Any) -> int:
    """How many columns a cell takes."""
    said = re.search(r"/ColSpan'?:? (\d+)", str(plain(cell.get("/A", ""))))
    return int(said[1]) if said else 1
