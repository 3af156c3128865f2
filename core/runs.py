"""Long work: asking for it, doing it, and taking up again what a dead worker left behind.

The task of an app takes the id of a run, and its work says how far it is and hands over the file, if there is one:

    @shared_task
    def build_statement(run_id: int) -> None:
        runs.work(run_id, statements.build)

    run = runs.ask(build_statement, title="Statement for 2007", by=user, arguments={"year": 2007})

    def build(work: runs.Work) -> None:
        work.says(40, "Counting.")
        work.hands_over(pdf, name="statement-2007.pdf", media_type="application/pdf")
"""

import logging
from collections.abc import Callable
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


class Work:
    """A run in the hands of one worker."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.arguments: dict[str, Any] = run.arguments
        self.file: dict[str, str] = {}

    def says(self, progress: int, sentence: str) -> None:
        """Tell who waits how far it is. Says to the clock, too, that the worker is alive."""
        told = _in_our_hands(self.run).update(
            progress=max(0, min(progress, 100)), sentence=sentence[:300], heard_at=timezone.now()
        )
        if not told:
            raise TakenOver

    def hands_over(self, content: bytes | Path, *, name: str, media_type: str) -> None:
        """Keep the file that came of it: bytes, or what lies at a path."""
        with ContentFile(content) if isinstance(content, bytes) else content.open("rb") as opened:
            self.run.file.save(name, File(opened), save=False)
        self.file = {"file": str(self.run.file.name), "file_name": name[:200], "media_type": media_type}


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
    """Let it be done afresh: after it failed, or when its file is lost."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if not run.is_finished:
        return run
    forget_file(run)
    run.state, run.problem, run.sentence, run.finished_at = Run.State.QUEUED, "", "", None
    run.progress = run.tries = 0
    run.queued_at = timezone.now()
    run.save()
    _queue(run)
    return run


def forget_file(run: Run) -> None:
    """Delete the file that came of it, once the transaction is committed."""
    if run.file:
        storage, name = run.file.storage, str(run.file.name)
        run.file = run.file_name = run.media_type = ""
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def work(run_id: int, job: Callable[[Work], None]) -> None:
    """Do one run, unless it is done or in other hands. What goes wrong is told to who waits, in a sentence."""
    run = _claim(run_id)
    if run is None:
        return
    doing = Work(run)
    try:
        job(doing)
        _finish(doing)
        return
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
    if doing.file:
        run.file.storage.delete(doing.file["file"])


def sweep() -> int:
    """Queue again what a dead worker or a lost queue left behind; give up what killed three workers."""
    swept = 0
    for run in Run.objects.stranded().order_by("pk")[:100]:
        if run.state == Run.State.WORKING and run.tries >= MOST_TRIES:
            _fail(run, GIVEN_UP)
        elif run.task not in current_app.tasks:
            _fail(run, OUR_FAULT)
        else:
            current_app.tasks[run.task].apply_async([run.pk], expires=QUEUE_LASTS.total_seconds())
            swept += 1
    return swept


def _queue(run: Run) -> None:
    """A queue that is down must not fail what has been asked: the error is logged, the rest is left to the clock."""
    task, run_id = current_app.tasks[run.task], run.pk

    # Not a functools.partial: Django wants the name of what failed for its log, and a partial has none.
    def queue() -> None:
        task.delay(run_id)

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


def _finish(doing: Work) -> None:
    done = {"state": Run.State.DONE, "progress": 100, "sentence": "", "finished_at": timezone.now()}
    if not _in_our_hands(doing.run).update(**done, **doing.file):
        raise TakenOver


def _fail(run: Run, sentence: str) -> None:
    _in_our_hands(run).update(state=Run.State.FAILED, problem=sentence, finished_at=timezone.now())


def _in_our_hands(run: Run) -> Any:
    """The row, as long as nobody else has taken it up since."""
    return Run.objects.unfinished().filter(pk=run.pk, claimed_at=run.claimed_at)
