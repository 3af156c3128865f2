"""A pot with ten years of history and a million movements: what its pages cost, and what a decision on it costs.

The movements are written by the database itself with its guards asleep, and the sums beside the ledger are then worked
out from them by the command that an administrator would use. What is measured afterwards has every guard awake.
"""

import resource
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import data
from bench.measure import measure, page
from bench.proposals import proposing
from funding import operations as funding
from funding.models import Authority, Cell, LedgerEntry, Pot, Stream
from funding.operations import sums
from meetings.models import Decision
from partnership import operations as partnership
from partnership.models import Organisation, User

STREAMS, PROJECTS, YEARS, MOVEMENTS = 60, 400, range(2000, 2010), 1_000_000
LINES = 400
KINDS = ["award", "profile", "reprofile", "virement", "carry_out", "return", "award_change"]


def main() -> None:
    pot, officer = _pot(), data.officer()
    authority = _authority(pot, officer)
    _told("the movements are made", lambda: _history(pot, authority, officer))
    _told("the sums beside them are worked out (mend_sums)", lambda: sums.mend_sums(by=None))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _told("the sums are compared with the ledger (each night)", _compare)
    _sizes()
    _pages(pot)
    _moving(pot, authority, officer)
    proposing(pot, authority, officer, year=YEARS[-1])


def _told(what: str, do: Callable[[], object]) -> None:
    began = time.perf_counter()
    do()
    print(f"{what:58} {time.perf_counter() - began:22.1f} s", flush=True)


def _compare() -> None:
    assert not any(sums.differences().values()), sums.differences()


def _sizes() -> None:
    tables = ["ledgerentry", "actual", "cell", "cellstanding", "streamstanding", "authoritystanding"]
    with connection.cursor() as cursor:
        for table in tables:
            name = f"funding_{table}"
            cursor.execute(f"SELECT COUNT(*), pg_total_relation_size('{name}') FROM {name}")
            rows, size = cursor.fetchone()
            print(f"  {name:56} {rows:10,} rows {size / 1_000_000:9.0f} MB")


def _pot() -> Pot:
    officer = data.officer()
    body = partnership.add_organisation(name="Bench council", sector=Organisation.Sector.PUBLIC, by=None)
    pot = funding.make_pot(
        name="Bench pot",
        group=data.group(),
        accountable_body=body,
        funder="the Government",
        unit=Pot.Unit.MONTH,
        by=officer,
    )
    for year in YEARS:
        funding.open_year(pot, year=year, by=officer)
    for number in range(STREAMS):
        kind = Stream.Kind.ALIGNED if number == STREAMS - 1 else Stream.Kind.POOLED
        stream = funding.add_stream(pot, name=f"Stream {number + 1}", kind=kind, by=officer)
        for project in range(number, PROJECTS, STREAMS):
            funding.add_project(stream, name=f"Project {project + 1}", by=officer)
    return funding.publish_pot(pot, by=officer)


def _authority(pot: Pot, officer: User) -> Authority:
    """Ten decisions, each of which allows everything; the last is returned."""
    for _ in YEARS:
        data.meeting_with(items=1)
    made = [
        funding.authorise(pot, decision=decision, kinds=KINDS, ceiling=Decimal(10**11), by=officer)
        for decision in Decision.objects.of_group(pot.group).order_by("-pk")[: len(YEARS)]
    ]
    return made[-1]


