"""Binding the papers of a meeting into one file, once for each thing that it can hold."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import runs
from meetings import packs
from meetings.models import Meeting, Pack, PaperText
from meetings.tasks import build_pack, read_paper
from partnership.models import User

# A pack that nobody has asked for in so long is thrown away; who asks for it then waits for a new one.
KEPT_FOR = timedelta(days=60)
# After a failure it is tried again, but not by every reader who presses the button again.
REST_AFTER_FAILURE = timedelta(minutes=5)
NOTED_ONCE_IN = timedelta(hours=1)
# A text that no worker has finished with after this long has lost its place in the queue, or its worker.
TEXT_WAITS = timedelta(minutes=15)
SWEPT_AT_ONCE = 100


@transaction.atomic
def ask_for_pack(meeting: Meeting, *, holds: dict[str, Any], by: User | None) -> Pack:
    """The pack that holds just this. It is bound once, whoever asks and however many ask at once."""
    digest = packs.digest(holds)
    kept = Pack.objects.of_meeting(meeting).holding(digest).select_related("run", "meeting__group")
    pack = kept.first() or _begun(meeting, digest, holds) or kept.get()

    run, now = pack.run, timezone.now()
    failed_long_ago = run.has_failed and run.finished_at and run.finished_at < now - REST_AFTER_FAILURE
    file_is_lost = run.is_done and not run.file.storage.exists(str(run.file.name))
    if failed_long_ago or file_is_lost:
        pack.run = runs.ask_again(run)
    if pack.asked_at < now - NOTED_ONCE_IN:
        Pack.objects.filter(pk=pack.pk).update(asked_at=now)
    return pack


@transaction.atomic
def forget_old_packs(*, by: User | None) -> int:
    """Throw away the packs that nobody asks for any more. Returns how many."""
    old = Pack.objects.not_asked_for_since(timezone.now() - KEPT_FOR).select_for_update(of=("self",))
    forgotten = list(old.select_related("run")[:SWEPT_AT_ONCE])
    for pack in forgotten:
        if pack.run.is_finished:
            runs.forget_file(pack.run)
            pack.delete()
            pack.run.delete()
    return len(forgotten)


def sweep_papers(*, by: User | None) -> int:
    """Queue again the papers whose reading a dead worker or a lost queue left behind. Returns how many."""
    lost = PaperText.objects.waiting().filter(touched_at__lt=timezone.now() - TEXT_WAITS)
    papers = list(lost.order_by("touched_at").values_list("paper", flat=True)[:SWEPT_AT_ONCE])
    for paper in papers:
        read_paper.apply_async([paper], expires=TEXT_WAITS.total_seconds())
    return len(papers)


def _begun(meeting: Meeting, digest: str, holds: dict[str, Any]) -> Pack | None:
    """A new pack that a worker is asked for; None if somebody else was faster."""
    try:
        with transaction.atomic():
            run = runs.ask(build_pack, title=f"Papers: {meeting}", by=None)
            return Pack.objects.create(meeting=meeting, digest=digest, holds=holds, run=run)
    except IntegrityError:
        return None
