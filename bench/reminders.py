"""The reminders of actions on a morning with a hundred thousand open ones: how long each job takes, and its memory.

Each job runs in a process of its own, as in a worker, against the same database; its notices are queued as files.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from django.db import connection

from bench import data
from bench.registers import copies
from partnership import operations as partnership
from partnership.models import Organisation

ACTIONS, GROUPS, PEOPLE, LOGINS, ORGANISATIONS = 100_000, 200, 5_000, 3_000, 300
MOST_SECONDS, MOST_MEGABYTES = 60, 500
JOBS = ("remind_of_actions", "tell_of_long_overdue_actions")


def main() -> None:
    """Fill, then run each job once, and once more when everything has been told."""
    _fill()
    print(f"{ACTIONS:,} open actions of {PEOPLE:,} people ({LOGINS:,} with a login) in {GROUPS} groups:")
    for job in (*JOBS, *JOBS):
        with TemporaryDirectory() as folder:
            address = urlsplit(os.environ["DATABASE_URL"])._replace(
                path=f"/{connection.settings_dict['NAME']}"
            )
            environment = os.environ | {
                "DATABASE_URL": address.geturl(),
                "VAR_DIR": folder,
                "REDIS_URL": "",
                "DEBUG": "true",
            }
            command = [sys.executable, "-m", "bench.one_job", f"meetings.schedule.{job}"]
            said = subprocess.run(
                command, env=environment, stdout=subprocess.PIPE, text=True, check=True
            ).stdout
            told, seconds, megabytes = (float(word) for word in said.split())
            queued = len(list(Path(folder).rglob("*.msg")))
        print(
            f"{job:34} {told:7,.0f} told {queued:7,} queued {seconds:7.1f} s {megabytes:7.0f} MB at most",
            flush=True,
        )
        assert queued == told, "every notice has its task"
        assert seconds < MOST_SECONDS, f"not under {MOST_SECONDS} seconds"
        assert megabytes < MOST_MEGABYTES, f"not under {MOST_MEGABYTES} MB"


def _fill() -> None:
    """Written by the database itself. One action in five is near one of its days, one in four is long overdue."""
    data.meeting_with(items=1)
    _first_rows()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SELECT setseed(0.5)")
        for table, count, values in _TABLES:
            copies(cursor, table, f"generate_series(1, {count}) n", values)
            assert cursor.rowcount == count, f"{table} has a first row to copy"
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _first_rows() -> None:
    """One of each of what the meeting did not need."""
    group, by = data.group(), data.officer()
    body = partnership.add_organisation(name="First", sector=Organisation.Sector.PUBLIC, by=by)
    person = partnership.add_person(name="First", organisation=body, by=by)
    partnership.add_membership(group, person=person, starts_on=date(2009, 1, 1), by=by)
    partnership.appoint_to_office(group, "chair", person=person, starts_on=date(2009, 1, 1), by=by)


# Ids begin far beyond those of the other parts. Person p has a login if p is at most LOGINS, works for organisation
# p % ORGANISATIONS and is a member of groups p % GROUPS and (p + 7) % GROUPS; action a is of meeting a / 50, whose
# group is a / 50 % GROUPS.
M = 50_000_000
_TABLES = [
    ("partnership_user", LOGINS + GROUPS, {"id": f"{M} + n", "email": "'bench-' || n || '@example.org'"}),
    (
        "partnership_organisation",
        ORGANISATIONS,
        {"id": f"{M} + n", "name": "'Bench organisation ' || n", "slug": "'bench-organisation-' || n"},
    ),
    (
        "partnership_person",
        PEOPLE,
        {
            "id": f"{M} + n",
            "name": "'Person ' || n",
            "slug": "'bench-person-' || n",
            "user_id": f"CASE WHEN n <= {LOGINS} THEN {M} + n END",
            "organisation_id": f"{M} + 1 + n % {ORGANISATIONS}",
        },
    ),
    (
        "partnership_group",
        GROUPS,
        {
            "id": f"{M} + n",
            "name": "'Bench group ' || n",
            "slug": "'bench-group-' || n",
            "prefix": "'BR' || n",
        },
    ),
    (
        "partnership_officersupport",
        GROUPS,
        {"id": f"{M} + n", "group_id": f"{M} + n", "user_id": f"{M} + {LOGINS} + n"},
    ),
    (
        "partnership_membership",
        2 * PEOPLE,
        {
            "id": f"{M} + n",
            "person_id": f"{M} + 1 + n % {PEOPLE}",
            "group_id": f"{M} + 1 + (n + 7 * (n / {PEOPLE})) % {GROUPS}",
            "organisation_id": "null",
        },
    ),
    (
        "partnership_officeterm",
        GROUPS,
        {"id": f"{M} + n", "group_id": f"{M} + n", "person_id": f"{M} + n", "due_to_end_on": "null"},
    ),
    (
        "meetings_meeting",
        ACTIONS // 50,
        {"id": f"{M} + n", "group_id": f"{M} + 1 + n % {GROUPS}", "held_on": "date '1990-01-01' + n / 20"},
    ),
    (
        "meetings_agendaitem",
        ACTIONS // 5,
        {"id": f"{M} + n", "meeting_id": f"{M} + 1 + (n - 1) / 10", "number": "n", "position": "1 + n % 10"},
    ),
    (
        "meetings_actionitem",
        ACTIONS,
        {
            "id": f"{M} + n",
            "item_id": f"{M} + 1 + (n - 1) / 5",
            "owner_id": f"{M} + 1 + floor(random() * {PEOPLE})::int",
            "text": "'Write to partner ' || n % 983 || ' about the scheme and report to the next meeting'",
            "status": "'open'",
            "due_on": "current_date + floor(random() * 200)::int - 100",
            "given_out_at": "now() - interval '200 days'",
            "published_at": "now() - interval '200 days'",
        },
    ),
]
