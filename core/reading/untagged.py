"""Pages that nobody tagged: what stands on one is read out in the order in which it is drawn."""

from contextlib import suppress

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from core.reading.marks import draws, forget_marks, shows_text
from core.reading.objects import held, listed
from core.reading.tags import Tree

PIECE = "/HousePage"


def read_as_drawn(tree: Tree, page: Page, part: Object, *, number: int, title: str) -> None:
    """Make the page one piece under a tag of its own: its words, or a sentence in place of a picture."""
    kind = _kind(page)
    if kind is None:
        page.obj.Contents = Stream(tree.pdf, b"")
        return
    _make_one_piece(tree.pdf, page, kind)
    tag = tree.tag(kind, part, Pg=page.obj)
    tag.K.append(0)
    if kind == "/Figure":
        tag.Alt = String(f"Page {number} of {title}: a picture without text")
        tag.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([*page.cropbox]))
    part.K.append(tag)
    tree.owns(page.obj, {0: tag})


def _kind(page: Page) -> str | None:
    """Words or a picture; None for an empty page."""
    try:
        if shows_text(page):
            return "/P"
        return "/Figure" if draws(page) else None
    except Exception:  # of a stranger's content anything can be raised
        return "/P"


def _make_one_piece(pdf: Pdf, page: Page, kind: str) -> None:
    """Put all that is drawn into a form: whatever it opens and does not close, or marks, stays in there."""
    begin = b"%s <</MCID 0>> BDC\n" % kind.encode()
    try:
        drawn = b"\n".join(stream.read_bytes() for stream in listed(page.obj.Contents))
    except (
        Exception
    ):  # it is packed in a way that cannot be unpacked here: then between two marks, as it lies
        page.contents_add(begin, prepend=True)
        page.contents_add(b"\nEMC")
        return
    form = Stream(pdf, drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([*page.mediabox]))
    form.Resources = held(page, "/Resources")
    with suppress(Exception):  # marks that cannot be taken out harm less than a page that is missing
        forget_marks(form)
    page.obj.Resources = Dictionary(XObject=Dictionary({PIECE: form}))
    page.obj.Contents = Stream(pdf, begin + PIECE.encode() + b" Do EMC")
