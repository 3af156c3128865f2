"""Regular reports of a large year: what a worker needs for each, with both files, and how much memory.

Sixty streams planned and spent in twelve months, ten thousand actions of five hundred owners, a digest of a year with
a thousand decisions. The rows of actions and decisions are written by the database itself; the money is moved by the
operations that people use.
"""

import resource
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import data
from bench.measure import processor_seconds
from funding import operations as funding
from funding.models import Authority, Period, Pot, Return, Stream
from funding.places import planned
from funding.returning import LineOfReturn, kind_in
from meetings.models import ActionItem, Decision
from partnership import operations as partnership
from partnership.models import Organisation, PeriodicReport, Person, User
from partnership.periodic_reports import Audience
from partnership.spans import Rhythm, Span, quarter, span_with
from portal import report_making

STREAMS, ACTIONS, OWNERS, DECISIONS = 60, 10_000, 500, 1_000
YEAR = 2009
LIMIT = 10.0


def main() -> None:
    """Each report alone, then all of them as one year."""
    officer, began = data.officer(), time.perf_counter()
    pot = _pot(officer)
    _actions(officer)
    representative = _representative()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{'the year is entered':58} {time.perf_counter() - began:10.1f} s", flush=True)

    year = date(YEAR, 6, 1)
    month, so_far = (span_with(each, date(2010, 3, 1)) for each in (Rhythm.MONTH, Rhythm.YEAR_SO_FAR))
    spent = [
        _measured("performance and spend, 60 streams by 12 months", "performance", pot, quarter(YEAR, 4)),
        _measured("unspent money of that pot", "underspend", pot, span_with(Rhythm.FINANCIAL_YEAR, year)),
        _measured(
            "action log, 10,000 actions",
            "action_log",
            data.group(),
            month,
        ),
        _measured(
            "attendance of the year",
            "attendance",
            data.group(),
            so_far,
        ),
        _measured("engagement coverage", "coverage", None, span_with(Rhythm.YEAR, year)),
        _measured("sector digest, 1,000 decisions", "sector_digest", None, None, reader=representative),
    ]
    slowest = max(spent)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'all of them together':58} {sum(spent):10.2f} s busy, memory at most {memory:.0f} MB")
    verdict = "under" if slowest < LIMIT else "OVER"
    # What the clock says on a machine that has nothing else to do.
    print(
        f"the slowest kept a processor busy for {slowest:.1f} s: {verdict} the limit of {LIMIT:.0f} s",
        flush=True,
    )


def _measured(what: str, kind: str, thing: Any, span: Span | None, *, reader: User | None = None) -> float:
    arguments = report_making.arguments_of(
        kind,
        thing=thing,
        since=span.since if span else None,
        until=span.until if span else timezone.now(),
        period=span.label if span else "",
        audience=Audience.READER if reader else Audience.EVERYONE,
        reader=reader,
    )
    reset_queries()
    began, busy = time.perf_counter(), processor_seconds()
    with CaptureQueriesContext(connection) as queries:
        asked = report_making.asked_in(arguments, by=None if reader else data.officer())
        assert asked is not None
        statement = report_making.counted(asked)
        counted = time.perf_counter() - began
        if statement is None:
            print(f"{what:58} nothing to tell", flush=True)
            return processor_seconds() - busy
        report = report_making.made(asked, statement, by=None if reader else data.officer())
    took, busy = time.perf_counter() - began, processor_seconds() - busy
    kept = PeriodicReport.objects.get(pk=report.pk)
    sizes = f"PDF {kept.pdf.size / 1000:.0f} kB, spreadsheet {kept.workbook.size / 1000:.0f} kB"
    times = f"{took:10.2f} s, {counted:.2f} s of them counting, {busy:.2f} s busy"
    print(f"{what:58} {times}, {len(queries):4} queries, {sizes}", flush=True)
    return busy


