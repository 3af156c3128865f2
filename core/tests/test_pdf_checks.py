"""The checks of PDFs themselves: each is tried against a file with that one thing wrong."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject, TextStringObject

from core.documents import to_pdf
from core.tests.documents import MINUTES
from tests.pdf import Pdf, drawn, heard, problems_of


@pytest.fixture(scope="module")
def pdf():
    return to_pdf(MINUTES)


def broken(pdf, breach):
    """The file after something was done to it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    breach(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def tags(writer, name):
    """The tags of that name in a file that is being broken."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, dict):
            if node.get("/S") == name:
                yield node
            yield from walk(node.get("/K", NumberObject(0)))

    return list(walk(writer.root_object["/StructTreeRoot"]["/K"]))


def without(*path):
    def breach(writer):
        node = writer.root_object
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return breach


def retag(old, new):
    def breach(writer):
        tags(writer, old)[0][NameObject("/S")] = NameObject(new)

    return breach


def metadata(old, new):
    def breach(writer):
        stream = DecodedStreamObject()
        stream.set_data(writer.root_object["/Metadata"].get_data().replace(old, new))
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    return breach


def content(old, new):
    def breach(writer):
        page = writer.pages[0]
        stream = DecodedStreamObject()
        stream.set_data(page.get_contents().get_data().replace(old, new, 1))
        page[NameObject("/Contents")] = writer._add_object(stream)

    return breach


def first_link_without(name):
    def breach(writer):
        del writer.pages[0]["/Annots"][0].get_object()[name]

    return breach


def header_cells_without_scope(writer):
    for cell in tags(writer, "/TH"):
        del cell["/A"]


def one_cell_less(writer):
    tags(writer, "/TR")[-1]["/K"].pop()


def a_passage_out_of_the_tree(writer):
    tags(writer, "/H3")[0]["/K"].pop()


def a_passage_read_twice(writer):
    heading = tags(writer, "/H3")[0]
    heading["/K"].append(heading["/K"][0])


def a_passage_that_is_not_there(writer):
    tags(writer, "/H3")[0]["/K"].append(NumberObject(9999))


def a_heading_of_nothing(writer):
    del tags(writer, "/H3")[0]["/K"]


def fonts_without_letters(writer):
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        del font.get_object()["/ToUnicode"]


def fonts_left_at_home(writer):
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = inner["/FontDescriptor"].get_object()
        for name in [key for key in descriptor if key.startswith("/FontFile")]:
            del descriptor[name]


BREACHES = [
    (without("/MarkInfo"), "does not say that it is tagged"),
    (without("/StructTreeRoot"), "It has no tags"),
    (without("/Lang"), "does not say its language"),
    (without("/ViewerPreferences", "/DisplayDocTitle"), "the name of the file"),
    (without("/Metadata"), "does not say that it keeps to PDF/UA-1"),
    (metadata(b"<pdfuaid:part>1</pdfuaid:part>", b""), "does not say that it keeps to PDF/UA-1"),
    (metadata(b"dc:title", b"dc:other"), "metadata have no title"),
    (lambda writer: writer.add_metadata({"/Title": ""}), "It has no title"),
    (lambda writer: writer.encrypt("a", "b"), "It is locked"),
    (retag("/H2", "/H3"), "skips from level 1 to level 3"),
    (retag("/H1", "/P"), "not exactly one heading of level 1"),
    (retag("/H2", "/H1"), "not exactly one heading of level 1"),
    (a_heading_of_nothing, "says nothing"),
    (lambda writer: [cell.update({NameObject("/S"): NameObject("/TD")}) for cell in tags(writer, "/TH")],
     "no header cells"),
    (header_cells_without_scope, "does not say what it heads"),
    (one_cell_less, "different numbers of cells"),
    (retag("/LI", "/P"), "something that is no item"),
    (retag("/LBody", "/P"), "An item of a list has no words"),
    (retag("/Em", "/Figure"), "no words in its place"),
    (first_link_without("/Contents"), "does not say where it leads"),
    (lambda writer: tags(writer, "/Link")[0]["/K"].pop(), "stands in no tag"),
    (lambda writer: writer.pages[0].__delitem__("/Tabs"), "does not follow the order of reading"),
    (content(b"/Artifact", b"/Elsewhere"), "neither tagged nor decoration"),
    (a_passage_out_of_the_tree, "never read out"),
    (a_passage_read_twice, "read out twice"),
    (a_passage_that_is_not_there, "not there"),
    (fonts_without_letters, "Nobody can tell the letters"),
    (fonts_left_at_home, "not in the file"),
]  # fmt: skip


def test_a_document_of_ours_has_no_problems(pdf):
    assert problems_of(pdf) == []


@pytest.mark.parametrize(("breach", "problem"), BREACHES, ids=[problem for _, problem in BREACHES])
def test_each_breach_is_noticed(breach, problem, pdf):
    found = problems_of(broken(pdf, breach))

    assert any(problem in sentence for sentence in found), found


def test_what_is_read_out_is_what_stands_on_the_sheets_in_its_order(pdf):
    assert heard(pdf) == drawn(pdf)
    assert "Thegroupandthevotes." in heard(pdf)


def test_another_order_is_noticed(pdf):
    def turned(writer):
        children = writer.root_object["/StructTreeRoot"]["/K"]
        children = children if len(children) > 1 else children[0].get_object()["/K"]
        children.reverse()

    assert heard(broken(pdf, turned)) != drawn(pdf)


def test_the_outline_is_told_in_words(pdf):
    assert Pdf(pdf).headings[:3] == [(1, MINUTES.title), (2, "Welcome"), (3, "Too deep")]


def test_words_in_place_of_signs_are_read(pdf):
    instead = TextStringObject("instead")

    file = broken(pdf, content(b"/MCID 0", b"/MCID 0 /ActualText (" + instead.original_bytes + b")"))

    assert heard(file).startswith("instead2February")
