"""Entering the record on its own days, as it would have been typed."""

import re
from datetime import UTC, datetime

import time_machine


def clock(year: int, month: int, day: int) -> time_machine.travel:
    """Noon of a day of the record."""
    return time_machine.travel(datetime(year, month, day, 12, tzinfo=UTC))


def unwrapped(text: str) -> str:
    """The text with one line for each paragraph and each point of a list, as an officer would type it."""
    return re.sub(r"(?<!\n)\n(?!\n|- ) *", " ", text.strip())
