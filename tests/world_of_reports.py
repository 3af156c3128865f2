"""Regular reports of the world: one of each kind, for everyone, for officers and for one reader."""

from datetime import date

from django.utils import timezone

from partnership.models import PeriodicReport, User
from partnership.spans import Rhythm, quarter, span_with
from tests.factories.periodic_reports import a_digest, a_report

Things = dict[str, object]


def reports_made(things: Things, users: dict[str, User | None]) -> dict[str, PeriodicReport | None]:
    """Made as a worker makes them."""
    officer, member = users["officer"], users["member"]
    assert member is not None
    today = timezone.localdate()
    month, so_far = span_with(Rhythm.MONTH, today), span_with(Rhythm.YEAR_SO_FAR, today)
    money = span_with(Rhythm.FINANCIAL_YEAR, date(2020, 5, 1))
    group, pot = things["group"], things["pot"]
    return {
        "action_log": a_report(thing=group, span=month, by=officer),
        "officers_log": a_report(thing=group, span=month, audience="officers", by=officer),
        "attendance": a_report("attendance", thing=group, span=so_far, by=officer),
        "performance": a_report("performance", thing=pot, span=quarter(2020, 4), by=officer),
        "underspend": a_report("underspend", thing=pot, span=money, by=officer),
        "coverage": a_report("coverage", span=span_with(Rhythm.YEAR, today), by=officer),
        "digest": a_digest(member, until=timezone.now()),
    }
