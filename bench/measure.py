"""Asking the pages for data of growing size, as a reader would, through the whole stack but the network."""

import gzip
import statistics
import time
from collections.abc import Callable

import psutil  # type: ignore[import-untyped]
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)

from bench import data, papers

REPEATS = 20


def measure(name: str, ask: Callable[[], bytes], *, repeats: int = REPEATS) -> None:
    """Time one question; the first answer is not counted."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        body = ask()
    asked = len(queries)
    times, busy = [], processor_seconds()
    for _ in range(repeats):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    busy = (processor_seconds() - busy) * 1000 / repeats
    p95 = statistics.quantiles(times, n=20)[-1]
    weight = len(gzip.compress(body)) / 1000
    print(
        f"{name:58} {asked:3} queries {statistics.median(times):8.1f} ms {p95:8.1f} ms p95 {busy:8.1f} ms busy"
        f" {weight:7.1f} kB",
        flush=True,
    )


def processor_seconds() -> float:
    """How long processors were busy for us, here and in the database's own process, whatever else they did.

    On a machine that has nothing else to do it is what the clock says; on a busy one it is the figure to compare.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    try:
        spent = psutil.Process(backend).cpu_times()
    except psutil.Error:  # a database on another machine
        return time.process_time()
    return time.process_time() + spent.user + spent.system


def page(client: Client, address: str) -> Callable[[], bytes]:
    def ask() -> bytes:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.getvalue()

    return ask


def main(*parts: str) -> None:
    # Not setup_test_environment: it makes every template report its parts, which takes most of the time.
    settings.ALLOWED_HOSTS = ["testserver"]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(f"{'what':58} {'':11} {'median':>11} {'':15} {'processor':>13} {'gzipped':>10}")
        for part in parts or PARTS:
            PARTS[part]()
    finally:
        teardown_databases(databases, verbosity=0)


def pages() -> None:
    """The pages of meetings of growing length, and the lists above them."""
    reader, officer = Client(), Client()
    officer.force_login(data.officer())
    for items in (5, 20, 80):
        address = data.meeting_with(items=items)
        measure(f"meeting page, {items} items, reader", page(reader, address))
        measure(f"meeting page, {items} items, officer", page(officer, address))
        measure(
            f"minuting page, {items} items", page(officer, data.open_meeting_with(items=items) + "write/")
        )
        measure(f"minutes as PDF, {items} items", page(reader, address + "minutes.pdf"))
        measure(f"minutes as Word, {items} items", page(reader, address + "minutes.docx"))
    data.many_meetings(count=100)
    for address in ("/", "/meetings/", "/decisions/", "/actions/", "/search/?q=delivery", "/groups/"):
        measure(f"{address} with 100 meetings more", page(reader, address))
    measure("/my-work/ with 100 meetings more", page(officer, "/my-work/"))


def registers() -> None:
    """The registers with a hundred thousand rows."""
    from bench import registers

    registers.main()


def packs() -> None:
    """Twelve papers of twenty pages: handed to a reader, found by search, and bound by a worker."""
    meeting = papers.meeting_with_papers(papers=12, pages=20)
    reader = Client()
    measure("binding a pack of 12 papers of 20 pages", lambda: papers.bind(meeting), repeats=3)
    measure("that pack, handed out", page(reader, f"{meeting.get_absolute_url()}pack.pdf"))
    measure("meeting page with 12 papers, reader", page(reader, meeting.get_absolute_url()))
    measure("/search/ for words of 12 papers", page(reader, "/search/?q=delivery+profiles&kind=papers"))


def money() -> None:
    """A pot with ten years of history and a million movements."""
    from bench import money

    money.main()


def consultations() -> None:
    """A consultation with many responses, and three hundred sent in a minute."""
    from bench import consultations

    consultations.main()


def digests() -> None:
    """A morning's digests for five thousand subscribers, by two workers, into a real mail server."""
    from bench import digests

    digests.main()


def reminders() -> None:
    """A morning with a hundred thousand open actions."""
    from bench import reminders

    reminders.main()


def reports() -> None:
    """The regular reports of a large year."""
    from bench import reports

    reports.main()


PARTS = {
    "pages": pages,
    "registers": registers,
    "packs": packs,
    "money": money,
    "consultations": consultations,
    "digests": digests,
    "reminders": reminders,
    "reports": reports,
}
