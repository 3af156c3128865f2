"""Papers, handed in by the operations that take them in life, and files to hand in."""

import io
from functools import cache

import docx
import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from core.access import Access
from core.documents import Document, PageBreak, Paragraph, to_pdf
from core.reading.texts import PDF, WORD
from meetings import operations, paper_texts
from meetings.models import Paper
from tests.factories.meetings import AgendaItemFactory, _ByOperation, officer_of


@cache
def pdf_bytes(words: str = "What the paper says.", pages: int = 1) -> bytes:
    """A PDF that says these words on each of its pages."""
    blocks = [block for _ in range(pages) for block in (Paragraph(words), PageBreak())]
    return to_pdf(Document(title=words[:60], blocks=blocks[:-1]))


def pdf(
    words: str = "What the paper says.", *, pages: int = 1, name: str = "paper.pdf"
) -> SimpleUploadedFile:
    """The same as a browser sends it."""
    return SimpleUploadedFile(name, pdf_bytes(words, pages), content_type=PDF)


def word(words: str = "What the paper says.", *, name: str = "paper.docx") -> SimpleUploadedFile:
    """A Word file with a heading, a paragraph, a list and a table."""
    file = docx.Document()
    file.add_heading("A heading", level=1)
    file.add_paragraph(words)
    file.add_paragraph("One thing", style="List Bullet")
    table = file.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("Left", "Right"), ("One", "Other")), strict=True):
        row.cells[0].text, row.cells[1].text = words
    written = io.BytesIO()
    file.save(written)
    return SimpleUploadedFile(name, written.getvalue(), content_type=WORD)


def protected_pdf() -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes()))
    writer.encrypt("secret")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


class PaperFactory(_ByOperation):
    """A paper that only officers see, on an item of an agenda that is not published yet."""

    class Meta:
        model = Paper

    item = factory.SubFactory(AgendaItemFactory)
    title = factory.Sequence(lambda n: f"Paper {n}")
    file = factory.LazyFunction(pdf)

    @classmethod
    def _create(cls, model_class, *, item, by=None, **values):
        if values.get("access") == Access.EXEMPT:
            values = {"exempt_paragraphs": [3], "public_interest": "It would harm the negotiations."} | values
        return operations.add_paper(item, by=by or officer_of(item.meeting.group), **values)


def published_paper(paper: Paper) -> Paper:
    """Published; the agenda is published first, if it is not yet."""
    by = officer_of(paper.group)
    paper.refresh_from_db()
    if not paper.item.meeting.agenda_is_published:
        operations.publish_agenda(paper.item.meeting, by=by)
    operations.publish_papers(paper.item.meeting, only=paper, by=by)
    paper.refresh_from_db()
    return paper


def read_paper(paper: Paper) -> Paper:
    """Read by a worker, so that search finds its words."""
    paper_texts.read_paper(paper.pk)
    paper.refresh_from_db()
    return paper
