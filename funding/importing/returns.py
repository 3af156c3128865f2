"""The returns of a round, as an officer filled them in for everybody: what they would say otherwise."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.reading.tables import TableCell, Workbook
from core.spreadsheets import unharmed
from core.templatetags.house import british_date
from funding.importing.sheets import Found, plain, sheet_of
from funding.importing.yearly import LONGEST_COMMENT, Said, read_lines
from funding.models import Period, Project, Return, Round, Stream
from funding.outturn_tables import OutturnTable, table_of


@dataclass
class Rewritten:
    """A return that would say something else: its sums by period, None where it says nothing, and its comment."""

    stream: Stream
    project: Project | None
    sums: list[tuple[Period, Decimal | None, Decimal | None]]
    comment: str
    comment_before: str

    @property
    def about(self) -> str:
        return f"{self.stream}: {self.project}" if self.project else str(self.stream)

    @property
    def changed(self) -> list[tuple[Period, Decimal | None, Decimal | None]]:
        return [each for each in self.sums if each[1] != each[2]]


def read(book: Workbook, round_: Round, reader: Any) -> Found:
    """The figures of a filled-in table; every mistake at once."""
    found = Found()
    sheet = sheet_of(book, OutturnTable.SHEET, found)
    table = table_of(round_, reader)
    lines = read_lines(sheet, table, found) if sheet else None
    if sheet is None or lines is None:
        return found
    if plain(table.name_of_round) not in plain(sheet.at(3, 2).words):
        found.mistakes.at(sheet.at(3, 2), f"The file is of another round: this one is {table.name_of_round}.")
    if not round_.is_open:
        found.mistakes.about(f"The round opens on {british_date(round_.opens_on)}.", sheet.name)
    returns = {(each.stream_id, each.project_id): each for each in Return.objects.of_round(round_)}
    figures = []
    for said in lines.said.values():
        comment = _comment(said.comment, found)
        _check_may_be_written(said, comment, returns.get(said.row.key), found)
        sums = {str(number): str(amount) for number, amount in said.sums.items() if amount is not None}
        figures.append({"key": list(said.row.key), "sums": sums, "comment": comment})
    if not found.mistakes:
        found.figures = {"returns": figures}
    return found


def rewritten(round_: Round, found: dict[str, Any], reader: Any) -> list[Rewritten]:
    """The returns that would say something else than they do now."""
    table = table_of(round_, reader)
    asked = {tuple(each["key"]): each for each in found["returns"]}
    made = []
    for row in table.rows:
        if (wanted := asked.get(row.key)) is None:
            continue
        sums = {number: Decimal(amount) for number, amount in wanted["sums"].items()}
        pairs = [
            (period, row.sums.get(period.number), sums.get(str(period.number))) for period in table.periods
        ]
        each = Rewritten(row.stream, row.project, pairs, wanted["comment"], row.comment)
        if each.changed or each.comment != _alike(row.comment):
            made.append(each)
    return made


def sentence_of(returns: list[Rewritten]) -> str:
    """What would be written, in one sentence."""
    if not returns:
        return "The file says what the returns say: nothing would change"
    amounts = sum(len(each.changed) for each in returns)
    many = f"{len(returns)} returns" if len(returns) != 1 else "1 return"
    return f"{many} would be written, with {amounts} sum{'s' if amounts != 1 else ''} changed; none is sent by it"


def _comment(cell: TableCell, found: Found) -> str:
    if cell.kind in ("formula", "error"):
        found.mistakes.at(cell, "A comment is words. Here stands a formula.")
        return ""
    text = _alike(cell.text if cell.sheet else unharmed(cell.text))
    if len(text) > LONGEST_COMMENT:
        found.mistakes.at(cell, f"The comment is longer than {LONGEST_COMMENT:,} characters.")
    return text


def _alike(text: str) -> str:
    """A comment as it is kept: line ends alike, without blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _check_may_be_written(said: Said, comment: str, return_: Return | None, found: Found) -> None:
    """A return that was sent, or accepted, stays as it is."""
    if return_ is None or return_.may_be_written:
        return
    state = "accepted" if return_.is_accepted else "sent"
    for number, cell in said.cells.items():
        if said.sums[number] != said.row.sums.get(number):
            found.mistakes.at(cell, f"The return is {state} already, so its sums stay as they are.")
    if comment != _alike(said.row.comment):
        found.mistakes.at(said.comment, f"The return is {state} already, so its comment stays as it is.")
