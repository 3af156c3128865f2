"""Long work: asking for it, doing it, and taking up again what a dead worker left behind.

# tasks.py of an app
@shared_task
def build_statement(run_id: int) -> None:
    runs.work(run_id, statements.build)

# its operation
run = runs.ask(build_statement, title="Statement for 2007", by=user, arguments={"year": 2007})

# the work itself: says how far it is, and returns the file, if there is one
def build(work: runs.Work) -> runs.Result | None:
    work.says(40, "Counting.")
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.models import Run
from core.models.runs import MOST_TRIES, QUEUE_LASTS, SILENCE_LASTS
from core.refusals import Refused

log = logging.getLogger(__name__)

OUR_FAULT = "Something went wrong on our side. It has been noted. Ask for it again later."
TOO_LONG = "It took longer than work may take here, and was stopped."
GIVEN_UP = "It was interrupted three times and has been given up. Ask for it again."


class TakenOver(Exception):
    """The worker was silent for so long that another has taken up its run. It stops without a word."""


@dataclass(frozen=True)
class Result:
    """The file that came of it: its bytes, or the place where they lie."""

    content: bytes | Path
    name: str
    media_type: str


class Work:
    """A run in the hands of one worker."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.arguments: dict[str, Any] = run.arguments

    def says(self, progress: int, sentence: str) -> None:
        """Tell who waits how far it is. Says to the clock, too, that the worker is alive."""
        told = _in_our_hands(self.run).update(
            progress=max(0, min(progress, 100)), sentence=sentence[:300], heard_at=timezone.now()
        )
        if not told:
            raise TakenOver


def ask(
    task: Any, *, title: str, by: Any, arguments: dict[str, Any] | None = None, leads_to: str = ""
) -> Run:
    """Ask a worker for something that takes long. It is queued when the transaction is committed."""
    run = Run.objects.create(
        task=task.name, title=title[:200], arguments=arguments or {}, asked_by=by, leads_to=leads_to
    )
    _queue(run)
    return run


@transaction.atomic
def ask_again(run: Run) -> Run:
    """Let it be tried afresh after it failed."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if not run.has_failed:
        return run
    run.state, run.problem, run.finished_at = Run.State.QUEUED, "", None
    run.progress = run.tries = 0
    run.sentence = ""
    run.queued_at = timezone.now()
    run.save()
    _queue(run)
    return run


def work(run_id: int, job: Callable[[Work], Result | None]) -> None:
    """Do one run, unless it is done or in other hands. What goes wrong is told to who waits, in a sentence."""
    run = _claim(run_id)
    if run is None:
        return
    try:
        result = job(Work(run))
        _finish(run, result)
    except TakenOver:
        log.warning("run %s: another worker has taken it up", run.pk)
    except Refused as refusal:
        _fail(run, str(refusal))
    except SoftTimeLimitExceeded:
        log.error("run %s: stopped by the time limit", run.pk)
        _fail(run, TOO_LONG)
    except Exception:  # who waits must hear of it, whatever it was
        log.exception("run %s: %s", run.pk, run.task)
        _fail(run, OUR_FAULT)


def sweep() -> int:
    """Queue again what a dead worker or a lost queue left behind; give up what killed three workers."""
    swept = 0
    for run in Run.objects.stranded().order_by("pk")[:100]:
        if run.state == Run.State.WORKING and run.tries >= MOST_TRIES:
            _fail(run, GIVEN_UP)
            continue
        task = current_app.tasks.get(run.task)
        if task is None:
            _fail(run, OUR_FAULT)
            continue
        task.apply_async([run.pk], expires=QUEUE_LASTS.total_seconds())
        swept += 1
    return swept


def _queue(run: Run) -> None:
    """A queue that is down must not fail what has been asked: the error is logged, the rest is left to the clock."""
    task = current_app.tasks[run.task]

    def queue() -> None:
        task.delay(run.pk)

    transaction.on_commit(queue, robust=True)


@transaction.atomic
def _claim(run_id: int) -> Run | None:
    """Take the run for this worker; None if it is finished or in the hands of another that is alive."""
    now = timezone.now()
    run = Run.objects.select_for_update(skip_locked=True).filter(pk=run_id).first()
    if run is None or run.is_finished:
        return None
    if run.state == Run.State.WORKING and run.heard_at and run.heard_at > now - SILENCE_LASTS:
        return None
    run.state = Run.State.WORKING
    run.claimed_at = run.heard_at = now
    run.tries += 1
    run.save(update_fields=["state", "claimed_at", "heard_at", "tries"])
    return run


def _finish(run: Run, result: Result | None) -> None:
    values: dict[str, Any] = {"state": Run.State.DONE, "progress": 100, "sentence": ""}
    kept = ""
    if result is not None:
        kept = _keep(run, result)
        values |= {"file": kept, "file_name": result.name[:200], "media_type": result.media_type}
    if not _in_our_hands(run).update(finished_at=timezone.now(), **values):
        if kept:
            run.file.storage.delete(kept)
        raise TakenOver


def _keep(run: Run, result: Result) -> str:
    """Put the file into the private folder, and return the name it was given there."""
    if isinstance(result.content, bytes):
        run.file.save(result.name, ContentFile(result.content), save=False)
    else:
        with result.content.open("rb") as content:
            run.file.save(result.name, File(content), save=False)
    return run.file.name


def _fail(run: Run, sentence: str) -> None:
    _in_our_hands(run).update(state=Run.State.FAILED, problem=sentence, finished_at=timezone.now())


def _in_our_hands(run: Run) -> Any:
    """The row, as long as nobody else has taken it up since."""
    return Run.objects.unfinished().filter(pk=run.pk, claimed_at=run.claimed_at)
