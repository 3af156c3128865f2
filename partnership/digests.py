"""What a digest tells: the notices that were gathered for it, with their own words, by kind and then by time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from core.mail import words_of
from partnership import still_true
from partnership.kinds import KINDS, Kind, kind_of
from partnership.leading import leads_elsewhere
from partnership.models import Notice, User

# The local hour of every day, and of Mondays, up to which a digest gathers.
HOUR = time(7)


@dataclass(frozen=True)
class Entry:
    """One notice in a digest."""

    notice: Notice
    text: str
    address: str
    html: str


@dataclass(frozen=True)
class Chapter:
    """The notices of one kind."""

    kind: Kind
    entries: Sequence[Entry]


def last_daily(now: datetime) -> datetime:
    """The latest morning: what was told before it belongs into a daily digest that is due."""
    local = timezone.localtime(now)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    return datetime.combine(day, HOUR, tzinfo=local.tzinfo)


def last_weekly(now: datetime) -> datetime:
    """The latest Monday morning."""
    morning = last_daily(now)
    return datetime.combine(morning.date() - timedelta(days=morning.weekday()), HOUR, tzinfo=morning.tzinfo)


def chapters_of(digest: Notice) -> list[Chapter]:
    """What it tells now. Left out is what its reader may not see any more, what is gone, and what is no longer true."""
    gathered = Notice.objects.gathered_into(digest)
    found: dict[str, list[Entry]] = defaultdict(list)
    for notice in still_seen(gathered, digest.to):
        if still_true.why_dropped(notice):
            continue
        found[kind_of(notice.what).key].append(_entry(notice, digest.to))
    return [Chapter(kind, found[kind.key]) for kind in KINDS if kind.key in found]


def context_of(digest: Notice, chapters: Sequence[Chapter]) -> dict[str, Any]:
    """What the templates of a digest take."""
    day = date.fromisoformat(digest.occasion)
    return {"chapters": chapters, "day": day, "count": sum(len(chapter.entries) for chapter in chapters)}


def _entry(notice: Notice, to: User | None) -> Entry:
    context = {
        "notice": notice,
        "about": notice.about,
        "to": to,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL.rstrip("/"),
    }
    template = f"notices/{notice.what}"
    return Entry(
        notice,
        _indented(words_of(template, "message", context)),
        words_of(template, "address", context).strip(),
        words_of(template, "message", context, as_html=True).strip(),
    )


def _indented(words: str) -> str:
    """Under its heading, without empty lines."""
    return "\n  ".join(line.strip() for line in words.splitlines() if line.strip())


def still_seen(notices: Iterable[Notice], reader: User | None) -> list[Notice]:
    """Those whose things are there and may still be seen by their reader: asked once for each sort of thing.

    A thing whose model has no rule of its own (`visible_to`) is seen by whoever was told of it, and so is one that its
    reader reads about elsewhere: a list of their own, whose lines are asked one by one when it is written. Each comes
    with what it belongs to, such as the group of a meeting, because its words will name that.
    """
    notices = list(notices)
    ids: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for notice in notices:
        ids[_sort(notice)].add(notice.object_id)
    seen = {sort: _seen(*sort, which, reader) for sort, which in ids.items()}
    kept = [notice for notice in notices if notice.object_id in seen[_sort(notice)]]
    for notice in kept:
        notice.about = seen[_sort(notice)][notice.object_id]
    return kept


def _sort(notice: Notice) -> tuple[int, bool]:
    """What sort of thing it is about, and whether its reader reads about it on another page than its own."""
    return notice.content_type_id, leads_elsewhere(notice.what)


def _seen(kind: int, is_read_elsewhere: bool, ids: set[int], reader: User | None) -> dict[int, Any]:
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        return {}
    rule = None if is_read_elsewhere else getattr(model._default_manager, "visible_to", None)
    things = rule(reader) if rule and reader else model._default_manager.all()
    return {thing.pk: thing for thing in things.filter(pk__in=ids).select_related()}


@transaction.atomic
def mark_told(digest: Notice, chapters: Iterable[Chapter], *, subject: str = "") -> None:
    """The digest has gone out, and with it everything it told; what it left out is dropped. All or nothing of it."""
    now = timezone.now()
    told = [entry.notice.pk for chapter in chapters for entry in chapter.entries]
    gathered = Notice.objects.gathered_into(digest).order_by()
    gathered.filter(pk__in=told).update(state=Notice.State.SENT, sent_at=now)
    gathered.update(
        state=Notice.State.DROPPED, problem="Its reader could not see it, or it was no longer true."
    )
    sent = {"state": Notice.State.SENT, "sent_at": now, "problem": ""}
    empty = {"state": Notice.State.DROPPED, "problem": "Nothing was left to tell."}
    Notice.objects.filter(pk=digest.pk).update(subject=subject or digest.subject, **(sent if told else empty))
