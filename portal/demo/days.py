"""Entering the record on its own days, as it would have been typed."""

import re
from datetime import UTC, datetime

import time_machine
from django.db import connection


def clock(year: int, month: int, day: int) -> time_machine.travel:
    """Noon of a day of the record."""
    return time_machine.travel(datetime(year, month, day, 12, tzinfo=UTC))


def let_the_clock_travel() -> None:
    """Let this transaction record money on days that are past: at any other time the database refuses to."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.clock = 'travelled'")


def unwrapped(text: str) -> str:
    """The text with one line for each paragraph and each point of a list, as an officer would type it."""
    return re.sub(r"(?<!\n)\n(?!\n|- ) *", " ", text.strip())
