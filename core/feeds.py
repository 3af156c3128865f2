"""Feeds (Atom, RFC 4287): what is new, for those who read with a program of their own.

Each entry has an id for good, so that a feed reader shows a thing once, and a second time only as changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from core.unchanged import unless_unchanged
from core.words import writable

# How many entries a feed has; who comes less often than every fifty things reads the registers.
MOST = 50
# An id names the day from which the one who makes it speaks for the address (RFC 4151): the day the portal began.
SINCE = "2026-01-01"
# A feed in which nothing stands yet was last changed when there was nothing.
NEVER = datetime(2006, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One thing in a feed. `key` names it for good, such as "decision/CEG-2007-1"."""

    key: str
    title: str
    address: str
    published_at: datetime
    updated_at: datetime | None = None
    # As HTML that is safe to show.
    text: str = ""
    category: str = ""

    @property
    def changed_at(self) -> datetime:
        return self.updated_at or self.published_at


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """An empty feed does not change with the clock."""
        return super().latest_post_date() if self.items else NEVER


def newest(entries: Sequence[Entry]) -> list[Entry]:
    """Those that changed last, as many as a feed has."""
    return sorted(entries, key=lambda entry: (entry.changed_at, entry.key), reverse=True)[:MOST]


def feed_response(
    request: HttpRequest, title: str, entries: Sequence[Entry], *, page: str, subtitle: str = ""
) -> HttpResponse:
    """A feed as the answer to a request; `page` is the address of the page it belongs to."""

    def make() -> HttpResponse:
        return HttpResponse(
            feed(title, entries, page=page, own=request.path, subtitle=subtitle),
            content_type="application/atom+xml; charset=utf-8",
        )

    return unless_unchanged(request, (title, subtitle, page, entries), make)


def feed(title: str, entries: Sequence[Entry], *, page: str, own: str, subtitle: str = "") -> str:
    """The feed that stands at `own`."""
    made = _Feed(
        title=_line(title),
        link=f"{settings.SITE_URL}{page}",
        description=subtitle,
        subtitle=subtitle,
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        feed_url=f"{settings.SITE_URL}{own}",
        feed_guid=tag(f"feed{own}"),
    )
    for entry in entries:
        made.add_item(
            title=_line(entry.title),
            link=f"{settings.SITE_URL}{entry.address}",
            description=writable(entry.text),
            unique_id=tag(entry.key),
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            categories=[entry.category] if entry.category else [],
        )
    return str(made.writeString("utf-8"))


def tag(key: str) -> str:
    """The id of a thing of ours, for good."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname or 'localhost'},{SINCE}:{key}"


def paragraph(text: str) -> str:
    """Words that somebody typed, as a text of an entry."""
    return str(format_html("<p>{}</p>", text))


def _line(title: str) -> str:
    return " ".join(writable(title).split())
