"""What a round of a year comes to as a table: what each stream and project spent and expects, with its comment."""

import hashlib
from decimal import Decimal
from typing import Any

from funding import outturn
from funding.models import Period, Return, Round
from funding.outturn import OutturnLine
from funding.returning import units_of
from funding.yearly import Row, YearTable


class OutturnTable(YearTable):
    """The returns of a round: a row for everyone who answers. An empty sum says nothing; a dash or 0 says none."""

    NAME = "Outturn of a round"
    SHEET = "Outturn"
    LAST = "Outturn"
    HAS_COMMENTS = True
    HOW = (
        "Fill in what was spent and what is expected, in pounds, then hand the file in on the page of the pot. An "
        "empty box says nothing; a dash or 0 says none. Change the totals too, or leave them empty."
    )
    round: Round

    @property
    def above(self) -> list[str]:
        """With the round beside the year."""
        pot, year, made_from, how = super().above
        return [pot, f"{year}, {self.name_of_round}", made_from, how]

    @property
    def name_of_round(self) -> str:
        return f"round “{self.round.name}”"

    def head_of(self, period: Period) -> str:
        """Whether the round asks what was spent in it, or what is expected."""
        asked = "Spent" if self.round.counts_as_spent(period) else "Expected"
        return f"{asked}, {super().head_of(period)}"

    def no_minus_in(self, period: Period) -> str:
        """Less than nothing was spent where more was refunded; nobody expects it."""
        return "" if self.round.counts_as_spent(period) else "what is expected is nothing or more."


def table_of(round_: Round, reader: Any) -> OutturnTable:
    """What the reader may see of a round: what returns say, and where there is none what the books say."""
    known = outturn.of_round(round_)
    seen = Return.objects.visible_to(reader).of_round(round_).prefetch_related("lines__period").distinct()
    returns = {(each.stream_id, each.project_id): each for each in seen}
    rows = []
    for stream, project in units_of(round_):
        row = Row(stream, project)
        return_ = returns.get(row.key)
        lines = list(return_.lines.all()) if return_ else []
        if lines:
            row.sums = {line.period.number: line.amount for line in lines}
        else:
            row.sums = _in_the_books(round_, known.periods, known.line_of(*row.key))
        row.comment = return_.comment if return_ else ""
        rows.append(row)
    table = OutturnTable(round_.pot, round_.year, known.periods, rows, "")
    table.round = round_
    table.made_from = f"figures {_fingerprint(rows)}"
    return table


def _in_the_books(
    round_: Round, periods: list[Period], line: OutturnLine | None
) -> dict[int, Decimal | None]:
    sums: dict[int, Decimal | None] = {}
    for period in periods:
        if round_.counts_as_spent(period):
            sums[period.number] = line.spent.get(period.pk, Decimal(0)) if line else Decimal(0)
        elif line:
            sums[period.number] = line.expected.get(period.pk)
    return sums


def _fingerprint(rows: list[Row]) -> str:
    said = [(*row.key, sorted(row.sums.items()), row.comment) for row in rows]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]
