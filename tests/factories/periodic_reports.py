"""Regular reports, made as a worker makes them."""

from datetime import date, datetime
from typing import Any

from core.models import Run
from core.statements import Statement
from partnership.models import PeriodicReport, User
from partnership.periodic_reports import Asked, Audience
from partnership.spans import Rhythm, Span, span_with
from portal import report_making
from portal.tasks import make_report

FEBRUARY = span_with(Rhythm.MONTH, date(2007, 2, 1))


def asked(
    kind: str = "action_log",
    *,
    thing: Any = None,
    span: Span = FEBRUARY,
    audience: str = Audience.EVERYONE,
    by: User | None = None,
    reader: User | None = None,
    until: datetime | None = None,
) -> Asked:
    """The question, as the run of a worker would hold it. With `until`, that of a digest."""
    arguments = report_making.arguments_of(
        kind,
        thing=thing,
        since=None if until else span.since,
        until=until or span.until,
        period="" if until else span.label,
        audience=audience,
        reader=reader,
    )
    found = report_making.asked_in(arguments, by=by)
    assert found is not None
    return found


def told(kind: str = "action_log", **values: Any) -> Statement | None:
    """What the report would say."""
    return report_making.counted(asked(kind, **values))


def a_report(kind: str = "action_log", **values: Any) -> PeriodicReport:
    """The report, kept."""
    question = asked(kind, **values)
    statement = report_making.counted(question) or Statement("Nothing happened.")
    return report_making.made(question, statement, by=values.get("by"))


def a_digest(reader: User, *, until: datetime) -> PeriodicReport | None:
    """Somebody's digest up to a moment, as the clock has it made; None where nothing happened."""
    arguments = report_making.arguments_of(
        "sector_digest", thing=None, until=until, period="", audience=Audience.READER, reader=reader
    )
    # The run stands there, and is not queued: the work is done here.
    Run.objects.create(task=make_report.name, title="Digest", arguments=arguments)
    question = report_making.asked_in(arguments, by=None)
    statement = report_making.counted(question) if question else None
    return report_making.made(question, statement, by=None) if question and statement else None
