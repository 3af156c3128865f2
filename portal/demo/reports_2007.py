"""The regular reports of the demonstration: made of the record by what makes them every month, nothing typed.

The days on which they were made are illustrative; their figures are those of the record on that day.
"""

from datetime import date, datetime
from typing import Any

from funding.models import Pot
from partnership.models import Group, PeriodicReport, User
from partnership.periodic_reports import Audience
from partnership.spans import Rhythm, Span, midnight, quarter, span_with
from portal.demo.days import clock
from portal.operations import DIGEST
from portal.report_making import arguments_of, asked_in, counted, made

FIRST_DIGEST = date(2007, 2, 19)


def load(group: Group, pot: Pot, *, officer: User, representative: User) -> None:
    """What the clock and the officer had made of the first months of 2007."""
    with clock(2007, 2, 12):
        _made("performance", pot.agreement, quarter(2006, 3), by=officer)
        _made("underspend", pot, span_with(Rhythm.FINANCIAL_YEAR, date(2007, 2, 12)), by=officer)
    with clock(FIRST_DIGEST.year, FIRST_DIGEST.month, FIRST_DIGEST.day):
        _gathered(representative, until=midnight(FIRST_DIGEST))
    with clock(2007, 3, 1):
        february = date(2007, 2, 28)
        _made("action_log", group, span_with(Rhythm.MONTH, february), by=None)
        _made("attendance", group, span_with(Rhythm.YEAR_SO_FAR, february), by=None)


def load_coverage(*, by: User) -> PeriodicReport | None:
    """The coverage of 2011 so far, as the record knew it on the day of the framework."""
    return _made("coverage", None, span_with(Rhythm.YEAR, date(2011, 3, 17)), by=by)


def _made(kind: str, thing: Any, span: Span, *, by: User | None) -> PeriodicReport | None:
    arguments = arguments_of(
        kind,
        thing=thing,
        since=span.since,
        until=span.until,
        period=span.label,
        audience=Audience.EVERYONE,
    )
    return _answered(arguments, by)


def _gathered(reader: User, *, until: datetime) -> PeriodicReport | None:
    arguments = arguments_of(
        DIGEST, thing=None, until=until, period="", audience=Audience.READER, reader=reader
    )
    return _answered(arguments, None)


def _answered(arguments: dict[str, Any], by: User | None) -> PeriodicReport | None:
    asked = asked_in(arguments, by=by)
    statement = counted(asked) if asked else None
    return made(asked, statement, by=by) if asked and statement else None
