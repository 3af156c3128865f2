"""Files that strangers made are opened in a process of their own, and whatever they are, there is an answer."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from core.documents import Bullets, Heading, Paragraph, Table
from core.reading import binding, child, texts
from tests.everything import everything_in
from tests.factories.papers import pdf_bytes, protected_pdf, word


@pytest.fixture
def kept(tmp_path):
    """Put bytes into a file, and say where it is."""

    def put(content, name="file") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return put


def written(writer) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_pdf_is_read_page_by_page(kept):
    read = texts.read(kept(pdf_bytes("Spending profiles", pages=3)), texts.PDF)

    assert read.page_count == 3
    assert len(read.pages) == 3
    assert all("Spending profiles" in page for page in read.pages)


def test_a_word_file_is_read_with_its_lists_and_tables(kept):
    read = texts.read(kept(word("Spending profiles").read()), texts.WORD)

    assert read.page_count is None
    assert read.pages == ["A heading\nSpending profiles\nOne thing\nLeft\tRight\nOne\tOther"]


def test_a_word_file_becomes_blocks_of_a_document(kept):
    blocks, problem = texts.read_blocks(kept(word("Spending profiles").read()))

    assert problem == ""
    assert blocks == [
        Heading(2, "A heading"),
        Paragraph("Spending profiles"),
        Bullets(["One thing"]),
        Table("", ["Left", "Right"], [["One", "Other"]]),
    ]


@pytest.mark.parametrize(
    ("look", "is_headed"),
    [
        ({"firstRow": "1"}, True),
        ({"firstRow": "0"}, False),
        ({"val": "04A0"}, True),
        ({"val": "0480"}, False),
    ],
)
def test_only_a_table_that_says_what_heads_it_is_a_table(kept, look, is_headed):
    """To somebody who hears it, a table without headers is a heap of cells."""
    file = docx.Document(io.BytesIO(word().read()))
    said = file.tables[0]._tbl.tblPr.find(qn("w:tblLook"))
    for name in list(said.attrib):
        del said.attrib[name]
    for name, value in look.items():
        said.set(qn(f"w:{name}"), value)

    blocks, _ = texts.read_blocks(kept(written_word(file)))

    as_table = Table("", ["Left", "Right"], [["One", "Other"]])
    assert blocks[-1] == (as_table if is_headed else Bullets(["Left – Right", "One – Other"]))


def test_a_table_of_one_row_is_no_table(kept):
    file = docx.Document()
    row = file.add_table(rows=1, cols=3).rows[0].cells
    row[0].merge(row[1]).text, row[2].text = "Wide", "Narrow"

    assert texts.read_blocks(kept(written_word(file))) == ([Bullets(["Wide – Narrow"])], "")


def written_word(file) -> bytes:
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def test_pictures_of_pages_have_no_words(kept):
    writer = PdfWriter()
    writer.add_blank_page(595, 842)

    read = texts.read(kept(written(writer)), texts.PDF)

    assert (read.has_words, read.page_count, read.problem) == (False, 1, "")


def test_a_protected_file_gives_its_sentence(kept):
    read = texts.read(kept(protected_pdf()), texts.PDF)

    assert read.problem == "The file is protected with a password, so it cannot be read."


@pytest.mark.parametrize("media_type", [texts.PDF, texts.WORD])
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\nnothing of the kind", b"PK\x03\x04 broken", os.urandom(5000)]
)
def test_a_damaged_file_gives_a_sentence(kept, content, media_type):
    assert "The file is damaged" in texts.read(kept(content), media_type).problem


def test_half_a_pdf_is_an_answer_and_no_fault(kept):
    whole = pdf_bytes("Spending profiles", pages=3)

    read = texts.read(kept(whole[: len(whole) // 2]), texts.PDF)

    assert read.problem or read.pages


def test_a_file_that_asks_for_all_memory_gives_a_sentence(kept, monkeypatch):
    """A Word file of half a megabyte with a text of half a gigabyte."""
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word().read())) as good,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            if name == "word/document.xml":
                begin, _, end = content.partition(b"What the paper says.")
                content = begin + b"x" * (500 * 1024 * 1024) + end
            bad.writestr(name, content)
    monkeypatch.setattr(texts, "MEGABYTES", 400)

    read = texts.read(kept(bomb.getvalue()), texts.WORD)

    assert read.problem
    assert read.pages == []


def test_a_file_that_takes_for_ever_is_stopped(kept, monkeypatch):
    """A page whose content says the same a million times."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes()))
    endless = DecodedStreamObject()
    endless.set_data(b"BT /F1 9 Tf (again) Tj ET\n" * 1_000_000)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(endless.flate_encode())
    monkeypatch.setattr(texts, "SECONDS", 1)

    read = texts.read(kept(written(writer)), texts.PDF)

    assert read.problem == f"The file could not be read: {child.TOO_LONG}."


def test_a_file_of_too_many_pages_is_not_read(kept, monkeypatch):
    monkeypatch.setattr(texts, "MOST_PAGES", 2)

    read = texts.read(kept(pdf_bytes(pages=3)), texts.PDF)

    assert read.problem == "The file has 3 pages. Files of more than 2 are not read."
    assert read.page_count == 3


