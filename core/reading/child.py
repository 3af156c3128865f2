"""A process of its own for work on files that may be traps."""

import json
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
# What a child may write into one file: a bound pack of many papers, and no more.
MOST_WRITTEN = 600 * MEGABYTE

TOO_LONG = "it took too long to open"


class Died(Exception):
    """The child did not come back with an answer. The message says what is known of why."""


def run(
    module: str,
    job: dict[str, Any],
    *,
    seconds: int,
    megabytes: int,
    hears: Callable[[dict[str, Any]], None] = lambda line: None,
) -> dict[str, Any]:
    """Let `core.reading.<module>` do a job in a process that may use so much and no more; its last line is the answer.

    `hears` is told each line before the last: how far the child is.
    """
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", f"core.reading.{module}", str(seconds), str(megabytes)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # Nothing of what the portal knows is known to a process that opens a stranger's file.
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"},
        )
        # A child that sleeps uses no processor time, so the wall's clock is watched as well.
        watch = threading.Timer(seconds * 2 + 10, child.kill)
        watch.start()
        try:
            return _talk(child, job, hears)
        finally:
            watch.cancel()
            child.kill()
            child.wait()


def _talk(
    child: subprocess.Popen[bytes], job: dict[str, Any], hears: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps(job).encode())
        child.stdin.close()
    except BrokenPipeError:
        raise Died("it could not be opened") from None
    last: dict[str, Any] | None = None
    for line in child.stdout:
        if last is not None:
            hears(last)
        last = json.loads(line)
    code = child.wait()
    if last is not None and not last.get("is_answer"):
        hears(last)
    if code in (-signal.SIGKILL, -signal.SIGXCPU):
        raise Died(TOO_LONG)
    if code != 0 or last is None or not last.get("is_answer"):
        raise Died("it is damaged, or asks for more memory than a file may")
    return last


def main(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """What the child does: bind itself to its limits, read its job, do it, say what came of it."""
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = work(json.loads(sys.stdin.read()))
    say(answer | {"is_answer": True})


def say(line: dict[str, Any]) -> None:
    """Tell the parent something."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
