"""What is new since a moment, of every kind that the reader may see."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Value

from partnership.models import User
from portal.news.kinds import KINDS, Kind
from portal.news.words import News

# Of each kind so many are counted; more are "more than" these.
MOST_COUNTED = 50
BY_KEY = {kind.key: kind for kind in KINDS}


@dataclass
class Heading:
    """What is new of one kind: how much, and the newest of it."""

    kind: Kind
    number: int
    news: list[News] = field(default_factory=list)

    @property
    def count(self) -> str:
        """How many there are, as far as they were counted."""
        return f"more than {MOST_COUNTED}" if self.number > MOST_COUNTED else str(self.number)

    @property
    def has_more(self) -> bool:
        return self.number > len(self.news)

    @property
    def label(self) -> str:
        """1 decision, 3 decisions."""
        return self.kind.one if self.number == 1 else self.kind.many


def since(moment: datetime, user: User, *, each: int, kinds: int = len(KINDS)) -> list[Heading]:
    """What is new, by kind, the kind with the newest first: a few of each, of kinds after so many only their number.

    One question finds out what there is, and one more is asked for each kind of which something is shown.
    """
    newest, numbers = _newest(moment, user)
    shown: dict[str, list[int]] = {}
    for key, pk in newest:
        chosen = shown.setdefault(key, [])
        if len(chosen) < each and list(shown).index(key) < kinds:
            chosen.append(pk)
    return [
        Heading(BY_KEY[key], numbers[key], _told(BY_KEY[key], pks, moment, user))
        for key, pks in shown.items()
    ]


def _told(kind: Kind, pks: list[int], moment: datetime, user: User) -> list[News]:
    return kind.in_words(kind.fetched(kind.since(moment, user).filter(pk__in=pks))) if pks else []


def _newest(moment: datetime, user: User) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """The newest of each kind, all in one order, and how many of each there are."""
    branches: list[Any] = [
        kind.since(moment, user)
        .order_by("-news_at", "-pk")
        .annotate(news_kind=Value(kind.key), news_pk=F("pk"))
        .values_list("news_kind", "news_pk", "news_at")[: MOST_COUNTED + 1]
        for kind in KINDS
    ]
    found = branches[0].union(*branches[1:], all=True).order_by("-news_at", "news_kind", "-news_pk")
    newest = [(key, pk) for key, pk, _ in found]
    numbers: dict[str, int] = {}
    for key, _ in newest:
        numbers[key] = numbers.get(key, 0) + 1
    return newest, numbers
