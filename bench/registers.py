"""The registers with as many rows as a county would have after a century: what a page and a spreadsheet cost then.

The rows are written by the database itself: by way of the operations it would take an hour.
"""

from collections.abc import Callable

from django.db import connection
from django.test import Client

from bench import data
from bench.measure import measure, page

DECISIONS = 100_000


def fill(count: int = DECISIONS) -> None:
    """Twenty groups with a decision and an action on each of five items of their meetings, over a hundred years."""
    data.meeting_with(items=1)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        copies(cursor, "partnership_group", "generate_series(1, 20) n", _GROUPS)
        copies(cursor, "meetings_meeting", f"generate_series(1, {count // 5}) n", _MEETINGS)
        copies(cursor, "meetings_agendaitem", f"generate_series(1, {count}) n", _ITEMS)
        copies(cursor, "meetings_decision", f"generate_series(1, {count}) n", _DECISIONS)
        copies(cursor, "meetings_actionitem", f"generate_series(1, {count}) n", _ACTIONS)
        _place(cursor, "partnership_topic", "topic", "about, ", "'', ", count)
        _place(cursor, "localities_locality", "locality", "position, approach, ", "0, '', ", count)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


# Ids begin far beyond those of the rows that operations made. Meeting m is of group m % 20, item i of meeting i / 5.
_GROUPS = {"id": "1000 + n", "name": "'Group ' || n", "slug": "'group-' || n", "prefix": "'RG' || n"}
_MEETINGS = {
    "id": "1000000 + n",
    "group_id": "1001 + n % 20",
    "held_on": "date '1925-01-01' + (n / 20) * 36",
    "number": "null",
    "calendar_uid": "gen_random_uuid()",
}
_ITEMS = {
    "id": "1000000 + n",
    "meeting_id": "1000001 + (n - 1) / 5",
    "number": "1 + n % 5",
    "position": "1 + n % 5",
    "title": "'Matter ' || n % 977",
    "access": "CASE n % 10 WHEN 0 THEN 'members' ELSE 'open' END",
}
_DECISIONS = {
    "id": "1000000 + n",
    "item_id": "1000000 + n",
    "group_id": "1001 + (1 + (n - 1) / 5) % 20",
    "year": "1925 + (n / 1000)",
    "number": "n",
    "ref": "'RG-' || n",
    "text": "'Carry on with delivery of scheme ' || n % 991 || ' for ' || repeat('the partners of the county ', 8)",
    "outcome": "(ARRAY['agreed', 'noted', 'deferred', 'refused'])[1 + n % 4]",
    "is_key": "n % 50 = 0",
}
_ACTIONS = {
    "id": "1000000 + n",
    "item_id": "1000000 + n",
    "text": "'Write to partner ' || n % 983",
    "status": "'open'",
    "due_on": "date '1925-02-01' + n / 3",
    "given_out_at": "now()",
    "published_at": "now()",
}


def copies(cursor, table: str, numbers: str, values: dict[str, str]) -> None:
    """Copies of one row of the table, each with these values instead."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [row[0] for row in cursor.fetchall()]
    chosen = ", ".join(values.get(column, f'one."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen} "
        f"FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) one, {numbers}"
    )


def _place(cursor, table: str, kind: str, columns: str, values: str, count: int) -> None:
    """Forty topics or localities, one on each item."""
    cursor.execute(
        f"INSERT INTO {table} (id, {columns}name, slug) "
        f"SELECT 1000 + n, {values}'{kind} ' || n, '{kind}-' || n FROM generate_series(0, 39) n"
    )
    through = {"topic": "meetings_agendaitem_topics", "locality": "meetings_agendaitem_localities"}[kind]
    cursor.execute(
        f"INSERT INTO {through} (agendaitem_id, {kind}_id) "
        f"SELECT 1000000 + n, 1000 + n % 40 FROM generate_series(1, {count}) n"
    )


REGISTERS = [
    "/decisions/",
    "/decisions/?page=2500",
    "/decisions/?group=group-3",
    "/decisions/?year=2007",
    "/decisions/?group=group-3&year=2007",
    "/decisions/?outcome=refused",
    "/decisions/?topic=topic-7",
    "/decisions/?locality=locality-7",
    "/decisions/?key=yes",
    "/decisions/?q=scheme+17",
    "/decisions/?q=nothing+says+this",
    "/actions/",
    "/actions/?status=overdue",
    "/actions/?group=group-3",
    "/actions/?q=partner+17",
    "/meetings/",
    "/meetings/?group=group-3&year=2007",
    "/topics/topic-7/",
    "/topics/topic-7/?page=100",
]


# Asked for again and again by programs that have them already.
FOR_PROGRAMS = [
    "/calendar.ics",
    "/groups/group-3/calendar.ics",
    "/groups/group-3/feed.atom",
    "/decisions/feed.atom",
    "/localities/locality-7/calendar.ics",
    "/localities/locality-7/feed.atom",
]


def asked_again(client: Client, address: str) -> Callable[[], bytes]:
    """By a program that has it already."""
    etag = client.get(address)["ETag"]

    def ask() -> bytes:
        response = client.get(address, headers={"if-none-match": etag})
        assert response.status_code == 304, (address, response.status_code)
        return response.getvalue()

    return ask


def main() -> None:
    fill()
    reader, officer = Client(), Client()
    officer.force_login(data.officer())
    for address in REGISTERS:
        measure(f"{address} of {DECISIONS:,}, reader", page(reader, address))
    for address in FOR_PROGRAMS:
        measure(f"{address} of {DECISIONS:,}", page(reader, address))
        measure(f"{address} once more", asked_again(reader, address))
    measure(f"/decisions/ of {DECISIONS:,}, officer", page(officer, "/decisions/"))
    measure(
        "decisions.csv of one group and year",
        page(reader, "/decisions/decisions.csv?group=group-3&year=2007"),
    )
    measure(f"decisions.csv of {DECISIONS:,}", page(reader, "/decisions/decisions.csv"), repeats=3)
