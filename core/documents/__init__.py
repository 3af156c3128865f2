"""Documents that leave the portal: written once, printed as PDF and as Word, with the same words in each."""

from core.documents.model import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Item,
    KeyValues,
    Notice,
    Numbered,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    Words,
)
from core.documents.pdf import print_data, to_pdf
from core.documents.plain import as_data
from core.documents.responses import pdf_response, word_response
from core.documents.word import to_word

__all__ = [
    "Block",
    "Bullets",
    "Contents",
    "Document",
    "Heading",
    "Item",
    "KeyValues",
    "Notice",
    "Numbered",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Run",
    "Table",
    "Words",
    "as_data",
    "pdf_response",
    "print_data",
    "to_pdf",
    "to_word",
    "word_response",
]
