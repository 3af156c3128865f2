"""Something built once for a whole file of tests that only read it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

Made = TypeVar("Made")


@contextmanager
def kept_for_the_file(django_db_blocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` writes is there for every test of the file and gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make()
        # What waits for the end of the transaction is looked at here, or it would be looked at after every test.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)
