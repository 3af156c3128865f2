"""A table of parishes as somebody hands it in: what is in it, and everything that is wrong with it."""

import csv
import re
from dataclasses import dataclass

from core.refusals import Refused
from core.words import printable
from localities.models import Area, Locality, ParishCouncil
from localities.models.areas import CODES

COLUMNS = ["code", "name", "locality", "council"]
NEEDED = COLUMNS[:3]
MOST_LINES = 2_000
LONGEST_NAME = 160


class WrongFile(Refused):
    """The table cannot be taken in. `problems` says everything that is wrong with it, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    """One parish of the table. Its locality and its council may be left open."""

    line: int
    code: str
    name: str
    locality: Locality | None
    council: str


def read(file: bytes) -> list[Row]:
    """The parishes of a table. Raises WrongFile with every problem at once."""
    lines = _lines(file)
    headings = [heading.strip().lower() for heading in lines[0][1]] if lines else []
    problems = [f"Line 1: there is no column “{name}”." for name in NEEDED if name not in headings]
    if problems:
        raise WrongFile([*problems, f"The first line names the columns: {', '.join(COLUMNS)}."])
    if len(lines) == 1:
        raise WrongFile(["The file names its columns, and no parish under them."])
    reader = _Reader(headings)
    rows = [reader.row(line, cells) for line, cells in lines[1:]]
    if reader.problems:
        raise WrongFile(reader.problems)
    return rows


def _lines(file: bytes) -> list[tuple[int, list[str]]]:
    """The lines that have anything in them, with their numbers."""
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile(["The file is not in UTF-8. Save it as “CSV UTF-8” and choose it again."]) from None
    if "\x00" in text:
        raise WrongFile(["The file has characters in it that no text has. Save it as “CSV UTF-8”."])
    reader = csv.reader(text.splitlines(), strict=True)
    lines = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((reader.line_num, cells))
            if len(lines) > MOST_LINES + 1:
                raise WrongFile([f"The file has more than {MOST_LINES:,} parishes. Hand it in in parts."])
    except csv.Error:
        raise WrongFile([f"Line {reader.line_num}: a quotation mark is open or out of place."]) from None
    return lines


class _Reader:
    """Reads row after row, and remembers what was said already and what is wrong."""

    def __init__(self, headings: list[str]) -> None:
        self.headings = headings
        self.problems: list[str] = []
        self.localities = {locality.name.lower(): locality for locality in Locality.objects.all()}
        parishes = Area.objects.parishes()
        self.known_codes = {area.code: area.name for area in parishes}
        self.known_names = {area.name.lower(): area.code for area in parishes}
        self.councils = {name.lower(): name for name in ParishCouncil.objects.values_list("name", flat=True)}
        self.seen: dict[tuple[str, str], int] = {}

    def row(self, line: int, cells: list[str]) -> Row:
        if len(cells) > len(self.headings):
            self._say(line, "", f"there are {len(cells)} cells under {len(self.headings)} headings.")
        found = {name: printable(cell) for name, cell in zip(self.headings, cells, strict=False)}
        code, name = found.get("code", "").upper(), found.get("name", "")
        self._check_code(line, code)
        self._check_name(line, name)
        self._check_against_the_record(line, code, name)
        council = found.get("council", "")
        if len(council) > LONGEST_NAME:
            self._say(line, "council", f"the name is longer than {LONGEST_NAME} characters.")
        council = self.councils.setdefault(council.lower(), council) if council else ""
        return Row(line, code, name, self._locality(line, found.get("locality", "")), council)

    def _check_code(self, line: int, code: str) -> None:
        if not re.fullmatch(CODES[Area.Kind.PARISH], code):
            said = f"“{code[:40]}” is not the code of a parish" if code else "there is no code"
            self._say(line, "code", f"{said}. It is E04 and six digits, such as E04000123.")
        else:
            self._once(line, "code", code)

    def _check_name(self, line: int, name: str) -> None:
        if not name or len(name) > LONGEST_NAME:
            self._say(line, "name", f"a parish has a name of at most {LONGEST_NAME} characters.")
        else:
            self._once(line, "name", name)

    def _check_against_the_record(self, line: int, code: str, name: str) -> None:
        """A parish that is known keeps its code and its name."""
        if code in self.known_codes and name.lower() != self.known_codes[code].lower():
            self._say(line, "code", f"{code} is the code of {self.known_codes[code]} on the record.")
        elif self.known_names.get(name.lower(), code) != code:
            self._say(line, "name", f"{name} has the code {self.known_names[name.lower()]} on the record.")

    def _locality(self, line: int, name: str) -> Locality | None:
        if name and name.lower() not in self.localities:
            self._say(line, "locality", f"there is no locality called “{name[:60]}”.")
        return self.localities.get(name.lower())

    def _once(self, line: int, column: str, words: str) -> None:
        first = self.seen.setdefault((column, words.lower()), line)
        if first != line:
            self._say(line, column, f"“{words}” stands in line {first} already.")

    def _say(self, line: int, column: str, words: str) -> None:
        place = f"Line {line}, {column}" if column else f"Line {line}"
        self.problems.append(f"{place}: {words}")
