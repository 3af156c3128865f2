"""What a return is about, what it says, and what it would come to if it were accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from funding import outturn
from funding.models import Period, Project, Return, ReturnLine, Round, Stream
from funding.outturn import OutturnLine, YearOutturn

Unit = tuple[Stream, Project | None]


@dataclass(frozen=True)
class LineOfReturn:
    """What a return says of one period: `kind` is actual (spent in it, in all) or forecast (expected)."""

    period: Period
    kind: str
    amount: Decimal


def units_of(round_: Round, known: YearOutturn | None = None) -> list[Unit]:
    """Who answers in a round: every project; and a stream for money of its own, or where it has no projects."""
    known = known or outturn.of_round(round_)
    streams = list(Stream.objects.of_pot(round_.pot).prefetch_related("projects__organisation"))
    with_own_money = {line.stream.pk for line in known.lines if line.project is None}
    units: list[Unit] = []
    for stream in streams:
        projects = list(stream.projects.all())
        if not projects or stream.pk in with_own_money:
            units.append((stream, None))
        units += [(stream, project) for project in projects]
    return units


def kind_in(round_: Round, period: Period) -> str:
    """Whether a round asks what was spent in a period, or what is expected."""
    return ReturnLine.Kind.ACTUAL if round_.counts_as_spent(period) else ReturnLine.Kind.FORECAST


def now(return_: Return) -> OutturnLine:
    """What the books say of it, before the return is heard."""
    known = outturn.of_round(return_.round, of=(return_.stream, return_.project))
    return known.lines[0]


def if_accepted(return_: Return, lines: Iterable[ReturnLine | LineOfReturn]) -> OutturnLine:
    """What the year would come to with these lines in the place of what the books say."""
    line = now(return_)
    for each in lines:
        if each.kind == ReturnLine.Kind.ACTUAL:
            line.spent[each.period.pk] = each.amount
        else:
            line.expected[each.period.pk] = each.amount
    return line


def missing_periods(return_: Return, lines: Iterable[ReturnLine | LineOfReturn]) -> list[Period]:
    """The periods of the year of which the return says nothing yet."""
    said = {each.period.pk for each in lines}
    periods = Period.objects.of_year(return_.round.pot, return_.round.year).order_by("number")
    return [period for period in periods if period.pk not in said]
