"""Nobody is told twice, nobody is forgotten: a real worker, killed at bad moments, with each of the two brokers."""

import email
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.utils import timezone
from kombu import Connection

from config import broker
from config.celery import app
from partnership import operations
from partnership.models import Notice, User
from partnership.models.notices import CLAIM_LASTS, QUEUE_LASTS
from tests.databases import address_of_the_test_database

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::celery.exceptions.AlwaysEagerIgnored"),
]

PEOPLE = 12
REDIS_DATABASE = 9


class Room:
    """A queue, a worker that can be killed, and the folder that its mail goes to."""

    def __init__(self, folder: Path, options: dict[str, Any], redis_url: str = "") -> None:
        self.mail = folder / "mail"
        self.log = folder / "worker.log"
        self.line = Connection(redis_url or options["broker_url"], **self._how(options))
        self.worker: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {
            "DATABASE_URL": address_of_the_test_database(),
            "REDIS_URL": redis_url,
            "EMAIL_URL": f"file://{self.mail}",
            "VAR_DIR": str(folder),
        }

    def _how(self, options: dict[str, Any]) -> dict[str, Any]:
        if not options:
            return {}
        return {
            "transport": options["broker_transport"],
            "transport_options": options["broker_transport_options"],
        }

    def queue(self, notice: Notice) -> None:
        app.send_task("partnership.tasks.send_notice", [notice.pk], connection=self.line)

    def start_worker(self) -> None:
        words = "-m celery --app config --quiet worker --loglevel WARNING --without-gossip --without-mingle"
        with self.log.open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, *words.split()],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_worker(self) -> None:
        """As the machine would: the worker and all its children at once, without a word."""
        if self.worker:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def messages(self) -> Counter[str]:
        """How often each message went out, by its Message-ID."""
        texts = [path.read_bytes() for path in self.mail.glob("*.log")] if self.mail.exists() else []
        whole = [part for text in texts for part in text.split(b"\n" + b"-" * 79 + b"\n") if part.strip()]
        return Counter(email.message_from_bytes(part)["Message-ID"] for part in whole)

    def wait(self, until: Callable[[], bool], within: float = 40) -> None:
        deadline = time.monotonic() + within
        while not until():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.services)])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    if request.param == "files":
        options = broker.in_folder(tmp_path / "jobs")
        room = Room(tmp_path, options)
    else:
        if not settings.REDIS_URL:
            pytest.skip("REDIS_URL names no Redis")
        url = f"{settings.REDIS_URL.rpartition('/')[0]}/{REDIS_DATABASE}"
        redis.Redis.from_url(url).flushdb()
        room = Room(tmp_path, {}, url)
    yield room
    room.kill_worker()
    room.line.release()


@pytest.fixture
def notices(db: None) -> list[Notice]:
    """Something to tell to a dozen people, written but not yet queued."""
    written = []
    for number in range(PEOPLE):
        user = User.objects.create_user(f"reader{number}@example.org")
        written.append(Notice.objects.create(what="invited", about=user, to=user))
    return written


def all_sent() -> bool:
    return not Notice.objects.exclude(state=Notice.State.SENT).exists()


def time_passes() -> None:
    """Let the clock come round: what lost its place in the queue, or its worker, is old enough to be taken up."""
    now = timezone.now()
    Notice.objects.filter(state=Notice.State.WAITING).update(not_before=now - QUEUE_LASTS)
    Notice.objects.exclude(claimed_at=None).exclude(state=Notice.State.SENT).update(
        claimed_at=now - CLAIM_LASTS
    )


def test_what_is_queued_before_the_worker_starts_is_sent_once(room, notices):
    for notice in notices:
        room.queue(notice)
        room.queue(notice)
    room.start_worker()
    room.wait(all_sent)

    assert set(room.messages().values()) == {1}
    assert len(room.messages()) == PEOPLE


def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing_it_knows_was_sent(room, notices):
    for notice in notices:
        room.queue(notice)
    room.start_worker()
    room.wait(lambda: len(room.messages()) >= 2)
    room.kill_worker()

    time_passes()
    room.start_worker()
    for notice in Notice.objects.stranded():
        room.queue(notice)
    room.wait(all_sent)

    assert len(room.messages()) == PEOPLE
    perhaps_twice = Notice.objects.filter(handovers__gt=1).count()
    assert sum(room.messages().values()) <= PEOPLE + perhaps_twice


def test_a_queue_that_was_lost_is_made_good_by_the_clock(room, notices, monkeypatch):
    room.start_worker()
    time_passes()
    # What the clock starts in the worker, through the real queue.
    app.send_task("partnership.schedule.sweep_notices", connection=room.line)
    room.wait(all_sent)

    assert set(room.messages().values()) == {1}
    assert len(room.messages()) == PEOPLE
    assert operations.sweep_notices(by=None) == 0
