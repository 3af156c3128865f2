"""A document as Word: real styles, real lists, real links, so that it can be edited and listened to."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from core.documents import word_xml as xml
from core.documents.model import Document
from core.documents.plain import Data, as_data

FONT = "Arial"
LINK = RGBColor(0x1D, 0x70, 0xB8)
INK = RGBColor(0x0B, 0x0C, 0x0C)
LONGEST_PROPERTY = 255


def to_word(document: Document) -> bytes:
    """The document as an accessible Word file, the same bytes each time."""
    data = as_data(document)
    file = docx.Document()
    _describe(file, data)
    _set_styles(file, data["language"])
    _set_page(file, data)

    file.add_heading(data["title"], level=1)
    if data["subtitle"]:
        file.add_paragraph(data["subtitle"], style="Subtitle")
    if data["status"]:
        file.add_paragraph().add_run(data["status"]).bold = True
    _add_key_values(file, data["facts"])
    for number, block in enumerate(data["blocks"]):
        _add(file, block, number)

    written = io.BytesIO()
    file.save(written)
    return _without_the_clock(written.getvalue())


def _describe(file: WordFile, data: Data) -> None:
    day = datetime.datetime(*(data["date"] or (2000, 1, 1)))
    properties = file.core_properties
    properties.title = data["title"][:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = data["author"][:LONGEST_PROPERTY]
    properties.subject = data["subtitle"][:LONGEST_PROPERTY]
    properties.content_status = data["status"][:LONGEST_PROPERTY]
    properties.language = data["language"]
    properties.comments = ""
    properties.created = properties.modified = day


def _set_styles(file: WordFile, language: str) -> None:
    xml.set_language(file, language)
    styles = file.styles
    normal = styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            xml.set_font(style, FONT)
    for level, size in ((1, 22), (2, 15), (3, 13), (4, 11), (5, 11), (6, 11)):
        font = styles[f"Heading {level}"].font
        font.size, font.bold, font.italic, font.color.rgb = Pt(size), True, False, INK
    for name in ("Subtitle", "Caption"):
        font = styles[name].font
        font.size, font.italic, font.color.rgb = Pt(11), False, INK
    styles["Caption"].paragraph_format.keep_with_next = True


def _set_page(file: WordFile, data: Data) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.4)
    if data["status"]:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        header.add_run(data["status"]).bold = True

    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.clear_all()
    footer.add_run(" – ".join(part for part in (data["title"], data["status"]) if part))
    footer.add_run("\tPage ")
    xml.add_field(footer, "PAGE")
    footer.add_run(" of ")
    xml.add_field(footer, "NUMPAGES")
    xml.right_tab_only(footer, section.page_width - section.left_margin - section.right_margin)
    for run in footer.runs:
        run.font.size = Pt(9)


def _add(file: WordFile, block: Data, number: int) -> None:
    match block["kind"]:
        case "heading":
            heading = file.add_heading(block["text"], level=block["level"])
            if block["anchor"]:
                xml.bookmark(heading, block["anchor"], number)
        case "paragraph":
            _add_paragraph(file, block)
        case "notice":
            notice = file.add_paragraph()
            xml.box(notice)
            _say(notice, block["runs"])
        case "key_values":
            _add_key_values(file, block["rows"])
        case "bullets" | "numbered":
            _add_list(file, block, depth=1)
        case "table":
            _add_table(file, block)
        case "picture":
            file.add_paragraph(block["caption"] or block["seen"], style="Caption")
        case "contents":
            for entry in block["entries"]:
                _add_contents_line(file, entry)
        case "page_break":
            file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add_paragraph(file: WordFile, block: Data) -> None:
    paragraph = file.add_paragraph()
    if block["number"]:
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(1.1), Cm(-1.1)
        paragraph.add_run(f"{block['number']}\t")
    _say(paragraph, block["runs"])


def _add_contents_line(file: WordFile, entry: Data) -> None:
    """A heading that follows, with a link and a field in which Word puts its page."""
    paragraph = file.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent, shape.space_after = Cm(0.8 * (entry["level"] - 2)), Pt(2)
    section: Any = file.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    shape.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _say(paragraph, [{"text": entry["text"], "bold": False, "italic": False, "href": f"#{entry['anchor']}"}])
    paragraph.add_run("\t")
    xml.add_field(paragraph, f"PAGEREF {entry['anchor']} \\h", shown="–", is_stale=True)


def _add_key_values(file: WordFile, rows: Sequence[Data]) -> None:
    for row in rows:
        paragraph = file.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.space_after = Cm(4), Cm(-4), Pt(4)
        paragraph.add_run(row["term"]).bold = True
        paragraph.add_run("\t")
        _say(paragraph, row["runs"])


def _add_list(file: WordFile, block: Data, *, depth: int) -> None:
    """A list in Word's own list styles. Word has three depths of them; deeper lists stay at the third."""
    kind = "List Number" if block["kind"] == "numbered" else "List Bullet"
    style = kind if depth == 1 else f"{kind} {min(depth, 3)}"
    counter = xml.new_numbering(file, style, block["start"]) if block["kind"] == "numbered" else None
    for item in block["items"]:
        first = file.add_paragraph(style=style)
        if counter is not None:
            xml.number_by(first, counter)
        parts = item
        if item and item[0]["kind"] == "paragraph":
            _say(first, item[0]["runs"])
            parts = item[1:]
        for part in parts:
            if part["kind"] in {"bullets", "numbered"}:
                _add_list(file, part, depth=depth + 1)
            elif part["kind"] == "paragraph":
                more = file.add_paragraph(
                    style="List Continue" if depth == 1 else f"List Continue {min(depth, 3)}"
                )
                _say(more, part["runs"])
            else:
                _add(file, part, 0)


def _add_table(file: WordFile, block: Data) -> None:
    if block["caption"]:
        file.add_paragraph(block["caption"], style="Caption")
    rows = ([block["header"]] if block["header"] else []) + block["rows"]
    table = file.add_table(rows=len(rows), cols=block["width"], style="Table Grid")
    xml.describe_table(table, block["caption"], has_header=bool(block["header"]))
    for index, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        is_header = bool(block["header"]) and index == 0
        xml.keep_row_whole(row, repeat=is_header)
        for column, (cell, runs) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            if column in block["numeric"]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _say(paragraph, [{**run, "bold": True} for run in runs] if is_header else runs)
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _say(paragraph: Paragraph, runs: Sequence[Data]) -> None:
    for run in runs:
        if run.get("page_of"):
            xml.add_field(paragraph, f"PAGEREF {run['page_of']} \\h", shown=run["text"], is_stale=True)
            continue
        written = paragraph.add_run(run["text"])
        written.bold = run["bold"] or None
        written.italic = run["italic"] or None
        if run["href"]:
            written.font.underline = True
            written.font.color.rgb = LINK
            _link(paragraph, written, run["href"])


def _link(paragraph: Paragraph, run: Any, href: str) -> None:
    link = OxmlElement("w:hyperlink")
    if href.startswith("#"):
        link.set(qn("w:anchor"), href[1:])
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)


def _without_the_clock(written: bytes) -> bytes:
    """The same file with a fixed moment on each of its parts: Word's format is a zip, and a zip notes the time."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return settled.getvalue()
