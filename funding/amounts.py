"""Sums of money as people write them, and as they are shared out."""

import re
from decimal import Decimal

WRITTEN = re.compile(r"(\d{1,11})(\.\d{1,2})?")
NOTHING_WRITTEN = ("", "-", "–", "—")


class NotAnAmount(ValueError):
    """What was written is no sum of money. The message is a sentence for whoever wrote it."""


def read_amount(text: str) -> Decimal:
    """The pounds that somebody wrote: 1250.5, £1,250.50; a dash or a blank is nothing. Raises NotAnAmount."""
    plain = re.sub(r"[£,\s]", "", text)
    if plain in NOTHING_WRITTEN:
        return Decimal(0)
    if re.fullmatch(r"\(.+\)|[-–−].+", plain):
        raise NotAnAmount("An amount is nothing or more. To plan less, enter the smaller amount.")
    if re.fullmatch(r"\d+\.\d{3,}", plain):
        raise NotAnAmount("Enter no more than two places for the pence, such as 1,250.50.")
    if re.fullmatch(r"\d{12,}(\.\d*)?", plain):
        raise NotAnAmount("Enter an amount of less than a hundred thousand million pounds.")
    if not plain.isascii() or not WRITTEN.fullmatch(plain):
        raise NotAnAmount("Enter an amount in pounds, such as 1,250 or 1,250.50.")
    return Decimal(plain)


def as_written(amount: Decimal) -> str:
    """An amount as a box shows it: 1,250 or 1,250.50."""
    return f"{amount:,.2f}".removesuffix(".00")


def split_evenly(amount: Decimal, parts: int) -> list[Decimal]:
    """The amount in so many parts that add up to it, none a penny more than another but the first few.

    Each part gets its share rounded down; what remains goes a penny each to the largest remainders, which are all
    alike here, so to the first.
    """
    share, over = divmod(int(amount * 100), parts)
    return [Decimal(share + (at < over)) / 100 for at in range(parts)]


def block_of(text: str) -> list[list[str]]:
    """A block copied from a spreadsheet: its rows, each with its cells."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [[cell.strip().strip('"') for cell in row.split("\t")] for row in rows]
