"""Several connections that do the same at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def at_once(work: Callable[[int], Answer], times: int = 2) -> list[Answer]:
    """What each answered; they began together."""
    start = Barrier(times)

    def one(number: int) -> Answer:
        try:
            start.wait(timeout=10)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))
