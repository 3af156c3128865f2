"""A migrated, empty database that test databases are copied from.

Running all migrations took each worker of each run longer than most files of tests. The copy takes a moment, and the
template is made again as soon as any migration or requirement is another.
"""

import fcntl
import hashlib
import importlib.metadata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

NAMED = "template_of_"


def template(folder: Path) -> str:
    """The name of the template, which is made if there is none yet; `folder` is where those who want one wait."""
    name = NAMED + _fingerprint()
    with _one_at_a_time(folder):
        if name not in _templates():
            _make(name)
    return name


def _make(name: str) -> None:
    """Migrate an empty database, and name it only when it is whole."""
    creation, test = connection.creation, connection.settings_dict["TEST"]
    own, before = connection.settings_dict["NAME"], dict(test)
    test.update(NAME=f"unfinished_{name}", TEMPLATE=None)
    try:
        creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        test.clear()
        test.update(before)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = own
    with creation._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        # Templates of other days: nobody reads them any more.
        for former in _templates():
            cursor.execute(f'DROP DATABASE IF EXISTS "{former}"')
        cursor.execute(f'ALTER DATABASE "unfinished_{name}" RENAME TO "{name}"')


def _templates() -> set[str]:
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAMED])
        return {row[0] for row in cursor.fetchall()}


def _fingerprint() -> str:
    """What the tables follow from: our migrations, and the packages that bring some of their own."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {path.name}".encode() + path.read_bytes())
    for package in sorted(importlib.metadata.distributions(), key=lambda each: each.name or ""):
        digest.update(f"{package.name} {package.version}".encode())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