def _pot(officer: User) -> Pot:
    """Each of sixty streams planned for twelve months, and something spent in each."""
    body = partnership.add_organisation(name="Reporting council", sector=Organisation.Sector.PUBLIC, by=None)
    pot = funding.make_pot(
        name="Reporting pot",
        group=data.group(),
        accountable_body=body,
        funder="the Government",
        unit=Pot.Unit.MONTH,
        by=officer,
    )
    funding.open_year(pot, year=YEAR, by=officer)
    data.meeting_with(items=1)
    decision = Decision.objects.of_group(pot.group).order_by("-pk")[0]
    kinds = ["award", "profile"]
    authority = funding.authorise(pot, decision=decision, kinds=kinds, ceiling=Decimal(10**9), by=officer)
    for number in range(STREAMS):
        _stream(pot, number, authority, officer)
    round_ = funding.open_round(
        pot,
        year=YEAR,
        name="Month 11",
        actuals_to=Period.objects.get(pot=pot, year=YEAR, number=11),
        opens_on=date(2010, 3, 1),
        due_on=date(2090, 3, 28),
        by=officer,
    )
    _answer(round_, officer)
    return funding.publish_pot(pot, by=officer)


def _stream(pot: Pot, number: int, authority: Authority, officer: User) -> None:
    stream = funding.add_stream(pot, name=f"Stream {number + 1}", kind=Stream.Kind.POOLED, by=officer)
    word: dict[str, Any] = {
        "authority": authority,
        "reason": "As decided",
        "effective_on": date(YEAR, 4, 1),
        "by": officer,
    }
    funding.award(stream, year=YEAR, amount=Decimal(120_000), **word)
    for period in Period.objects.of_year(pot, YEAR):
        funding.profile(planned(stream, period), amount=Decimal(9_500), **word)


def _answer(round_: Any, officer: User) -> None:
    """Every stream says what it spent and expects; a second officer accepts it."""
    second = User.objects.create_user("second@example.org", "a long enough password")
    partnership.support_group(round_.pot.group, user=second, starts_on=date(2009, 1, 1), by=None)
    periods = list(Period.objects.of_year(round_.pot, YEAR).order_by("number"))
    for return_ in Return.objects.of_round(round_).with_names():
        lines = [LineOfReturn(each, kind_in(round_, each), Decimal(9_000)) for each in periods]
        kept = funding.save_return(
            return_, lines=lines, comment="So far.", revision=return_.revision, by=officer
        )
        sent = funding.submit_return(kept, revision=kept.revision, by=officer)
        funding.accept_return(sent, revision=sent.revision, by=second)


def _actions(officer: User) -> None:
    """Ten thousand actions on the items of one group, and as many decisions as a busy year has, all published."""
    item = Decision.objects.of_group(data.group()).order_by("-pk")[0].item
    owners = Person.objects.bulk_create(
        Person(name=f"Owner {number}", slug=f"owner-{number}") for number in range(OWNERS)
    )
    told: datetime = timezone.make_aware(datetime(2010, 3, 10))
    ActionItem.objects.bulk_create(
        ActionItem(
            item=item,
            text=f"Carry on with delivery of scheme {number} for the partners of the county",
            owner=owners[number % OWNERS],
            due_on=date(2010, 3, 1) + timedelta(days=number % 90) if number % 7 else None,
            progress="Half of it is done, and the rest is promised for the next meeting.",
            given_out_at=told,
            published_at=told,
        )
        for number in range(ACTIONS)
    )


def _representative() -> User:
    """Sits in the group for a body of the sector; a thousand decisions there were published an hour ago."""
    body = partnership.add_organisation(name="Alliance", sector=Organisation.Sector.VOLUNTARY, by=None)
    user = User.objects.create_user("representative@example.org", "a long enough password")
    person = partnership.add_person(name="A representative", organisation=body, by=None)
    partnership.link_user(user, person=person, by=user)
    partnership.add_membership(
        data.group(), person=person, organisation=body, starts_on=date(2009, 1, 1), by=None
    )
    pattern = Decision.objects.of_group(data.group()).order_by("-pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        rows = []
        for number in range(DECISIONS):
            copy = Decision.objects.get(pk=pattern.pk)
            copy.pk, copy._state.adding = None, True
            copy.number, copy.ref = 10_000 + number, f"BG-X-{number}"
            copy.published_at = copy.given_out_at = timezone.now() - timedelta(hours=1)
            rows.append(copy)
        Decision.objects.bulk_create(rows)
        cursor.execute("SET session_replication_role = DEFAULT")
    return user