def _history(pot: Pot, authority: Authority, officer: User) -> None:
    """In April the award and the plan of each year; then money to and fro between the months of each project."""
    known = {
        "pot": pot.pk,
        "by": officer.pk,
        "first": YEARS[0],
        "last": YEARS[-1],
        "years": len(YEARS),
        "authority": authority.pk,
        "moves": MOVEMENTS - len(YEARS) * (STREAMS + PROJECTS * 12),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in _HISTORY.split(";"):
            cursor.execute(statement, known)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


# Each year rests on the decision of its own; nothing is ever moved that is not there.
_HISTORY = """
INSERT INTO funding_cell (pot_id, kind) VALUES (%(pot)s, 'funder');
INSERT INTO funding_cell (pot_id, kind, year, stream_id)
    SELECT %(pot)s, 'available', year, s.id
    FROM funding_stream s, generate_series(%(first)s, %(last)s) year WHERE s.pot_id = %(pot)s;
INSERT INTO funding_cell (pot_id, kind, year, stream_id, project_id, period_id)
    SELECT %(pot)s, 'profile', p.year, j.stream_id, j.id, p.id
    FROM funding_project j, funding_period p WHERE p.pot_id = %(pot)s;
CREATE TEMPORARY TABLE word AS
    SELECT %(first)s - 1 + row_number() OVER (ORDER BY id) AS year, id AS authority_id, decision_id
    FROM funding_authority WHERE pot_id = %(pot)s;
CREATE TEMPORARY TABLE place AS
    SELECT c.id, c.year, p.number, row_number() OVER (PARTITION BY c.period_id ORDER BY c.project_id) - 1 AS project
    FROM funding_cell c JOIN funding_period p ON p.id = c.period_id WHERE c.pot_id = %(pot)s;
CREATE INDEX ON place (year, project, number);
ANALYZE place;
INSERT INTO funding_ledgerentry (pot_id, kind, source_id, destination_id, amount, decision_id, authority_id, reason,
        effective_on, recorded_at, by_id, external_reference)
    SELECT %(pot)s, 'award', (SELECT id FROM funding_cell WHERE pot_id = %(pot)s AND kind = 'funder'), c.id, 90000,
        w.decision_id, w.authority_id, 'As decided', make_date(c.year, 4, 1), make_date(c.year, 4, 1), %(by)s, ''
    FROM funding_cell c JOIN word w ON w.year = c.year WHERE c.pot_id = %(pot)s AND c.kind = 'available'
    ORDER BY c.year;
INSERT INTO funding_ledgerentry (pot_id, kind, source_id, destination_id, amount, decision_id, authority_id, reason,
        effective_on, recorded_at, by_id, external_reference)
    SELECT %(pot)s, 'profile', a.id, c.id, 1000, w.decision_id, w.authority_id, 'As decided',
        make_date(c.year, 4, 1), make_date(c.year, 4, 1) + interval '1 hour', %(by)s, ''
    FROM funding_cell c
    JOIN funding_cell a ON a.kind = 'available' AND a.stream_id = c.stream_id AND a.year = c.year
    JOIN word w ON w.year = c.year WHERE c.pot_id = %(pot)s AND c.kind = 'profile' ORDER BY c.year;
INSERT INTO funding_ledgerentry (pot_id, kind, source_id, destination_id, amount, decision_id, authority_id, reason,
        effective_on, recorded_at, by_id, external_reference)
    SELECT %(pot)s, 'reprofile', src.id, dst.id, 1 + n %% 20, w.decision_id, w.authority_id, 'As decided',
        make_date(w.year::integer, 4, 2) + (n %% 300)::integer,
        make_date(w.year::integer, 4, 2) + (n %% (%(moves)s / %(years)s)) * interval '30 seconds', %(by)s, ''
    FROM generate_series(0, %(moves)s - 1) n
    JOIN word w ON w.year = %(first)s + n / (%(moves)s / %(years)s + 1)
    JOIN place src ON src.year = w.year AND src.project = n %% 400 AND src.number = 1 + (n / 400) %% 12
    JOIN place dst ON dst.year = w.year AND dst.project = n %% 400 AND dst.number = 1 + (n / 400 + 5) %% 12
    ORDER BY n;
INSERT INTO funding_actual (cell_id, kind, amount, reason, recorded_at, by_id)
    SELECT id, 'spend', 300 + 10 * n, '', make_date(year, 4, 3) + number * interval '30 days' + n * interval '1 hour',
        %(by)s
    FROM place, generate_series(1, 2) n ORDER BY year, number
"""


def _pages(pot: Pot) -> None:
    reader, officer = Client(), Client()
    officer.force_login(data.officer())
    at, then = pot.get_absolute_url(), f"?on={YEARS[5]}-11-05"
    stream = Stream.objects.of_pot(pot).first()
    assert stream is not None
    measure("pot page", page(reader, at))
    measure("pot page, officer", page(officer, at))
    measure("pot page, as known on a day five years ago", page(reader, at + then))
    measure("year grid", page(reader, f"{at}{YEARS[5]}/"))
    measure("year grid, as known on a day of that year", page(reader, f"{at}{YEARS[5]}/{then}"))
    measure("year grid of one stream, by project", page(reader, f"{at}{YEARS[5]}/{stream.slug}/"))
    measure("/funding/", page(reader, "/funding/"))
    ref = Decision.objects.of_group(pot.group).order_by("-pk")[0].ref
    for query in (each.format(ref=ref) for each in QUESTIONS):
        measure(f"ledger/?{query}", page(reader, f"{at}ledger/?{query}"), repeats=5)
    measure("spending/", page(reader, f"{at}spending/"), repeats=5)
    measure("spending/?stream=stream-7&year=2003", page(reader, f"{at}spending/?stream=stream-7&year=2003"))
    _streamed(reader, f"{at}ledger.csv")


QUESTIONS = [
    "",
    "page=33000",
    "year=2005",
    "stream=stream-7",
    "stream=stream-7&year=2005",
    "place=planned&stream=stream-7&year=2005&period=3",
    "place=awarded",
    "place=planned&stream=~counted&year=2005",
    "kind=award",
    "decision={ref}",
    "on=2005-11-05",
]


def _streamed(reader: Client, address: str) -> None:
    """The whole ledger as CSV: when the first row comes, when the last, and how much memory it took."""
    began, first, size = time.perf_counter(), 0.0, 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    response: Any = reader.get(address)
    for part in response.streaming_content:
        first = first or time.perf_counter() - began
        size += len(part)
    took = time.perf_counter() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    words = f"first row after {first:.2f} s, last after {took:.1f} s, {size / 1e6:.0f} MB, {more:.0f} MB of memory"
    print(f"{'ledger.csv, all of it':58} {words}", flush=True)


def _moving(pot: Pot, authority: Authority, officer: User) -> None:
    """What it costs to move money with every guard awake: by itself, and four hundred lines at once."""
    year = YEARS[-1]
    cells = list(
        Cell.objects.of_pot(pot).of_year(year).plans().in_grid_order().select_related("stream", "pot")
    )
    pairs = list(zip(cells[::12], cells[1::12], strict=True))[:LINES]
    ground: dict[str, Any] = {
        "authority": authority,
        "reason": "As decided",
        "effective_on": date(year, 4, 1),
        "by": officer,
    }

    def one_by_one() -> None:
        with transaction.atomic():
            for source, to in pairs:
                funding.reprofile(source, to=to, amount=Decimal(1), **ground)

    def at_once() -> None:
        rows = [
            LedgerEntry(
                pot=pot,
                kind="reprofile",
                source=source,
                destination=to,
                amount=Decimal(1),
                decision_id=authority.decision_id,
                **ground,
            )
            for source, to in pairs
        ]
        LedgerEntry.objects.bulk_create(rows)

    for words, do in (("one after the other", one_by_one), ("in one statement", at_once)):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            do()
            took = time.perf_counter() - began
        print(f"{f'{len(pairs)} movements, {words}':58} {len(queries):3} queries {took:8.2f} s", flush=True)
