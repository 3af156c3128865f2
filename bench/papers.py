"""Papers of any number and length, and the work of a worker that binds them."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from bench import data
from core import runs
from core.documents import Document, Heading, PageBreak, Paragraph, to_pdf
from core.models import Run
from meetings import operations, pack_building, packs, paper_texts
from meetings.models import Meeting, Pack, Paper
from meetings.reading import as_read_by

SECTION = "The group discussed delivery and the spending profiles of the coming year at some length. " * 8


def meeting_with_papers(*, papers: int, pages: int) -> Meeting:
    """A called meeting whose papers are published and read for search."""
    by = data.officer()
    meeting = operations.plan_meeting(data.group(), held_on=data.next_day(), by=by)
    item = operations.add_item(meeting, title="Everything", by=by)
    for number in range(papers):
        file = SimpleUploadedFile(f"{number}.pdf", _pdf(number, pages), content_type="application/pdf")
        operations.add_paper(item, title=f"Paper {number}", file=file, by=by)
    meeting = operations.publish_agenda(meeting, by=by)
    operations.publish_papers(meeting, by=by)
    for paper in Paper.objects.of_meeting(meeting):
        paper_texts.read_paper(paper.pk)
    return meeting


def bind(meeting: Meeting) -> bytes:
    """Bind the public pack as a worker does, whether it was bound before or not."""
    holds = packs.holds(as_read_by(meeting, AnonymousUser()))
    assert holds is not None
    Pack.objects.of_meeting(meeting).delete()
    Run.objects.all().delete()
    pack = operations.ask_for_pack(meeting, holds=holds, by=None)
    runs.work(pack.run_id, pack_building.build)
    pack.refresh_from_db()
    assert pack.run.is_done, pack.run.problem
    return pack.run.file.read()


def _pdf(number: int, pages: int) -> bytes:
    blocks: list[Any] = [
        block
        for page in range(pages)
        for block in (Heading(2, f"Section {page}"), *[Paragraph(SECTION)] * 3, PageBreak())
    ]
    return to_pdf(Document(title=f"Paper {number}", blocks=blocks[:-1]))
