"""Something built once for a whole file of tests that only read it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept_for_the_file(django_db_blocker) -> Iterator[None]:
    """What is written in here is there for every test of the file and gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
