"""Processes that run together and stop together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

PATIENCE = 10.0
PR_SET_PDEATHSIG = 1


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or asked us to end."""


class Together:
    """Starts processes by name and watches them: when one ends, or when we are asked to stop, all of them end."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.parent = os.getppid()

    def start(self, name: str, *command: str) -> None:
        # Each in a session of its own: Ctrl-C reaches us alone, and we end them in good order with all their children.
        self.running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent
        )

    def watch(self, until: Callable[[], bool] = lambda: False, *, every: float = 0.2) -> None:
        """Wait until something holds, and say which process ended if one does before."""
        while not until():
            for name, process in self.running.items():
                if process.poll() is not None:
                    raise SystemExit(
                        f"{name} ended unexpectedly ({_how(process.returncode)}). Stopping everything."
                    )
            # make was killed without telling us.
            if "MAKELEVEL" in os.environ and os.getppid() != self.parent:
                raise StopAsked
            time.sleep(every)

    def stop(self) -> None:
        """Ask all to finish what they are doing, wait a little, then insist."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        patient_until = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.1, patient_until - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
        for process in self.running.values():
            # Also when the process itself has ended: a child that it forgot is still in its group.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


def stop_when_asked() -> None:
    """Turn Ctrl-C, an ending terminal and a polite kill into one exception."""

    def ask(signum: int, frame: FrameType | None) -> None:
        raise StopAsked

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Started with nohup, or in the background by a script: what was ignored stays ignored.
        if signum == signal.SIGTERM or signal.getsignal(signum) != signal.SIG_IGN:
            signal.signal(signum, ask)


def _end_with_parent() -> None:
    # Even when we are killed outright, nothing that we started outlives us (Linux only; elsewhere it does).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
