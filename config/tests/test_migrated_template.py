"""Test databases are copied from a migrated one, which is another as soon as what the tables follow from is another."""

from types import SimpleNamespace

import pytest
from django.db import connection

from config import migrated_template


@pytest.fixture
def migration(tmp_path, monkeypatch):
    """The only migration of the only app."""
    file = tmp_path / "migrations" / "0001_initial.py"
    file.parent.mkdir()
    file.write_text("first")
    app = SimpleNamespace(label="app", path=str(tmp_path))
    monkeypatch.setattr(migrated_template.apps, "get_app_configs", lambda: [app])
    return file


def test_the_name_stays_as_long_as_nothing_changes(migration):
    assert migrated_template._fingerprint() == migrated_template._fingerprint()


def test_a_changed_a_new_and_a_renamed_migration_ask_for_another_template(migration):
    names = {migrated_template._fingerprint()}
    migration.write_text("second")
    names.add(migrated_template._fingerprint())
    (migration.parent / "0002_more.py").write_text("more")
    names.add(migrated_template._fingerprint())
    (migration.parent / "0002_more.py").rename(migration.parent / "0003_more.py")
    names.add(migrated_template._fingerprint())

    assert len(names) == 4


def test_another_version_of_a_package_asks_for_another_template(migration, monkeypatch):
    before = migrated_template._fingerprint()
    package = SimpleNamespace(name="some-package", version="2.0")
    monkeypatch.setattr(migrated_template.importlib.metadata, "distributions", lambda: [package])

    assert migrated_template._fingerprint() != before


@pytest.mark.django_db
def test_the_database_of_the_tests_is_migrated_to_the_end_and_holds_nothing():
    from django.core.management import call_command

    call_command("migrate", check_unapplied=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM partnership_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'")
        assert cursor.fetchone()[0] > 20
