"""A real mail server for tests and measurements, which takes what it is sent and counts it."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class Letterbox:
    """Takes everything but what is for those who are gone, or who are away just now."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.taken: list[str] = []
        self.message_ids: Counter[str] = Counter()
        self.octets = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Say whether such a reader is known."""
        self.asked.append(address)
        if address.lower().startswith("gone"):
            return "550 5.1.1 no such person"
        if address.lower().startswith("away"):
            return "450 4.2.0 try later"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the message."""
        self.taken += envelope.rcpt_tos
        self.octets += len(envelope.content)
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode(errors="replace")
        lines = [line for line in head.splitlines() if line.lower().startswith("message-id:")]
        self.message_ids[lines[0].split(":", 1)[1].strip() if lines else ""] += 1
        return "250 taken"


@contextmanager
def letterbox() -> Iterator[tuple[Letterbox, int]]:
    """A letterbox on a port of its own, open while the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()
