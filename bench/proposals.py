"""What a proposal of four hundred lines costs on the pot of a million movements: written, handed in, adopted."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, reset_queries
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measure import measure, page
from funding import operations as funding
from funding.models import Authority, Cell, Pot
from partnership import operations as partnership
from partnership.models import User

LINES = 400


def proposing(pot: Pot, authority: Authority, officer: User, *, year: int) -> None:
    """Four hundred amounts of as many projects, half of them less and half of them more."""
    colleague = User.objects.create_user("bench-colleague@example.org", "a long enough password")
    partnership.support_group(pot.group, user=colleague, starts_on=date(2009, 1, 1), by=officer)
    cells = Cell.objects.of_pot(pot).of_year(year).plans().with_balance().in_grid_order()
    places = list(cells.select_related("stream", "project", "period"))
    each_project = [*places[::12], *places[1::12]]
    half = len(places) // 12 // 2
    chosen = [*each_project[:half], *each_project[len(places) // 12 : len(places) // 12 + half]]
    lines = [
        funding.Wanted(cell.stream, cell.project, cell.period, cell.balance + (1 if at < half else -1))
        for at, cell in enumerate(chosen[:LINES])
    ]

    proposal = _told(
        f"a proposal of {len(lines)} lines, begun",
        lambda: funding.draft_proposal(pot, year=year, title="Bench", lines=lines, by=officer),
    )
    client = Client()
    client.force_login(officer)
    measure("its page", page(client, proposal.get_absolute_url()), repeats=5)
    measure("its grid, the first forty rows", page(client, f"{proposal.get_absolute_url()}edit/"), repeats=5)
    _told("the same, submitted", lambda: funding.submit_proposal(proposal, by=officer))
    _told(
        "the same, adopted",
        lambda: funding.adopt_proposal(
            proposal, authority=authority, effective_on=date(year, 5, 1), by=colleague
        ),
    )
    assert proposal.entries.aggregate(all=Sum("amount"))["all"] == Decimal(len(lines) // 2)


def _told(what: str, do: Callable[[], Any]) -> Any:
    # The log of queries keeps so many only, and before this there were more.
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        made = do()
        took = time.perf_counter() - began
    print(f"{what:58} {len(queries):3} queries {took:8.2f} s", flush=True)
    return made
