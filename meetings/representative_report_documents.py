"""A representative's report as PDF and Word, in the words of its page."""

from collections.abc import Iterator

from core import markdown
from core.documents import Block, Document, Heading, Notice, Paragraph, Run
from core.templatetags.house import british_date
from meetings.documents import DRAFT, decided, undertaken
from meetings.representative_reports_as_read import EntryAsRead, ReportAsRead


def report_document(page: ReportAsRead) -> Document:
    """The report: who tells whom about what, item by item, and what is asked."""
    return Document(
        title=page.title,
        subtitle=f"{page.opening} {page.source}",
        status="" if page.version else DRAFT,
        author=page.content["author"],
        date=page.version.at.date() if page.version else page.report.meeting.held_on,
        facts=page.facts,
        blocks=list(_blocks(page)),
    )


def report_file_name(page: ReportAsRead) -> str:
    """chief-executives-group-2007-02-02-report-richard-quallington"""
    group, day, author = page.report.address
    return f"{group}-{day}-report-{author}"


def _blocks(page: ReportAsRead) -> Iterator[Block]:
    yield from markdown.blocks(page.content["introduction"], heading_level=2)
    for entry in page.entries:
        yield from _reported(entry, british_date(page.report.meeting.held_on))
    if page.content["ask"]:
        yield Heading(2, "What I ask of you")
        yield from markdown.blocks(page.content["ask"], heading_level=3)


def _reported(entry: EntryAsRead, day: str) -> Iterator[Block]:
    yield Heading(2, f"{entry.number}. {entry.title}", anchor=entry.anchor)
    if entry.is_stub:
        yield Paragraph(entry.exemption)
        return
    yield from markdown.blocks(entry.meaning, heading_level=3)
    if entry.quotes:
        yield Paragraph(Run(f"From the minutes of {day}:", bold=True))
    for block in markdown.blocks(entry.minute, heading_level=4):
        yield Notice(block.runs) if isinstance(block, Paragraph) else block
    for decision in entry.decisions:
        yield from decided(decision)
    for action in entry.actions:
        yield Notice(undertaken(action))
