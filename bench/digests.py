"""A morning: five thousand subscribers with twenty notices each, gathered and sent by two workers.

A real mail server takes the mail, and the count is made from what it received.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import psutil  # type: ignore[import-untyped]
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from bench import data
from meetings.models import Minutes
from partnership import notices
from partnership.models import KindChoice, Notice, User
from tests.letterbox import Letterbox, letterbox

SUBSCRIBERS = 5_000
NOTICES = 20
WORKERS = 2
# By turns, so that a digest has several chapters: what is told, and whether it is about a meeting or its minutes.
WHATS = [
    ("papers_published", False),
    ("minutes_published", True),
    ("decisions_published", False),
    ("open_minutes_published", True),
]

WORK = """
import sys, time
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from partnership import operations, sending
from partnership.models import Notice
share = int(sys.argv[2])
gathered = operations.gather_digests(by=None)
print("gathered", gathered, round(time.process_time(), 1), flush=True)
sent = 0
while True:
    digests = Notice.objects.filter(what="digest", state="waiting").order_by("pk")
    waiting = list(digests.values_list("pk", flat=True)[:400])
    # Both take from the same heap, each from its own end; which of them gets a notice the claim decides.
    for pk in waiting[::-1] if share else waiting:
        sent += sending.send(pk)
    if not waiting:
        break
print("sent", sent, round(time.process_time(), 1), flush=True)
"""


def main() -> None:
    """Print how long it took, what arrived, and what it needed."""
    _fill()
    with letterbox() as (box, port):
        start = time.perf_counter()
        workers = [_worker(share, port) for share in range(WORKERS)]
        peaks: Counter[int] = Counter()
        while any(worker.poll() is None for worker in workers):
            for worker in workers:
                peaks[worker.pid] = max(peaks[worker.pid], _memory(worker.pid))
            time.sleep(0.2)
        spent = time.perf_counter() - start
        _report(box, spent, peaks, [worker.communicate()[0] for worker in workers])


def _fill() -> None:
    """Everyone is told as ever, by `tell`."""
    data.officer()
    User.objects.bulk_create(
        User(email=f"subscriber-{number}@example.org", password="!") for number in range(SUBSCRIBERS)
    )
    users = list(User.objects.filter(email__startswith="subscriber-"))
    for kind in ("papers", "minutes", "decisions"):
        KindChoice.objects.bulk_create(KindChoice(user=user, kind=kind, pace="daily") for user in users)
    data.many_meetings(count=NOTICES)
    all_minutes = list(Minutes.objects.select_related("meeting__group").order_by("pk")[:NOTICES])
    start = time.perf_counter()
    for number, minutes in enumerate(all_minutes):
        what, is_of_minutes = WHATS[number % len(WHATS)]
        with transaction.atomic():
            notices.tell(
                users, what, about=minutes if is_of_minutes else minutes.meeting, occasion=str(number)
            )
    spent = time.perf_counter() - start
    told = Notice.objects.held().count()
    print(f"{told:,} notices told in {spent:.1f} s, {spent * 1000 / told:.2f} ms each", flush=True)
    # A day passes. Whoever was told of the meetings otherwise is not what is measured.
    Notice.objects.filter(state=Notice.State.HELD).update(created_at=F("created_at") - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _worker(share: int, port: int) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DEBUG": "true",
    }
    command = [sys.executable, "-c", WORK, connection.settings_dict["NAME"], str(share)]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    )


def _memory(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:  # it has just ended
        return 0


def _report(box: Letterbox, spent: float, peaks: Counter[int], said: list[str]) -> None:
    digests = Notice.objects.filter(what="digest")
    told = Notice.objects.filter(state=Notice.State.SENT, digest__isnull=False).count()
    twice = sum(1 for count in box.message_ids.values() if count > 1)
    each = spent * 1000 / max(len(box.taken), 1)
    print(f"gathered and sent by {WORKERS} workers in {spent:.1f} s, {each:.1f} ms a mail")
    readers = len(set(box.taken))
    print(f"the mail server received {len(box.taken):,} mails for {readers:,} readers, {twice} twice")
    print(
        f"notices told in {digests.count():,} digests: {told:,}; still held: {Notice.objects.held().count():,}"
    )
    print(f"{box.octets / 1e6:.1f} MB of mail; most memory of a worker: {max(peaks.values()) / 1e6:.0f} MB")
    for words in said:
        print("  a worker:", "; ".join(words.split("\n")).strip("; "))
    assert len(box.taken) == SUBSCRIBERS
    assert told == SUBSCRIBERS * NOTICES
