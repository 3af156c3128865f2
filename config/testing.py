"""How a test run starts: development values and a speedy database of its own. The root `conftest.py` loads this."""

import gc
import os
from tempfile import TemporaryDirectory
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connections

from config.embedded import SPEEDY, Embedded

EMBEDDED = Embedded("postgres-for-tests", options=SPEEDY)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("EMAIL_URL", "memory:")
# Papers handed in by tests go where nobody looks for papers, and are gone with the run.
_files = TemporaryDirectory(prefix="papers-of-tests-")
os.environ["FILES"] = _files.name
# Playwright keeps an event loop running in the thread that also asks the database, which Django takes for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

if not os.environ.get("DATABASE_URL"):
    # The workers of pytest-xdist inherit the address; the database stops with the last pytest that uses it.
    os.environ["DATABASE_URL"] = EMBEDDED.hold()

django.setup()

# Tests travel in time, and the database lets them as it lets the demonstration record; the tests of that very guard ask
# it not to (funding/tests/recording.py).
connections.settings["default"].setdefault("OPTIONS", {})["options"] = "-c portal.clock=travelled"

# Signing in is not what most tests are about, and a good hash takes half a second by intention.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test's browser loads the middleware anew, and looking through all static files was a quarter of an answer's time.
# So a file is looked for when it is asked for.
settings.WHITENOISE_AUTOREFRESH = True


def pytest_configure(config: pytest.Config) -> None:
    """Tasks run where they are queued, except in the tests that start a worker of their own."""
    from config.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import stay to the end: nobody looks through them for rubbish again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_are_emptied_after_a_test() -> Any:
    """Let the end of a TransactionTestCase empty the tables that nobody else may empty.

    Their triggers refuse TRUNCATE as they should; for that one transaction the database takes us for a replica.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    empty = DatabaseOperations.execute_sql_flush

    def as_replica(operations: Any, statements: list[str]) -> None:
        empty(operations, ["SET LOCAL session_replication_role = replica", *statements])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", as_replica)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """On the embedded server the test database is copied from a migrated one; elsewhere it is migrated each time."""
    from django.db import connection

    from config.migrated_template import template

    if os.environ["DATABASE_URL"] == EMBEDDED.url:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template(EMBEDDED.folder)
