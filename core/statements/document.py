"""A statement as a document, to be printed as an accessible PDF."""

from collections.abc import Iterator, Sequence
from datetime import date

from core.documents import Block, Bullets, Document, Heading, Paragraph, Picture, Run, Words
from core.documents import Table as PrintedTable
from core.statements.model import Cell, Entry, Link, Part, Statement, Table, in_words
from core.statements.pictures import key_of, picture_of

# A longer table is nothing to be read on paper: the first rows are printed, the workbook has all.
MOST_ROWS = 500


def document_of(
    statement: Statement, *, title: str, subtitle: str, day: date, facts: Sequence[tuple[str, Words]]
) -> Document:
    """The statement with its title and facts, the sentences that a person came for first."""
    blocks: list[Block] = [Paragraph(Run(statement.lead, bold=True))]
    for part in statement.read_parts:
        blocks += _part(part)
    if notes := [*statement.notes, *filter(None, [statement.more])]:
        blocks += [Heading(2, "How it is counted"), Bullets(notes)]
    return Document(title=title, subtitle=subtitle, date=day, facts=facts, blocks=blocks)


def _part(part: Part) -> Iterator[Block]:
    yield Heading(2, part.heading)
    for words in part.text:
        yield Paragraph(words)
    if part.chart and part.chart.rows:
        seen = f"{part.chart.title}. The table has the same figures."
        yield Picture(
            picture_of(part.chart), seen, caption=f"{part.chart.title}. {key_of(part.chart)}".strip()
        )
    if part.table:
        yield from _table(
            part.table.narrow, caption="" if part.table.caption == part.heading else part.table.caption
        )
    if part.entries:
        yield Bullets([_entry(entry) for entry in part.entries])


def _table(table: Table, *, caption: str) -> Iterator[Block]:
    rows = [[_printed(cell) for cell in row] for row in table.rows[:MOST_ROWS]]
    if table.total:
        rows.append([Run(in_words(cell), bold=True) for cell in table.total])
    yield PrintedTable(caption, list(table.columns), rows, table.numeric)
    if len(table.rows) > MOST_ROWS:
        yield Paragraph(
            f"The first {MOST_ROWS} of {len(table.rows):,} rows. The spreadsheet of this report has all."
        )


def _printed(cell: Cell) -> Words:
    return Run(cell.text, href=cell.address) if isinstance(cell, Link) else in_words(cell)


def _entry(entry: Entry) -> list[str | Run]:
    words: list[str | Run] = [Run(entry.title, href=entry.address)]
    if entry.tag:
        words.append(f" ({entry.tag})")
    if entry.text:
        words.append(f": {entry.text}")
    return words
