"""A report as a document: the same words and numbers as the page."""

from collections.abc import Iterator

from django.utils.text import slugify

from core.documents import Block, Document, Heading, Paragraph
from meetings import wording
from meetings.documents import DRAFT
from meetings.report_as_read import PartAsRead, ReportAsRead, SectionAsRead


def report_document(page: ReportAsRead) -> Document:
    """The report: its facts, what it asks for, and its sections with their numbers."""
    return Document(
        title=page.title,
        subtitle=f"Report to {wording.group_in_a_sentence(page.content['group'])}",
        status=DRAFT if page.is_draft else "",
        author=page.content["group"],
        date=page.held_on,
        facts=page.facts,
        blocks=[block for section in [*page.lead, *page.sections] for block in _section(section)],
    )


def file_name(page: ReportAsRead) -> str:
    """2011-03-17-herefordshire-partnership-engagement-framework"""
    parts = [page.content["held_on"], slugify(page.title)[:60].strip("-"), "draft" if page.is_draft else ""]
    return "-".join(part for part in parts if part)


def _section(section: SectionAsRead) -> Iterator[Block]:
    yield Heading(2, section.heading, anchor=section.anchor)
    if section.statement:
        yield Paragraph(section.statement)
    for letter, part in section.recommendations:
        yield from _numbered(part.blocks, letter)
    for each in section.parts:
        yield from _part(each)


def _part(each: PartAsRead) -> Iterator[Block]:
    yield from _numbered(each.part.blocks, f"{each.number}." if each.number else "")


def _numbered(blocks: list[Block], number: str) -> Iterator[Block]:
    first, others = (blocks[0], blocks[1:]) if blocks else (Paragraph(""), [])
    if isinstance(first, Paragraph):
        yield Paragraph(first.runs, number=number)
    else:
        yield from ([Paragraph(number)] if number else [])
        yield first
    yield from others
