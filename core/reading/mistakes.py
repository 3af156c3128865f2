"""What is wrong with a table: each at its cell, in plain words, and what is wrong in the same way told once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.reading.tables import TableCell, column_letters

# More places than these are counted, not listed.
MOST_PLACES = 6
# A table that is wrong in more ways than these is better put right from its beginning.
MOST_TOLD = 200


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong, and where; without a row it is about the sheet, or about the whole file."""

    sentence: str
    sheet: str = ""
    row: int = 0
    column: int = 0


@dataclass
class Mistakes:
    """All that is wrong with a file, in the order in which it was found."""

    found: list[Mistake] = field(default_factory=list)

    def at(self, cell: TableCell, sentence: str) -> None:
        """Something is wrong with a cell."""
        self.found.append(Mistake(sentence, cell.sheet, cell.row, cell.column))

    def about(self, sentence: str, sheet: str = "") -> None:
        """Something is wrong with a sheet, or with the file."""
        self.found.append(Mistake(sentence, sheet))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def in_words(self) -> list[dict[str, str]]:
        """For each kind of mistake where it is ("Profile, C3", "and 11 more cells: C4 to C14") and its sentence."""
        alike: dict[tuple[str, str], list[Mistake]] = defaultdict(list)
        for mistake in sorted(self.found, key=lambda each: (each.sheet, each.row, each.column)):
            alike[mistake.sheet, mistake.sentence].append(mistake)
        told = [
            {"where": _where(sheet, found[0]), "more": _more(found[1:]), "sentence": sentence}
            for (sheet, sentence), found in list(alike.items())[:MOST_TOLD]
        ]
        if rest := sum(len(found) for found in list(alike.values())[MOST_TOLD:]):
            sentence = f"There are {rest:,} more mistakes. Put those above right first."
            told.append({"where": "Elsewhere", "more": "", "sentence": sentence})
        return told


def _where(sheet: str, mistake: Mistake) -> str:
    address = f"{column_letters(mistake.column)}{mistake.row}" if mistake.row else ""
    return ", ".join(part for part in (sheet, address) if part) or "The file"


def _more(others: list[Mistake]) -> str:
    places = list(dict.fromkeys((each.row, each.column) for each in others if each.row))
    if not places:
        return ""
    ranges = list(_ranges(places))
    told = ", ".join(ranges[:MOST_PLACES]) + (", and so on" if len(ranges) > MOST_PLACES else "")
    return f"and {len(places):,} more cell{'s' if len(places) > 1 else ''}: {told}"


def _ranges(places: list[tuple[int, int]]) -> Iterable[str]:
    """ "C4 to C14" for cells below each other, "C4 to H4" for cells beside each other, a cell alone by its name."""
    left = set(places)
    for row, column in places:
        if (row, column) not in left:
            continue
        down, right = row, column
        while (down + 1, column) in left:
            down += 1
        while down == row and (row, right + 1) in left:
            right += 1
        left -= {(each, column) for each in range(row, down + 1)}
        left -= {(row, each) for each in range(column, right + 1)}
        first, last = f"{column_letters(column)}{row}", f"{column_letters(right)}{down}"
        yield first if first == last else f"{first} to {last}"
