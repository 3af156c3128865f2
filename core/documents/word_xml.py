"""The parts of Word's format for which python-docx has no words: fields, bookmarks, numbering, languages."""

from typing import Any

from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def set_language(file: WordFile, language: str) -> None:
    """The language of every word that does not say otherwise: it chooses the voice that reads it aloud."""
    run_defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in run_defaults.findall(qn("w:lang")):
        run_defaults.remove(old)
    run_defaults.append(_element("lang", val=language, eastAsia=language, bidi="ar-SA"))


def set_font(style: Any, name: str) -> None:
    """The font of a style, in place of the theme's, which would win over it."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def add_field(paragraph: Paragraph, code: str, *, shown: str = "1", is_stale: bool = False) -> None:
    """A field that Word fills in, such as PAGE; `shown` until it has. A stale one is filled in when the file opens."""
    begin = _element("fldChar", fldCharType="begin")
    if is_stale:
        begin.set(qn("w:dirty"), "true")
    for content in (
        begin,
        _element("instrText"),
        _element("fldChar", fldCharType="separate"),
        None,
        _element("fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run(shown if content is None else "")
        if content is not None:
            if content.tag == qn("w:instrText"):
                content.text = f" {code} "
            run._r.append(content)


def right_tab_only(paragraph: Paragraph, position: int) -> None:
    """One tab, at the right edge, instead of those that the footer style brings."""
    tabs = _element("tabs")
    for inherited in ("4320", "8640"):
        tabs.append(_element("tab", val="clear", pos=inherited))
    tabs.append(_element("tab", val="right", pos=str(position // 635)))
    paragraph._p.get_or_add_pPr()._insert_tabs(tabs)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A name for this place, that links inside the document lead to."""
    start = _element("bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("bookmarkEnd", id=str(number)))


def box(paragraph: Paragraph) -> None:
    """A line around the paragraph."""
    borders = _element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(side, val="single", sz="12", space="6", color="0B0C0C"))
    following = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *following)


def new_numbering(file: WordFile, style: str, start: int) -> int:
    """A numbering of its own for one list, so that it begins at `start` and not where the last list ended."""
    numbering = file.part.numbering_part.element
    pattern = numbering.num_having_numId(file.styles[style].element.pPr.numPr.numId.val)
    counter = numbering.add_num(pattern.abstractNumId.val)
    counter.add_lvlOverride(ilvl=0).add_startOverride(max(start, 0))
    return int(counter.numId)


def number_by(paragraph: Paragraph, counter: int) -> None:
    """Count this paragraph by the given numbering."""
    number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    number.get_or_add_ilvl().val = 0
    number.get_or_add_numId().val = counter


def describe_table(table: Table, caption: str, *, has_header: bool) -> None:
    """Which cells are headers, and what the table is called, for those who hear it."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    first_row = "1" if has_header else "0"
    value = "0020" if has_header else "0000"
    properties.append(
        _element("tblLook", val=value, firstRow=first_row, lastRow="0", firstColumn="0", lastColumn="0")
    )
    if caption:
        properties.append(_element("tblCaption", val=caption))


def keep_row_whole(row: _Row, *, repeat: bool) -> None:
    """No row is cut by a page's end; the header row is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if repeat:
        properties.append(_element("tblHeader"))
