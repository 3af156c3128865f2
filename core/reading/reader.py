"""The child that reads one file. Runs in a process of its own and imports nothing of the portal's."""

from typing import Any

from core.reading.child import main

A_PAGE = 3000
PROTECTED = "The file is protected with a password, so it cannot be read."
DAMAGED = "The file is damaged, so it cannot be read."


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Read the words of a PDF, the words of a Word file, or a Word file as blocks."""
    try:
        if job["kind"] == "pdf":
            return _pdf(job)
        blocks = list(_word(job))
    except MemoryError:
        return {"problem": "The file asks for more memory than a file may, so it cannot be read."}
    except Exception:  # of a stranger's file anything can be raised
        return {"problem": DAMAGED}
    if job["what"] == "blocks":
        return {"blocks": blocks}
    return {"pages": list(_in_pieces(blocks, job["most_characters"])), "page_count": None}


def _in_pieces(blocks: list[dict[str, Any]], left: int) -> Any:
    """The words of a Word file, which has no pages until it is printed, in pieces of about a page."""
    piece: list[str] = []
    for block in blocks:
        piece.append(_words(block)[:left])
        left -= len(piece[-1])
        if sum(map(len, piece)) > A_PAGE:
            yield "\n".join(piece)
            piece = []
    yield "\n".join(piece)


def _pdf(job: dict[str, Any]) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(job["path"])
    if reader.is_encrypted:
        return {"problem": PROTECTED}
    count = len(reader.pages)
    if count > job["most_pages"]:
        return {
            "problem": f"The file has {count:,} pages. Files of more than {job['most_pages']:,} are not read.",
            "page_count": count,
        }
    pages, left = [], job["most_characters"]
    for page in reader.pages:
        text = page.extract_text()[:left]
        left -= len(text)
        pages.append(text)
        if left <= 0:
            break
    return {"pages": pages, "page_count": count}


def _word(job: dict[str, Any]) -> Any:
    """Headings, paragraphs, lists and tables in the order in which they stand."""
    import docx
    from docx.table import Table

    left = job["most_characters"]
    items: list[str] = []
    for part in docx.Document(job["path"]).iter_inner_content():
        block = _table(part) if isinstance(part, Table) else _paragraph(part)
        if block["kind"] == "item":
            items.append(block["text"])
            continue
        if items:
            yield {"kind": "bullets", "items": items}
            items = []
        words = _words(block)
        if words.strip():
            yield block
        left -= len(words)
        if left <= 0:
            return
    if items:
        yield {"kind": "bullets", "items": items}


def _paragraph(paragraph: Any) -> dict[str, Any]:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = paragraph.text.strip()
    if style == "Title":
        return {"kind": "heading", "level": 2, "text": text}
    if style.startswith("Heading ") and style[8:].isdigit():
        return {"kind": "heading", "level": min(int(style[8:]) + 1, 6), "text": text}
    if style.startswith("List") and text:
        return {"kind": "item", "text": text}
    return {"kind": "paragraph", "text": text}


def _table(table: Any) -> dict[str, Any]:
    """A table if its file says that the first row heads the others; else its rows, since nobody could say what
    heads what."""
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    if len(rows) > 1 and _has_header(table):
        return {"kind": "table", "header": rows[0], "rows": rows[1:]}
    # A cell that is joined with the next is named twice.
    said = [dict.fromkeys(cell for cell in row if cell) for row in rows]
    return {"kind": "bullets", "items": [" – ".join(row) for row in said if row]}


def _has_header(table: Any) -> bool:
    """As Word keeps it: the row is repeated on each page, or is drawn as a header."""
    from docx.oxml.ns import qn

    row = table.rows[0]._tr.trPr
    if row is not None and row.find(qn("w:tblHeader")) is not None:
        return True
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        return False
    said = look.get(qn("w:firstRow"))
    # Before 2010 all was said in one number, of which this is the bit.
    return said in ("1", "true", "on") if said else bool(int(look.get(qn("w:val")) or "0", 16) & 0x20)


def _words(block: dict[str, Any]) -> str:
    match block["kind"]:
        case "bullets":
            return "\n".join(block["items"])
        case "table":
            return "\n".join("\t".join(row) for row in [block["header"], *block["rows"]])
        case _:
            return block["text"]


if __name__ == "__main__":
    import logging

    # pypdf tells of every oddity of a file; nobody reads it.
    logging.disable(logging.CRITICAL)
    main(work)
