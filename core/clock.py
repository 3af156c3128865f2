"""Jobs of the timetable: each moment is done once, whatever clocks and workers there are and whichever of them dies.

    @on_the_clock
    def remind_of_returns() -> int:
        return operations.remind_of_returns(by=None)

Called by a worker, a job takes a lock in the database that lasts as long as its connection, and writes down the moment
that it is for. A second clock that started it too finds the moment taken; a worker that dies gives the lock back with
its connection, and `catch_up`, which runs every minute, starts the job once more. Called as a function it is the plain
job (docs/decisions/one-run-for-each-moment.md).
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import update_wrapper
from typing import Any

from celery import current_app, shared_task
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import ScheduledStart
from core.models.starts import MOST_TRIES
from core.timetable import TOLERANCE, Entry, entries, entry_of

log = logging.getLogger(__name__)

State = ScheduledStart.State
# The first of the two numbers that PostgreSQL knows an advisory lock by: those of the clock.
LOCKS = 7_001
# A start that failed is tried again after this long.
TRY_AGAIN_AFTER = timedelta(minutes=5)
# How long what was started every few minutes is remembered, and what is started daily or more seldom.
OFTEN_KEPT = timedelta(days=3)
SELDOM_KEPT = timedelta(days=800)


def on_the_clock(job: Callable[[], Any]) -> Any:
    """Make a job of the timetable: a task that does each moment once."""

    def started(self: Any, start_id: int | None = None) -> Any:
        return job() if self.request.called_directly else run(self.name, job, start_id=start_id)

    update_wrapper(started, job)
    # Celery would take the arguments of the plain job for those of the task.
    del started.__wrapped__  # type: ignore[attr-defined]
    return shared_task(bind=True)(started)


def run(task: str, job: Callable[[], Any], *, start_id: int | None = None) -> ScheduledStart | None:
    """Do the job for the moment that is due now, or for the start that a person asked for.

    None if it is done already, or in other hands. What goes wrong is written down and raised.
    """
    with _lock(task) as is_ours:
        if not is_ours:
            return None
        start = _take_up(task, start_id)
        if start is None:
            return None
        try:
            outcome = job()
        except Exception as error:
            _end(start, State.FAILED, problem=f"{type(error).__name__}: {error}")
            raise
        _end(start, State.DONE, outcome=_in_words(outcome))
        return start


def ask(task: str, *, by: Any) -> ScheduledStart:
    """Have a job started now because a person wants it. A worker takes it up after the commit."""
    start = ScheduledStart.objects.create(task=task, due_at=timezone.now(), state=State.ASKED, asked_by=by)

    # By name: a web process has no need to know the jobs themselves.
    def queue() -> None:
        current_app.send_task(task, kwargs={"start_id": start.pk})

    transaction.on_commit(queue, robust=True)
    return start


def catch_up() -> int:
    """Start again what a dead worker, a lost queue or an error left undone, as long as its moment is not long past."""
    now = timezone.now()
    last = {start.task: start for start in ScheduledStart.objects.on_the_timetable().latest_of_each()}
    missed = [entry for entry in entries() if _is_missed(entry, last.get(entry.task), now)]
    for entry in missed:
        log.warning("the clock: %s is started again", entry.task)
        current_app.send_task(entry.task, expires=TRY_AGAIN_AFTER.total_seconds())
    asked = ScheduledStart.objects.by_hand().unfinished()
    for start in asked.filter(due_at__lte=now - TRY_AGAIN_AFTER).order_by("pk")[:50]:
        current_app.send_task(
            start.task, kwargs={"start_id": start.pk}, expires=TRY_AGAIN_AFTER.total_seconds()
        )
    return len(missed)


def is_late(entry: Entry, last: ScheduledStart | None) -> bool:
    """Whether its moment has passed without a start: no clock, no worker, or both are behind.

    One that comes every few minutes is late when it has missed three of them; one that never ran is only new.
    """
    if last is None:
        return False
    grace = TRY_AGAIN_AFTER if entry.is_daily_or_rarer else 3 * timedelta(seconds=entry.seconds)
    return last.due_at < entry.due_before(timezone.now() - grace)


def forget_old_starts() -> int:
    """Delete what nobody looks up any more. Returns how many."""
    often = [entry.task for entry in entries() if not entry.is_daily_or_rarer]
    now = timezone.now()
    old = ScheduledStart.objects.filter(task__in=often, due_at__lt=now - OFTEN_KEPT)
    older = ScheduledStart.objects.filter(due_at__lt=now - SELDOM_KEPT)
    return old.delete()[0] + older.delete()[0]


def _is_missed(entry: Entry, last: ScheduledStart | None, now: Any) -> bool:
    # A job that never ran is new here: it waits for its first moment. One that comes every minute comes anyway.
    if last is None or not entry.is_daily_or_rarer:
        return False
    due_at = entry.due_before(now)
    if now - due_at > entry.late_for or now - due_at < TRY_AGAIN_AFTER:
        return False
    if last.due_at < due_at:
        return True
    if last.state == State.DONE or last.tries >= MOST_TRIES:
        return False
    # Under way: whether its worker lives, the lock tells the one that is started.
    return last.started_at < now - TRY_AGAIN_AFTER


def _take_up(task: str, start_id: int | None) -> ScheduledStart | None:
    """The row of this start, marked as under way. We hold the lock, so whatever else is under way has died."""
    now = timezone.now()
    ScheduledStart.objects.of(task).filter(state=State.WORKING).update(state=State.ABANDONED, finished_at=now)
    if start_id is not None:
        start = ScheduledStart.objects.of(task).filter(pk=start_id).first()
    else:
        entry = entry_of(task)
        due_at = entry.due_before(now + TOLERANCE) if entry else now
        start = _row_for(task, due_at)
    if start is None or start.state == State.DONE or start.tries >= MOST_TRIES:
        return None
    start.state, start.started_at, start.finished_at, start.problem = State.WORKING, now, None, ""
    start.tries += 1
    start.save(update_fields=["state", "started_at", "finished_at", "problem", "tries"])
    return start


def _row_for(task: str, due_at: Any) -> ScheduledStart | None:
    try:
        with transaction.atomic():
            start, _ = ScheduledStart.objects.on_the_timetable().get_or_create(
                task=task, due_at=due_at, asked_by=None
            )
    except IntegrityError:  # another clock was faster by a hair
        return None
    return start


def _in_words(outcome: Any) -> str:
    """What a job says it has done: a number, or numbers with names."""
    if isinstance(outcome, dict):
        return ", ".join(f"{name}: {number}" for name, number in outcome.items())
    return "" if outcome is None else str(outcome)


def _end(start: ScheduledStart, state: State, *, outcome: str = "", problem: str = "") -> None:
    ScheduledStart.objects.filter(pk=start.pk).update(
        state=state,
        finished_at=timezone.now(),
        outcome=outcome[:200],
        problem=problem.replace("\x00", "")[:500],
    )


@contextmanager
def _lock(task: str) -> Iterator[bool]:
    """A lock of this connection, which the database gives back by itself when the connection dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, task])
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            _unlock(task)


def _unlock(task: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, task])
    except Exception:  # the connection is broken, and the lock has gone with it
        log.warning("the clock: the lock of %s went with its connection", task)
