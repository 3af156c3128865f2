"""How a worker makes a report: it counts, sets the pages, and keeps it. Killed on the way, it leaves nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from core.documents import Words, to_pdf
from core.models import Run
from core.moments import one_moment
from core.refusals import Refused
from core.runs import Work
from core.statements import Statement
from core.statements.document import document_of
from core.statements.workbook import workbook_of
from core.templatetags.house import british_date, british_datetime
from partnership import operations
from partnership.models import PeriodicReport, User
from partnership.periodic_reports import KINDS, Asked, Audience, eyes_of, group_of

Arguments = dict[str, Any]
# How far back the first digest of somebody looks.
FIRST_LOOK = timedelta(days=28)
WHOSE = {
    Audience.EVERYONE: "Everyone",
    Audience.OFFICERS: "The officers of the group",
    Audience.READER: "Its reader alone",
}


def build(work: Work) -> None:
    """Make the report that a run is for, unless it is made already."""
    if kept := PeriodicReport.objects.filter(run=work.run.pk).first():
        _leads_to(work.run, kept)
        return
    work.says(5, "Counting.")
    asked = asked_in(work.arguments, by=work.run.asked_by)
    statement = counted(asked) if asked else None
    if asked is None or statement is None:
        if work.run.asked_by is None:
            # Nothing to tell is told to nobody.
            return
        raise Refused("Nothing happened in this time that could be reported, so there is no report.")
    report = made(asked, statement, by=work.run.asked_by, work=work)
    _leads_to(work.run, report)


def counted(asked: Asked) -> Statement | None:
    """What there is to tell, all of one moment; None where there is nothing."""
    with one_moment():
        return KINDS[asked.kind].make(asked)


def made(asked: Asked, statement: Statement, *, by: User | None, work: Work | None = None) -> PeriodicReport:
    """The report with its two files, kept."""
    facts = facts_of(asked)
    if work:
        work.says(60, "Setting the pages.")
    printed: list[tuple[str, Words]] = [*facts]
    pdf = to_pdf(
        document_of(
            statement,
            title=asked.title,
            subtitle=settings.SITE_NAME,
            day=timezone.localdate(asked.as_of),
            facts=printed,
        )
    )
    if work:
        work.says(80, "Filling the spreadsheet.")
    site = settings.SITE_URL.rstrip("/")
    workbook = workbook_of(statement, title=asked.title, facts=facts, site=site)
    if work:
        work.says(90, "Keeping the report.")
    run = work.run if work else None
    return operations.keep_report(asked, statement, pdf=pdf, workbook=workbook, run=run, by=by)


def facts_of(asked: Asked) -> list[tuple[str, str]]:
    """What stands beside every report: of which time it is, as of when, and who may read it."""
    return [
        ("Time", asked.period[:1].upper() + asked.period[1:]),
        ("Figures as of", british_datetime(asked.as_of)),
        ("Who may read it", WHOSE[Audience(asked.audience)]),
    ]


def arguments_of(
    kind: str,
    *,
    thing: Any,
    until: datetime,
    period: str,
    audience: str,
    since: datetime | None = None,
    reader: User | None = None,
) -> Arguments:
    """What is asked for, as a run keeps it: the same question always gives the same."""
    return {
        "kind": kind,
        "thing": [thing._meta.label_lower, thing.pk] if thing else None,
        "since": since.isoformat() if since else None,
        "until": until.isoformat(),
        "period": period,
        "audience": audience,
        "reader": reader.pk if reader else None,
    }


def asked_in(arguments: Arguments, *, by: User | None) -> Asked | None:
    """The question that a run keeps; None where nobody is there any more to whom the answer would go."""
    kind = arguments["kind"]
    thing = None
    if arguments["thing"]:
        label, pk = arguments["thing"]
        thing = apps.get_model(label)._default_manager.get(pk=pk)
    reader = User.objects.active().filter(pk=arguments["reader"]).first() if arguments["reader"] else None
    audience = arguments["audience"]
    sees = eyes_of(audience, group=group_of(thing), by=by, reader=reader)
    until = datetime.fromisoformat(arguments["until"])
    since = datetime.fromisoformat(arguments["since"]) if arguments["since"] else None
    if sees is None or (since is None and reader is None):
        return None
    since = since or begins_after(kind, reader, until)
    if since >= until:
        return None
    period = arguments["period"] or _between(since, until)
    return Asked(kind, thing, since, until, period, audience, sees, timezone.now(), reader, by is None)


def begins_after(kind: str, reader: User | None, until: datetime) -> datetime:
    """Where the last digest of a reader ended.

    Before there is one, always the same moment, four weeks before the first was ever asked for: weeks in which nothing
    happened, or no worker came, move it no further.
    """
    last = PeriodicReport.objects.going_on(kind, reader).aggregate(until=Max("until"))["until"]
    if last is not None:
        return last
    asked = Run.objects.filter(arguments__kind=kind, arguments__reader=reader.pk if reader else None)
    first = asked.order_by("pk").values_list("arguments__until", flat=True).first()
    return (datetime.fromisoformat(first) if first else until) - FIRST_LOOK


def _between(since: datetime, until: datetime) -> str:
    """ "22 January to 18 February 2007" in whole days, where it is of whole days."""
    first, last = timezone.localtime(since), timezone.localtime(until)
    if (first.time(), last.time()) == (time.min, time.min):
        return f"{british_date(first)} to {british_date(last - timedelta(days=1))}"
    return f"{british_datetime(first)} to {british_datetime(last)}"


def _leads_to(run: Run, report: PeriodicReport) -> None:
    Run.objects.filter(pk=run.pk).update(leads_to=report.get_absolute_url())