def test_a_text_that_never_ends_is_cut(kept, monkeypatch):
    monkeypatch.setattr(texts, "MOST_CHARACTERS", 30)

    read = texts.read(kept(pdf_bytes("Spending profiles of the year", pages=3)), texts.PDF)

    assert len("".join(read.pages)) == 30


def test_the_child_knows_nothing_of_what_the_portal_knows(kept, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "known to the portal alone")
    told = {}

    class Child(child.subprocess.Popen):
        def __init__(self, *args, **how):
            told.update(how["env"])
            super().__init__(*args, **how)

    monkeypatch.setattr(child.subprocess, "Popen", Child)
    texts.read(kept(pdf_bytes()), texts.PDF)

    assert "SECRET_KEY" not in told
    assert "DATABASE_URL" not in told


# --- Binding ---


def test_files_are_bound_with_bookmarks_numbers_and_page_labels(kept, tmp_path):
    first, second = kept(pdf_bytes("First", pages=2), "1"), kept(pdf_bytes("Second"), "2")
    leaves = [
        binding.Leaf(first, "First", [(0, "Item 1", 0), (1, "Première", 1)]),
        binding.Leaf(second, "Second", [(0, "Item 2", 0)], mark="Not for publication"),
    ]
    bound = binding.bind(leaves, tmp_path / "bound", title="Papers", author="The Board")
    reader = PdfReader(tmp_path / "bound")

    assert bound.pages == [2, 1]
    assert reader.page_labels == ["1", "2", "3"]
    assert [f"Page {n} of 3" in page.extract_text() for n, page in enumerate(reader.pages, 1)] == [True] * 3
    assert ["Not for publication" in page.extract_text() for page in reader.pages] == [False, False, True]
    item, under, other = reader.outline
    assert (item.title, reader.get_destination_page_number(item)) == ("Item 1", 0)
    assert (under[0].title, reader.get_destination_page_number(under[0])) == ("Première", 1)
    assert (other.title, reader.get_destination_page_number(other)) == ("Item 2", 2)
    assert (reader.metadata.title, reader.metadata.author) == ("Papers", "The Board")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_is_numbered_where_its_reader_looks(kept, tmp_path, turn):
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes("Turned")))
    writer.pages[0].rotate(turn)
    binding.bind([binding.Leaf(kept(written(writer)))], tmp_path / "bound", title="", author="")
    page = PdfReader(tmp_path / "bound").pages[0]
    places, fonts = [], []

    def look(operator, operands, at, place):
        if operator == b"Tf":
            fonts.append(operands[0])
        if operator == b"Tj" and fonts[-1] == "/HouseNumberFont":
            places.append((at, place))

    page.extract_text(visitor_operand_before=look)
    ((at, place),) = places
    # Where the words begin on the paper as it is stored.
    x = place[4] * at[0] + place[5] * at[2] + at[4]
    y = place[4] * at[1] + place[5] * at[3] + at[5]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    seen = {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turn]
    across = width if turn in (0, 180) else height

    assert across * 0.6 < seen[0] < across
    assert 0 < seen[1] < 40


def test_a_page_does_nothing_by_itself_once_it_is_bound(kept, tmp_path):
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes()))
    writer.add_open_action(JavaScript("app.alert('at once')"))
    writer.pages[0][NameObject("/AA")] = DictionaryObject(
        {NameObject("/O"): DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})}
    )
    writer.add_metadata({"/Title": "What the file calls itself"})
    binding.bind([binding.Leaf(kept(written(writer)))], tmp_path / "bound", title="Papers", author="")
    bound = (tmp_path / "bound").read_bytes()

    assert "/JavaScript" not in everything_in(bound)
    assert "What the file calls itself" not in everything_in(bound)


def test_the_first_file_that_cannot_be_taken_is_named(kept, tmp_path):
    leaves = [binding.Leaf(kept(pdf_bytes(), "1")), binding.Leaf(kept(b"%PDF-1.7 ruin", "2"))]

    counted = binding.count([leaf.path for leaf in leaves])
    bound = binding.bind(leaves, tmp_path / "bound", title="", author="")

    for outcome in (counted, bound):
        assert outcome.broken == 1
        assert outcome.problem == "This file is damaged, so it cannot be brought together with others."


def test_a_protected_file_cannot_be_bound(kept):
    assert "protected" in binding.count([kept(protected_pdf())]).problem


def test_what_a_child_was_doing_when_it_died_is_known():
    last_words = (
        "import os, sys; print('{\"leaf\": 0}'); print('{\"leaf\": 1}', flush=True); os.kill(os.getpid(), 9)"
    )
    heard = []
    dying = subprocess.Popen(
        [sys.executable, "-c", last_words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with pytest.raises(child.Died, match=child.TOO_LONG), dying:
        child._talk(dying, {}, heard.append)

    assert heard == [{"leaf": 0}, {"leaf": 1}]


def test_a_file_that_kills_the_child_is_named_too(kept, tmp_path, monkeypatch):
    """The child says which file it opens before it opens it."""

    def dies(module, job, *, hears, **limits):
        hears({"leaf": 0})
        hears({"leaf": 1})
        raise child.Died(child.TOO_LONG)

    monkeypatch.setattr(child, "run", dies)
    counted = binding.count([kept(pdf_bytes(), "1"), kept(pdf_bytes(), "2")])

    assert counted.broken == 1
    assert counted.problem == "This file cannot be brought together with others: it took too long to open."
