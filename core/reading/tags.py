"""One structure tree for all that is bound: what a screen reader walks through, leaf after leaf.

Of a leaf's own tree nothing is taken as it lies there. It is walked through, and what is sound is written anew: so
names, classes and numbers of two leaves cannot meet, and nothing comes along that belongs to no tag. Of a tree that
does not hold together, nothing is taken at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from core.reading.links import Pairs
from core.reading.marks import HIGHEST_NUMBER, marks_of
from core.reading.objects import held, listed, plain

# The tags that every screen reader knows. What a leaf calls otherwise is called what its own list of roles says.
STANDARD = frozenset(
    f"/{name}"
    for name in (
        *(
            "Document",
            "Part",
            "Art",
            "Sect",
            "Div",
            "BlockQuote",
            "Caption",
            "TOC",
            "TOCI",
            "Index",
            "NonStruct",
        ),
        *(
            "Private",
            "P",
            "H",
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
            "TH",
        ),
        *("TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link"),
        *("Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    )
)
# The tags of PDF 2.0, in the words of the version before.
OLDER = {"Title": "P", "Aside": "Sect", "Em": "Span", "Strong": "Span", "Sub": "Span", "FENote": "Note"}
WORDS = ("/Alt", "/ActualText", "/E", "/Lang", "/T")
DEEPEST = 100
MOST_TAGS = 250_000


class Malformed(Exception):
    """A structure tree does not hold together."""


@dataclass
class Tree:
    """The tree of the bound file, growing leaf by leaf."""

    pdf: Pdf
    # Whose content is of which tag, in the order of the keys that pages and links are given.
    owners: list[Object] = field(default_factory=list)
    names: dict[bytes, Object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.tag("/Document", self.root)
        self.document.K = Array()
        self.root.K = Array([self.document])

    def tag(self, kind: str, parent: Object, **entries: Any) -> Object:
        """A tag that knows what it is in; whoever makes it puts it there."""
        return self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(kind), P=parent, K=Array(), **entries)
        )

    def part(self, title: str, language: str | None) -> Object:
        """The tag of one leaf."""
        part = self.tag("/Part", self.document)
        if title:
            part.T = String(title)
        if language:
            part.Lang = String(language)
        self.document.K.append(part)
        return part

    def owns(self, thing: Object, numbers: dict[int, Object]) -> None:
        """The numbered pieces of a page, or of a picture made of drawing, belong to these tags."""
        thing.StructParents = len(self.owners)
        pieces = [numbers.get(number) for number in range(max(numbers) + 1)]
        self.owners.append(self.pdf.make_indirect(Array(pieces)))

    def owns_note(self, note: Object, tag: Object) -> None:
        """A link, or another thing laid over a page, belongs to this tag."""
        note.StructParent = len(self.owners)
        self.owners.append(tag)

    def note(self, note: Object, page: Page, parent: Object) -> None:
        """Put a thing laid over a page into a tag of its own."""
        kind = {"/Link": "/Link", "/Widget": "/Form"}.get(str(note.get("/Subtype")), "/Annot")
        tag = self.tag(kind, parent, Pg=page.obj)
        tag.K.append(Dictionary(Type=Name.OBJR, Pg=page.obj, Obj=note))
        parent.K.append(tag)
        self.owns_note(note, tag)

    def finish(self) -> None:
        """Hand the tree to the file."""
        numbered = [each for pair in enumerate(self.owners) for each in pair]
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbered)))
        self.root.ParentTreeNextKey = len(self.owners)
        if self.names:
            named = [each for name in sorted(self.names) for each in (String(name), self.names[name])]
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(named)))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)


class Joining:
    """The tree of one leaf on its way into the tree of all. Nothing of it is in there before `join`."""

    def __init__(self, tree: Tree, source: Pdf, pages: list[Page], notes: Pairs) -> None:
        self.tree, self.pages, self.notes = tree, pages, notes
        self.marks = [marks_of(page) for page in source.pages]
        if not all(marks.is_sound for marks in self.marks):
            raise Malformed("marks that do not end where they should")
        self.place = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        # Names are told apart by the leaf they are of.
        self.prefix = b"%d." % len(tree.document.K)
        self.source_root = source.Root.StructTreeRoot
        self.left = MOST_TAGS
        self.seen: set[tuple[int, int]] = set()
        self.on_page: dict[int, dict[int, Object]] = {}
        self.in_stream: dict[tuple[int, int], tuple[Object, dict[int, Object]]] = {}
        self.of_note: dict[tuple[int, int], tuple[Object, Object]] = {}
        self.names: dict[bytes, Object] = {}
        # Pages of which some content lies in a picture made of drawing that has tags inside.
        self.drawn_on: set[int] = set()
        # The tags speak of all that has a number.
        self.is_whole = True

    def join(self, part: Object) -> None:
        """Bring the tree under the tag of its leaf; raises what it likes if it does not hold together."""
        kids = list(self._tops(part))
        for number, marks in enumerate(self.marks):
            known = self.on_page.setdefault(number, {})
            forgotten = [each for each in marks.numbers if each not in known]
            if forgotten:
                # Content that says it has a tag, but no tag speaks of it: better at the end than never.
                tag = self.tree.tag("/P", part, Pg=self.pages[number].obj)
                tag.K = Array(forgotten)
                known.update(dict.fromkeys(forgotten, tag))
                kids.append(tag)
                self.is_whole = False
        for kid in kids:
            part.K.append(kid)
        for number, known in self.on_page.items():
            if known:
                self.tree.owns(self.pages[number].obj, known)
        for stream, numbers in self.in_stream.values():
            self.tree.owns(stream, numbers)
        for note, tag in self.of_note.values():
            self.tree.owns_note(note, tag)
        self.tree.names.update(self.names)

    def misses(self, number: int) -> bool:
        """Whether something is drawn on this page and no tag speaks of any of it."""
        is_reached = self.on_page.get(number) or number in self.drawn_on
        return self.marks[number].is_bare and not is_reached

    def _tops(self, part: Object) -> Iterator[Object]:
        """The topmost tags. What a leaf calls its document is the part of the whole already."""
        for kid in listed(self.source_root.get("/K")):
            is_whole = isinstance(kid, Dictionary) and self._kind(kid) == "/Document"
            for each in listed(kid.get("/K")) if is_whole and not _has_words(kid) else [kid]:
                if not isinstance(each, Dictionary) or "/S" not in each:
                    raise Malformed("content beside the tags")
                yield self._tag(each, part, None, 0)

    def _tag(self, node: Object, parent: Object, page: int | None, depth: int) -> Object:
        self.left -= 1
        if depth > DEEPEST or not self.left or (node.is_indirect and node.objgen in self.seen):
            raise Malformed("too deep, too many, or one inside itself")
        self.seen.add(node.objgen)
        page = self._page(node, page)
        tag = self.tree.tag(self._kind(node), parent)
        if page is not None:
            tag.Pg = self.pages[page].obj
        for name in WORDS:
            if isinstance(node.get(name), String):
                tag[name] = String(bytes(node[name]))
        if isinstance(node.get("/ID"), String):
            tag.ID = self._name(node.ID)
            self.names[bytes(tag.ID)] = tag
        if attributes := list(self._attributes(node)):
            tag.A = Array(attributes)
        for kid in listed(node.get("/K")):
            inside = self._kid(kid, tag, page, depth)
            if inside is not None:
                tag.K.append(inside)
        return tag

    def _kid(self, kid: Any, tag: Object, page: int | None, depth: int) -> Any:
        """What stands in a tag: another tag, a piece of a page, a thing laid over it; None for what is not there."""
        if isinstance(kid, int):
            return self._piece(kid, tag, page, page)
        if not isinstance(kid, Dictionary):
            raise Malformed("something that is no content")
        kind = kid.get("/Type")
        if kind == Name.OBJR:
            note = self.notes.get(kid.Obj.objgen)
            if note is None:
                return None
            if note.objgen in self.of_note:
                raise Malformed("a link in two tags")
            self.of_note[note.objgen] = note, tag
            at = self._page(kid, page)
            reference = Dictionary(Type=Name.OBJR, Obj=note)
            if at is not None:
                reference.Pg = self.pages[at].obj
            return reference
        if kind == Name.MCR:
            at = self._page(kid, page)
            if "/Stm" in kid:
                return self._piece_of_stream(kid, tag, at)
            return self._piece(int(kid.MCID), tag, at, page)
        return self._tag(kid, tag, page, depth + 1)

    def _piece(self, number: int, tag: Object, at: int | None, here: int | None) -> Any:
        if at is None:
            raise Malformed("a piece of no page")
        if number not in self.marks[at].numbers:
            return None
        if number in self.on_page.setdefault(at, {}):
            raise Malformed("a piece in two tags")
        self.on_page[at][number] = tag
        return number if at == here else Dictionary(Type=Name.MCR, Pg=self.pages[at].obj, MCID=number)

    def _piece_of_stream(self, kid: Object, tag: Object, at: int | None) -> Object:
        if at is None or not 0 <= int(kid.MCID) <= HIGHEST_NUMBER:
            raise Malformed("a piece of no page")
        stream = self.tree.pdf.copy_foreign(kid.Stm)
        _, numbers = self.in_stream.setdefault(stream.objgen, (stream, {}))
        if numbers.setdefault(int(kid.MCID), tag) is not tag:
            raise Malformed("a piece in two tags")
        self.drawn_on.add(at)
        return Dictionary(Type=Name.MCR, Pg=self.pages[at].obj, Stm=stream, MCID=int(kid.MCID))

    def _page(self, node: Object, inherited: int | None) -> int | None:
        page = node.get("/Pg")
        return inherited if page is None else self.place[page.objgen]

    def _kind(self, node: Object) -> str:
        """What every screen reader calls this tag."""
        kind, space = str(node.S), node.get("/NS")
        for _ in range(20):
            if kind in STANDARD:
                return kind
            own = held(space, "/RoleMapNS") if isinstance(space, Dictionary) else Dictionary()
            role = own.get(kind) or held(self.source_root, "/RoleMap").get(kind)
            if role is None:
                break
            kind, space = (str(role[0]), role[1]) if isinstance(role, Array) else (str(role), None)
        # Whoever says that all can read it calls each thing by a name that all know.
        self.is_whole = False
        if kind[1:2] == "H" and kind[2:].isdigit():
            return "/H6"
        return "/" + OLDER.get(kind[1:], "NonStruct")

    def _name(self, name: Object) -> String:
        return String(self.prefix + bytes(name))

    def _attributes(self, node: Object) -> Iterator[Object]:
        """Its own, and those of its classes: header cells and what they head, the place of a picture."""
        classes = held(self.source_root, "/ClassMap")
        named = [classes.get(str(each)) for each in listed(node.get("/C")) if isinstance(each, Name)]
        for source in (node.get("/A"), *named):
            for each in listed(source):
                if not isinstance(each, Dictionary) or each.get("/O") == Name.NSO:
                    continue
                attributes = plain(each)
                if isinstance(attributes.get("/Headers"), Array):
                    attributes.Headers = Array([self._name(head) for head in attributes.Headers])
                yield attributes


def _has_words(node: Object) -> bool:
    return any(name in node for name in ("/Alt", "/ActualText"))
