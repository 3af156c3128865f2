"""The clock of the database, as it is outside of tests."""

from django.db import connection


def the_clock_stands() -> None:
    """Let the database refuse what is recorded on another day, as it does in life; for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.clock = ''")
