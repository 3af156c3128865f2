"""The profile grid of a year: what is planned for every stream and project in every period."""

from decimal import Decimal

from django.db.models import Max, Q

from funding.models import Cell, LedgerEntry, Period, Pot, Stream
from funding.yearly import Row, YearTable


class ProfileTable(YearTable):
    """What is planned in a year of a pot: a row for every stream and every project, planned for or not."""

    NAME = "Profile grid"
    SHEET = "Profile"
    LAST = "Year"
    HOW = (
        "Change the sums in pounds, then hand the file in on the page of the pot. Change the totals with them, or "
        "leave them empty. Rows and columns stay as they are."
    )

    def no_minus_in(self, period: Period) -> str:
        """Nowhere can less than nothing be planned."""
        return "a plan is nothing or more."


def profile_table_of(pot: Pot, year: int) -> ProfileTable:
    """The grid of a year as it stands now; a handful of queries, however long the ledger is."""
    periods = list(Period.objects.of_year(pot, year).knowing_state().order_by("number"))
    numbers = {period.pk: period.number for period in periods}
    rows: dict[tuple[int, int | None], Row] = {}
    for stream in Stream.objects.of_pot(pot).prefetch_related("projects"):
        for project in [None, *stream.projects.all()]:
            row = Row(stream, project, dict.fromkeys(numbers.values(), Decimal(0)))
            rows[row.key] = row
    for cell in Cell.objects.of_pot(pot).of_year(year).plans().with_balance():
        rows[cell.stream_id, cell.project_id].sums[numbers[cell.period_id]] = cell.balance
    return ProfileTable(pot, year, periods, list(rows.values()), f"movement {_last_movement(pot, year)}")


def _last_movement(pot: Pot, year: int) -> int:
    """The last that changed a plan of the year; 0 when none has."""
    plan = Cell.objects.of_pot(pot).of_year(year).plans().values("pk")
    moved = LedgerEntry.objects.of_pot(pot).filter(Q(source__in=plan) | Q(destination__in=plan))
    return moved.order_by().aggregate(last=Max("pk"))["last"] or 0
