"""Mail that is kept in a folder instead of being sent: the demonstration shows what people would have got."""

import os
import re
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as Parsed
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

KEPT = 1000
NAME = re.compile(r"[0-9]+-[0-9a-f]{32}")
BACKEND = "core.outbox.EmailBackend"


class EmailBackend(BaseEmailBackend):
    """One file a message; the oldest go when there are very many."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Keep them. Each appears at once and whole to whoever looks into the folder."""
        kept = 0
        place = folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex}"
            writing = place / f".{name}"
            writing.write_bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            os.replace(writing, place / f"{name}.eml")
            kept += 1
        for old in names()[KEPT:]:
            (place / f"{old}.eml").unlink(missing_ok=True)
        return kept


@dataclass(frozen=True)
class AttachedFile:
    """A file that came with a message."""

    name: str
    media_type: str
    content: bytes


class Sent:
    """One message of the outbox, as its reader would have got it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.parsed: Parsed = BytesParser(policy=policy.default).parsebytes(content)
        self.at = datetime.fromtimestamp(int(name.split("-")[0]) / 1e9, UTC)

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.parsed["To"] or "")

    @property
    def text(self) -> str:
        """The plain text."""
        part = self.parsed.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What its mail program reads besides: what it is about, and how to stop it."""
        told = ("From", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post")
        return [(name, str(self.parsed[name])) for name in told if self.parsed[name]]

    @property
    def enclosures(self) -> list[AttachedFile]:
        """Its files: what is neither the text nor the same as HTML."""
        parts = [
            part
            for part in self.parsed.walk()
            if not part.is_multipart() and part.get_content_type() not in ("text/plain", "text/html")
        ]
        return [
            AttachedFile(
                part.get_filename() or ("invite.ics" if part.get_content_subtype() == "calendar" else "file"),
                part.get_content_type(),
                part.get_payload(decode=True) or b"",  # type: ignore[arg-type]
            )
            for part in parts
        ]


def folder() -> Path:
    """Where it is kept."""
    return Path(settings.VAR_DIR) / "outbox"


def is_shown() -> bool:
    """Only a demonstration shows it, and only if mail is really kept here."""
    return bool(settings.DEMONSTRATION) and settings.EMAIL_BACKEND == BACKEND


def message(name: str) -> Sent | None:
    """One message; None if there is none of that name."""
    if not NAME.fullmatch(name):
        return None
    try:
        return Sent(name, (folder() / f"{name}.eml").read_bytes())
    except FileNotFoundError:
        return None


def messages(wanted: Iterable[str]) -> list[Sent]:
    """Those of them that are still there."""
    return [found for name in wanted if (found := message(name))]


def names(*, to: str = "") -> list[str]:
    """The names of all messages, or of those to one address, the latest first."""
    try:
        files = [entry.name for entry in os.scandir(folder()) if entry.name.endswith(".eml")]
    except FileNotFoundError:
        return []
    latest = sorted((file.removesuffix(".eml") for file in files if file[0] != "."), reverse=True)
    return [name for name in latest if to in _addressed_to(name)] if to else latest


def _addressed_to(name: str) -> str:
    try:
        with (folder() / f"{name}.eml").open("rb") as opened:
            return str(BytesHeaderParser(policy=policy.default).parse(opened)["To"] or "").lower()
    except FileNotFoundError:
        return ""
