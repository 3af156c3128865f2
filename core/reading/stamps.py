"""The number at the foot of each page of what is bound, and whom it is not for."""

import re
from typing import Any

from pikepdf import Object, Page, Pdf, Stream

from core.reading.objects import held

FONT = "/HouseNumberFont"
SIZE = 9
# From the edge of the paper: below what most papers print at their foot, and within what printers reach.
MARGIN = 17
# No screen reader stops at it: the number of the page is known to it already.
BEGINS = b"/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"


class Letters:
    """The letters of a font that was printed into a sheet of ours, which brings them with it."""

    def __init__(self, pdf: Pdf, sheet: Pdf) -> None:
        fonts = sheet.pages[0].Resources.Font
        font = max(fonts.values(), key=lambda each: len(_codes(each)))
        self.codes, self.widths = _codes(font), _widths(font)
        self.font = pdf.copy_foreign(font)

    def written(self, words: str) -> str:
        """The words as this font counts its letters."""
        return "".join(f"{self.codes[letter]:04X}" for letter in words)

    def width(self, words: str) -> float:
        return sum(self.widths[self.codes[letter]] for letter in words) * SIZE / 1000


def _codes(font: Object) -> dict[str, int]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = re.findall(r"<([0-9A-F]{4})>\s*<([0-9A-F]{4})>", table.split("beginbfchar", 1)[-1])
    return {chr(int(letter, 16)): int(code, 16) for code, letter in found}


def _widths(font: Object) -> dict[int, float]:
    """How wide each letter is, in thousandths of its size: either (from, to, width) or (from, [widths])."""
    widths: dict[int, float] = {}
    said: list[Any] = list(font.DescendantFonts[0].W)
    while said:
        first, second = said[:2]
        if isinstance(second, int):
            widths |= dict.fromkeys(range(first, second + 1), float(said[2]))
            del said[:3]
        else:
            widths |= {first + n: float(width) for n, width in enumerate(second)}
            del said[:2]
    return widths


def number_pages(pdf: Pdf, marks: list[str], letters: Letters) -> None:
    """Print "Page 12 of 240" at the foot of every page, to the right, whichever way the page is turned."""
    begin = pdf.make_stream(b"q\n")
    total = len(pdf.pages)
    for number, (page, mark) in enumerate(zip(pdf.pages, marks, strict=True), start=1):
        resources = page.obj.Resources = held(page, "/Resources")
        fonts = resources.Font = held(resources, "/Font")
        fonts[FONT] = letters.font
        stamp = _stamp(page, f"Page {number} of {total}", mark, letters)
        page.contents_add(begin, prepend=True)
        page.contents_add(Stream(pdf, stamp))


def _stamp(page: Page, words: str, mark: str, letters: Letters) -> bytes:
    """The number at the right of the foot, and the mark at its left, each on white, as the page is looked at."""
    left, bottom, right, top = (float(each) for each in page.cropbox)
    turn = int(page.get("/Rotate", 0)) % 360
    across = (right - left) if turn in (0, 180) else (top - bottom)
    placed = {
        0: f"1 0 0 1 {left:.2f} {bottom:.2f}",
        90: f"0 1 -1 0 {right:.2f} {bottom:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {top:.2f}",
        270: f"0 -1 1 0 {left:.2f} {top:.2f}",
    }.get(turn, f"1 0 0 1 {left:.2f} {bottom:.2f}")
    printed = _printed(words, across - letters.width(words) - 2 * MARGIN, letters)
    printed += _printed(mark, 2 * MARGIN, letters) if mark else ""
    # Closes what was opened before the page's own content, so that nothing of it moves or colours the words.
    return b"\nQ %s q %s cm %sQ EMC\n" % (BEGINS, placed.encode(), printed.encode())


def _printed(words: str, x: float, letters: Letters) -> str:
    box = f"{x - 4:.2f} {MARGIN - 4:.2f} {letters.width(words) + 8:.2f} {SIZE + 5:.2f}"
    return f"1 g {box} re f BT 0 g 0 Tr {FONT} {SIZE} Tf {x:.2f} {MARGIN:.2f} Td <{letters.written(words)}> Tj ET "
