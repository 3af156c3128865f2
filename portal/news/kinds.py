"""The kinds of things that can be new: which there are after a moment, and how each is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from partnership.models import User
from portal.news import rows, words
from portal.news.words import News


@dataclass(frozen=True)
class Kind:
    """One kind: what of it came after a moment, each marked `news_at`, and what is fetched to tell of it."""

    key: str
    one: str
    many: str
    since: Callable[[datetime, User], QuerySet]
    tell: Callable[[Any], News | None]
    names: tuple[str, ...] = ()
    things: Callable[[], tuple[Any, ...]] = tuple

    @property
    def heading(self) -> str:
        """Its name above a list: Decisions."""
        return f"{self.many[:1].upper()}{self.many[1:]}"

    def fetched(self, found: QuerySet) -> QuerySet:
        """With everything that is told of them, the newest first."""
        return found.select_related(*self.names).prefetch_related(*self.things()).order_by("-news_at", "-pk")

    def in_words(self, found: Iterable[Any]) -> list[News]:
        """Each as it is told; what has gone meanwhile is left out."""
        return [news for each in found if (news := self.tell(each))]


KINDS = [
    Kind(
        "decisions",
        "decision",
        "decisions",
        rows.decisions,
        words.decision,
        ("group", "item__meeting"),
    ),
    Kind("agendas", "agenda", "agendas", rows.agendas, words.agenda, ("group",)),
    Kind("minutes", "set of minutes", "sets of minutes", rows.minutes, words.minutes, ("meeting__group",)),
    Kind("papers", "paper", "papers", rows.papers, words.paper, ("item__meeting__group",)),
    Kind(
        "reports",
        "report by a representative",
        "reports by representatives",
        rows.reports,
        words.report,
        ("meeting__group", "author", "body"),
    ),
    Kind(
        "consultations", "consultation", "consultations", rows.consultations, words.consultation, ("group",)
    ),
    Kind("money", "movement of money", "movements of money", rows.money, words.money, ("pot", "decision")),
    # Not their own words but the log's: what happened to a locality has no moment of its own.
    Kind(
        "localities",
        "piece of news from a locality",
        "pieces of news from localities",
        rows.localities,
        words.locality,
        things=rows.things_of_localities,
    ),
    Kind("programmes", "programme", "programmes", rows.programmes, words.programme, ("group",)),
]
