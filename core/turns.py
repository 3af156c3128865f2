"""Doing one thing after the other where no row can be locked, because it does not exist yet."""

from django.db import connection


def take_turn(what: str) -> None:
    """Wait until every transaction that does `what` has ended, and keep others waiting until ours has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])
