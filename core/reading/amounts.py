"""Sums of money as people write them into tables: £12,500, 12500.00, (300), 300-, a dash for nothing."""

import re
from decimal import Decimal

from core.reading.tables import TableCell

LARGEST = Decimal("99999999999.99")
# What many such sums may come to.
LARGEST_TOTAL = Decimal("9999999999999.99")
PENNY = Decimal("0.01")
NOTHING_WRITTEN = {"", "-", "–", "—", "−", "£-", "£–"}
MINUS = "-−–"
PLAIN = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?", re.ASCII)
DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4}|[a-z]{3}-\d{2}", re.ASCII)
POWERS = re.compile(r"[+-]?\d+(\.\d+)?e[+-]?\d+", re.ASCII)
NO_NUMBER = {"nan", "inf", "infinity", "#n/a", "n/a"}
# Shown in a sentence; more of a long text would drown it.
MOST_QUOTED = 40


class Misread(Exception):
    """A cell that holds no sum of money; the message is a sentence that says what it holds instead."""


def amount_of(cell: TableCell, *, may_be_minus: str = "", most: Decimal = LARGEST) -> Decimal:
    """The sum in pounds that stands in a cell; an empty cell or a dash is nothing.

    A sum below nothing is refused with the reason `may_be_minus`, and taken where there is none.
    """
    amount = _typed(cell)
    if not amount.is_finite():
        raise Misread("This is not a number that can be counted with.")
    if abs(amount) > most:
        raise Misread(f"“{_quoted(cell)}” is too large: sums go up to £{most:,}.")
    if amount != amount.quantize(PENNY):
        raise Misread(f"“{_quoted(cell)}” has more than two decimals: give pounds and pence.")
    if amount < 0 and may_be_minus:
        raise Misread(f"“{_quoted(cell)}” is less than nothing: {may_be_minus}")
    return amount.quantize(PENNY)


def _typed(cell: TableCell) -> Decimal:
    match cell.kind:
        case "empty":
            return Decimal(0)
        case "number":
            return Decimal(cell.text)
        case "formula":
            raise Misread(
                f"This is a formula ({_quoted(cell)}){_shown(cell)}. Put the figure itself in its place: "
                "what a formula shows depends on the program that opens it."
            )
        case "percentage":
            raise Misread("This is a percentage, not a sum in pounds.")
        case "date" | "moment":
            raise Misread("This is a date, not a sum in pounds.")
        case "truth":
            raise Misread(f"“{_quoted(cell)}” is an answer, not a sum in pounds.")
        case "error":
            raise Misread(f"The spreadsheet shows the error {_quoted(cell)} here.")
        case _:
            return _written(cell)


def _written(cell: TableCell) -> Decimal:
    text = re.sub(r"\s+", "", cell.text.removeprefix("'"))
    if text in NOTHING_WRITTEN:
        return Decimal(0)
    if text.startswith(("=", "@")):
        raise Misread(f"This is a formula ({_quoted(cell)}). Put the figure itself in its place.")
    if text.lower().strip(MINUS + "+#.") in NO_NUMBER:
        raise Misread(f"“{_quoted(cell)}” is not a number that can be counted with.")
    if text.endswith("%"):
        raise Misread(f"“{_quoted(cell)}” is a percentage, not a sum in pounds.")
    if DAY.fullmatch(cell.text.strip().lower()):
        raise Misread(f"“{_quoted(cell)}” looks like a date, not like a sum in pounds.")
    if POWERS.fullmatch(text.lower()):
        raise Misread(f"“{_quoted(cell)}” is written in powers of ten: write the number out.")
    sign, digits = _sign(text)
    found = PLAIN.fullmatch(digits)
    if found is None or not digits.strip("."):
        if re.fullmatch(r"[\d,.]+", digits, re.ASCII):
            raise Misread(
                f"“{_quoted(cell)}” cannot be read: write a comma between thousands and a full stop before pence, "
                "such as 12,500.50."
            )
        raise Misread(f"“{_quoted(cell)}” is text, not a sum in pounds.")
    return sign * Decimal((found[1] or "0").replace(",", "") + "." + (found[2] or "0"))


def _sign(text: str) -> tuple[int, str]:
    """Whether the sum is below nothing, however that was written; and its digits."""
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].removeprefix("£")
    if text.startswith("£(") and text.endswith(")"):
        return -1, text[2:-1]
    if text[0] in MINUS:
        return -1, text[1:].removeprefix("£")
    text = text.removeprefix("+").removeprefix("£")
    if text and text[0] in MINUS:
        return -1, text[1:]
    if len(text) > 1 and text[-1] in MINUS:
        return -1, text[:-1]
    return 1, text


def _shown(cell: TableCell) -> str:
    return f", last shown as {cell.shown[:MOST_QUOTED]}" if cell.shown else ""


def _quoted(cell: TableCell) -> str:
    words = " ".join(cell.text.split())
    return words if len(words) <= MOST_QUOTED else f"{words[:MOST_QUOTED]}…"
