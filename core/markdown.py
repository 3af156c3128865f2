"""The one place for Markdown: what people write becomes a page, plain words, or part of a document.

Whatever somebody typed, HTML shows as the characters they typed. The parser does not know HTML, and nh3 cleans what it
made all the same: two walls, because what passes here is shown to everyone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.documents.model import (
    Block,
    Bullets,
    Heading,
    Notice,
    Numbered,
    Paragraph,
    Run,
    Table,
    nested,
)

# No pictures (they would tell another server who reads us) and no code by indentation (people indent for looks).
_parser = (
    MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["image", "code"])
)
_parser.disable(["html_block", "html_inline"])

HEADINGS = {1: "xl", 2: "l", 3: "m", 4: "s", 5: "s", 6: "s"}
CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "blockquote": "govuk-inset-text",
}
ALLOWED = {
    **{tag: {"class"} for tag in (*CLASSES, "h3", "h4", "h5", "h6")},
    "a": {"class", "href", "title"},
    "ol": {"class", "start"},
    "th": {"class", "scope"},
}
TAGS = {*ALLOWED, "li", "strong", "em", "code", "pre", "br"}


def render(text: str, *, heading_level: int = 3) -> SafeString:
    """The text as a part of a page, whose highest heading has `heading_level` (never above h3)."""
    tokens = _parse(text)
    _settle_headings(tokens, top=max(heading_level, 3))
    return _html(tokens)


def _html(tokens: list[Token]) -> SafeString:
    for token in _each(tokens):
        if token.tag in CLASSES and token.nesting >= 0:
            token.attrSet("class", CLASSES[token.tag])
        if token.tag in {"th", "td"} and token.nesting == 1:
            _settle_cell(token)
        if token.type == "heading_open":
            token.attrSet("class", f"govuk-heading-{HEADINGS[int(token.tag[1])]}")
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ALLOWED,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener nofollow",
        )
    )


def plain(text: str) -> str:
    """The words without their markup, for search results, mails and the like. Each block on a line of its own."""
    return _plain(_parse(text))


def _plain(tokens: Iterable[Token]) -> str:
    lines = []
    for token in tokens:
        if token.type == "inline":
            lines.append("".join(run.text for run in _runs(token)))
        elif token.type == "fence":
            lines.append(token.content.strip("\n"))
    return "\n".join(line for line in lines if line.strip())


def blocks(text: str, *, heading_level: int = 2) -> list[Block]:
    """The text as blocks of a document, whose highest heading has `heading_level` (the title has 1)."""
    tokens = _parse(text)
    _settle_headings(tokens, top=heading_level)
    return list(_blocks(iter(tokens)))


@dataclass(frozen=True)
class Part:
    """A paragraph with whatever hangs on it (its list, its table), or what stands before the first paragraph."""

    is_paragraph: bool
    html: SafeString
    plain: str
    blocks: list[Block]


def parts(text: str, *, heading_level: int = 3) -> list[Part]:
    """The text paragraph by paragraph, for papers whose paragraphs are numbered. A heading begins a part of its own."""
    tokens = _parse(text)
    _settle_headings(tokens, top=heading_level)
    found: list[list[Token]] = []
    for token in tokens:
        begins = token.level == 0 and token.nesting >= 0
        if begins and (token.type in {"paragraph_open", "heading_open"} or not found):
            found.append([])
        found[-1].append(token)
    return [_part(each) for each in found]


def _part(tokens: list[Token]) -> Part:
    # Making the page's markup changes the tokens, so the document's blocks are made first.
    is_paragraph, words, its_blocks = (
        tokens[0].type == "paragraph_open",
        _plain(tokens),
        list(_blocks(iter(tokens))),
    )
    return Part(is_paragraph, _html(tokens), words, its_blocks)


def _parse(text: str) -> list[Token]:
    # Lone halves of character pairs cannot be written as UTF-8, so neither shown nor cleaned.
    return _parser.parse((text or "").encode("utf-8", "replace").decode("utf-8"))


def _each(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _settle_headings(tokens: Iterable[Token], *, top: int) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    opened = [token for token in headings if token.nesting == 1]
    levels = nested((int(token.tag[1]) for token in opened), top=min(top, 6))
    for number, token in enumerate(headings):
        token.tag = f"h{levels[number // 2]}"


def _settle_cell(token: Token) -> None:
    """A column's alignment as a class, because the page allows no style of its own."""
    if token.tag == "th":
        token.attrSet("scope", "col")
    if "right" in str(token.attrs.pop("style", "")):
        kind = "header" if token.tag == "th" else "cell"
        token.attrJoin("class", f"govuk-table__{kind}--numeric")


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    """Blocks until the end of the part that the tokens are in."""
    for token in tokens:
        if token.nesting == -1:
            return
        match token.type:
            case "heading_open":
                runs = _runs(next(tokens))
                next(tokens)
                yield Heading(int(token.tag[1]), "".join(run.text for run in runs))
            case "paragraph_open":
                runs = _runs(next(tokens))
                next(tokens)
                yield Paragraph(runs)
            case "bullet_list_open":
                yield Bullets(tuple(_items(tokens)))
            case "ordered_list_open":
                yield Numbered(tuple(_items(tokens)), start=int(token.attrs.get("start", 1)))
            case "blockquote_open":
                yield from _quoted(_blocks(tokens))
            case "table_open":
                yield _table(tokens)
            case "fence":
                yield Paragraph((Run(token.content.rstrip("\n")),))


def _items(tokens: Iterator[Token]) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type != "list_item_open":
            return
        yield tuple(_blocks(tokens))


def _quoted(quoted: Iterable[Block]) -> Iterator[Block]:
    """On the page a quotation stands apart; in a document its paragraphs stand in a box."""
    for block in quoted:
        yield Notice(block.runs) if isinstance(block, Paragraph) else block


def _table(tokens: Iterator[Token]) -> Table:
    header: list[tuple[Run, ...]] = []
    rows: list[list[tuple[Run, ...]]] = []
    numeric: list[int] = []
    row = header
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "th_open" and "right" in str(token.attrs.get("style", "")):
            numeric.append(len(header))
        if token.type == "tbody_open":
            row = []
        if token.type == "tr_open" and row is not header:
            row = []
            rows.append(row)
        if token.type == "inline":
            row.append(_runs(token))
    return Table("", tuple(header), tuple(tuple(row) for row in rows), numeric=tuple(numeric))


def _runs(inline: Token) -> tuple[Run, ...]:
    """The words of one paragraph, each stretch in its voice."""
    runs: list[Run] = []
    bold = italic = 0
    href = ""
    for token in inline.children or ():
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                href = str(token.attrs.get("href", ""))
            case "link_close":
                href = ""
            case "softbreak":
                runs.append(Run(" ", bold > 0, italic > 0, href))
            case "hardbreak":
                runs.append(Run("\n", bold > 0, italic > 0, href))
            case _ if token.content:
                runs.append(Run(token.content, bold > 0, italic > 0, href))
    return tuple(runs)
