"""A pytest plugin, loaded before Django's settings: development values, and a speedy database of the tests' own."""

import os

import pytest

from config.embedded import SPEEDY, Embedded

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("EMAIL_URL", "memory:")
if not os.environ.get("DATABASE_URL"):
    # The workers of pytest-xdist inherit the address; the database stops with the last pytest that uses it.
    os.environ["DATABASE_URL"] = Embedded("postgres-for-tests", options=SPEEDY).hold()
# Playwright keeps an event loop running in the thread that also asks the database; Django would take that for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """Tasks run where they are queued, except in the tests that start a worker of their own."""
    from config.celery import (
        app,
    )  # needs the settings, which pytest-django names only after this plugin is loaded

    app.conf.update(task_always_eager=True, task_eager_propagates=True)
