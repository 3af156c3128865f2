"""A start with a value missing or wrong stops with the sentence that says what the value is for."""

import os
import re
import subprocess
import sys

import pytest

from config.check import PRODUCTION
from config.env import EXAMPLE, ROOT, Env, sentence_about

NAMES = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", EXAMPLE.read_text(), re.MULTILINE))
READ = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', (ROOT / "config" / "settings.py").read_text()))


def start(**values: str) -> subprocess.CompletedProcess[str]:
    # Empty counts as not set, and hides what a .env file here may say.
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | dict.fromkeys(NAMES, "") | values,
        capture_output=True,
        text=True,
    )


def test_the_example_names_every_value_the_settings_read_and_no_other():
    assert NAMES == READ


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_value_has_its_sentence(name):
    assert re.match(rf"{name} (is|are|names|says|signs) .+\.?$", sentence_about(name))


def test_production_starts_when_all_is_set():
    assert start(**PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"DEBUG"}))
def test_production_does_not_start_without(name):
    outcome = start(**(PRODUCTION | {name: ""}))

    assert outcome.returncode == 1
    assert outcome.stderr.strip() == f"{name} is not set. {sentence_about(name)}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("WEB_THREADS", "0"),
        ("DATABASE_URL", "sqlite:///record.db"),
        ("DATABASE_URL", "postgres://host:port/name"),
        ("REDIS_URL", "amqp://localhost"),
        ("EMAIL_URL", "carrier-pigeon:"),
        ("SITE_URL", "portal.example.org"),
    ],
)
def test_a_wrong_value_is_named_with_its_sentence(name, value):
    outcome = start(**(PRODUCTION | {name: value}))

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{name} is ")
    assert sentence_about(name) in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_password_in_a_wrong_address_is_not_repeated():
    with pytest.raises(SystemExit) as stopped:
        Env({"DATABASE_URL": "mysql://portal:orchard@host/name"}).url("DATABASE_URL", schemes=("postgres",))

    assert "orchard" not in str(stopped.value)


def test_nothing_embedded_starts_in_production_unless_asked():
    without = start(**(PRODUCTION | {"DATABASE_URL": "", "EMBEDDED": "false"}))

    assert without.stderr.startswith("DATABASE_URL is not set.")
