"""The environment, typed. A value that is missing or wrong stops the start with its sentence from `.env.example`."""

import os
import re
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / ".env.example"


class Env:
    """Reads one value at a time and says in a sentence what is wrong with it."""

    TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}

    def __init__(self, values: dict[str, str]):
        self.values = values

    def text(self, name: str, default: str | None = None) -> str:
        """The value as it stands. Without a default the start stops when it is not set."""
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is None:
            self.stop(name, "is not set")
        return default

    def flag(self, name: str, default: bool | None = None) -> bool:
        value = self.text(name, None if default is None else str(default)).lower()
        if value not in self.TRUE | self.FALSE:
            self.stop(name, f"is “{value}”, which is neither true nor false")
        return value in self.TRUE

    def number(self, name: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000) -> int:
        value = self.text(name, None if default is None else str(default))
        if not re.fullmatch(r"\d+", value) or not least <= int(value) <= most:
            self.stop(name, f"is “{value}”, which is not a whole number from {least} to {most}")
        return int(value)

    def list(self, name: str, default: str | None = None) -> list[str]:
        """Values with commas between them."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def url(self, name: str, default: str | None = None, *, schemes: tuple[str, ...]) -> str:
        """An address that begins with one of the schemes, or nothing where nothing is the default."""
        value = self.text(name, default)
        if not value:
            return value
        try:
            address = urlsplit(value)
            port_is_a_number = address.port is None or address.port >= 0
        except ValueError:
            port_is_a_number = False
        if not port_is_a_number or address.scheme not in schemes:
            # The value itself is not repeated: it may hold a password, and this sentence ends in a log.
            self.stop(
                name, f"is not an address that begins with {' or '.join(f'{scheme}:' for scheme in schemes)}"
            )
        return value

    def stop(self, name: str, trouble: str) -> NoReturn:
        raise SystemExit(f"{name} {trouble}. {sentence_about(name)}".strip())


def sentence_about(name: str) -> str:
    """What `.env.example` says about a value, so that the sentence is written once."""
    if not EXAMPLE.exists():
        return ""
    comment: list[str] = []
    for line in EXAMPLE.read_text().splitlines():
        setting = re.match(r"#?([A-Z][A-Z0-9_]*)=", line)
        if setting and setting[1] == name:
            return " ".join(comment)
        comment = [*comment, line.removeprefix("#").strip()] if line.startswith("# ") else []
    return ""


def read() -> Env:
    """The process's own environment first, then a `.env` file beside `manage.py` if there is one."""
    load_dotenv(ROOT / ".env", override=False)
    return Env(dict(os.environ))
