"""A whole machine room of our own, every part of which can be killed without a word and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import psutil
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]


class Part:
    """One process with all its children."""

    def __init__(
        self, name: str, *command: str, log: Path, environment: dict[str, str], user: str | None
    ) -> None:
        self.name, self.command, self.log = name, command, log
        self.environment, self.user = environment, user
        self.process: subprocess.Popen[bytes] | None = None
        self.killed = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd="/" if self.user else ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.user,
            )

    def kill(self) -> None:
        """As a machine dies: it and its children at once, none of which can say anything."""
        assert self.process
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        for each in [self.process, *family]:
            try:
                each.send_signal(signal.SIGKILL)
            except (psutil.NoSuchProcess, ProcessLookupError):
                pass
        self.process.wait()
        psutil.wait_procs(family, timeout=10)
        self.killed += 1

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()


class Database(Part):
    """Debian's PostgreSQL, with the durability that a commit promises."""

    def __init__(self, folder: Path, port: int) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.programs, self.data = programs, folder / "data"
        # PostgreSQL refuses to run as root; Debian's package made an account for it.
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            folder.chmod(0o755)
            shutil.chown(folder, user)
        options = ("-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-k", str(folder))
        # No power is cut here, only processes are killed, and what they wrote the kernel keeps.
        super().__init__(
            "database",
            str(programs / "postgres"),
            "-D",
            str(self.data),
            *options,
            "-c",
            "fsync=off",
            log=folder / "log",
            environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            user=user,
        )
        self.log.touch()
        self.address = f"postgres://postgres@127.0.0.1:{port}/postgres"
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8")

    def start(self) -> None:
        # What the dead one held in memory goes a moment after it; until then a new one refuses to start.
        for _ in range(40):
            super().start()
            for _ in range(200):
                if self._answers():
                    return
                assert self.process
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
            time.sleep(0.25)
        raise AssertionError(f"PostgreSQL did not come back: {self.log.read_text()[-2000:]}")

    def _answers(self) -> bool:
        port = self.address.rpartition(":")[2].split("/")[0]
        asked = subprocess.run(
            [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port], check=False, cwd="/"
        )
        return asked.returncode == 0

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [self.programs / name, *arguments],
            cwd="/",
            env=self.environment,
            user=self.user,
            check=True,
            stdout=subprocess.DEVNULL,
        )


class Letters:
    """What the mail server received: how often each message, by its Message-ID."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        self._lock = Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802: aiosmtpd's name
        head = envelope.content.partition(b"\r\n\r\n")[0].decode(errors="replace")
        message_id = next(line for line in head.split("\r\n") if line.lower().startswith("message-id:"))
        with self._lock:
            self.counted[message_id.partition(":")[2].strip()] += 1
        return "250 taken"


class Room:
    """Database, broker, mail server, two workers and two clocks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        database_port, redis_port = free_port(), free_port()
        self.letters = Letters()
        self.post = Controller(self.letters, hostname="127.0.0.1", port=free_port())
        place = folder / "postgresql"
        place.mkdir()
        self.database = Database(place, database_port)
        self.environment = os.environ | {
            "DEBUG": "true",
            "DEMONSTRATION": "false",
            "DATABASE_URL": self.database.address,
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post.port}",
            "NOTICE_RETRY_SECONDS": "1",
            "VAR_DIR": str(folder / "var"),
            "PYTHONUNBUFFERED": "1",
        }
        # A Redis that keeps nothing: whoever kills it loses the whole queue.
        queue = ("--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        self.broker = self._part("broker", "redis-server", *queue, "--dir", str(folder))
        celery = (sys.executable, "-m", "celery", "--app", "config", "--quiet")
        quiet = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")
        self.workers = [
            self._part(
                f"worker-{number}", *celery, "worker", *quiet, "--concurrency", "1", "-n", f"w{number}@chaos"
            )
            for number in (1, 2)
        ]
        self.clocks = [
            self._part(
                f"clock-{number}",
                *celery,
                "beat",
                "--loglevel",
                "WARNING",
                "--pidfile=",
                "--schedule",
                str(folder / f"timetable-{number}"),
            )
            for number in (1, 2)
        ]

    def _part(self, name: str, *command: str) -> Part:
        return Part(name, *command, log=self.folder / f"{name}.log", environment=self.environment, user=None)

    @property
    def parts(self) -> list[Part]:
        return [self.broker, *self.workers, *self.clocks, self.database]

    def start(self) -> None:
        self.post.start()
        self.database.start()
        self.python("manage.py", "migrate", "--verbosity", "0")
        for part in [self.broker, *self.workers, *self.clocks]:
            part.start()

    def stop(self) -> None:
        for part in self.parts:
            part.stop()
        self.post.stop()

    def python(self, *arguments: str) -> str:
        """What a program of the project says, with this room around it."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def said(self, words: str) -> int:
        """How often the workers wrote this into their logs."""
        return sum(worker.log.read_text(errors="replace").count(words) for worker in self.workers)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait(until: Callable[[], bool], *, within: float, what: str) -> None:
    deadline = time.monotonic() + within
    while not until():
        assert time.monotonic() < deadline, f"{what}: not within {within:.0f} seconds"
        time.sleep(0.5)
