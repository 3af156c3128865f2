"""A small mail server for tests, which can be told to refuse, to hang, or to die at the wrong moment."""

import socket
import threading
from collections.abc import Callable


class PostOffice:
    """Takes mail on a port of its own. `on_data` may be replaced: it is called when a whole message has arrived."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.arrived = threading.Event()
        self.on_data: Callable[[PostOffice, socket.socket], bytes | None] = lambda office, line: b"250 taken"
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._closing = False
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        if self._closing:
            return
        self._closing = True
        # Closing alone leaves the thread that waits at the door there, and it would let one more in.
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _open(self) -> None:
        while not self._closing:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[line], daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as words:
            line.sendall(b"220 post office\r\n")
            while order := words.readline():
                verb = order.strip().upper()[:4]
                if verb == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    message = []
                    while (part := words.readline()) not in (b".\r\n", b""):
                        message.append(part.decode())
                    self.taken.append("".join(message))
                    self.arrived.set()
                    answer = self.on_data(self, line)
                    if answer is None:
                        return
                    line.sendall(answer + b"\r\n")
                elif verb == b"QUIT":
                    line.sendall(b"221 bye\r\n")
                    return
                else:
                    line.sendall(b"250 fine\r\n")
