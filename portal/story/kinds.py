"""What a kind of step in the story of a topic is: whoever brings a noun that names topics writes one, and lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from core.markdown import plain
from partnership.models import Topic, User

WORDS_OF_EACH = 70


@dataclass
class Entry:
    """One step of the story, as the page tells it."""

    day: date
    title: str
    address: str
    group: str
    text: str
    tag: str = ""
    is_draft: bool = False
    step: str = ""


@dataclass(frozen=True)
class Step:
    """One thing that can happen to a topic: which rows tell of it, on which day, and in which words.

    `rows` begins from `visible_to` and knows the topic. `way` leads from a row to its agenda item, by which steps of
    one day are put in order: "" for an item itself, None for what belongs to no agenda. `day` is when it happened,
    where that is not the day of the meeting.
    """

    name: str
    rows: Callable[[Topic, User], QuerySet]
    things: Callable[[], QuerySet]
    entry: Callable[[date, Any], Entry]
    way: str | None = "item__"
    day: Any = None

    def ordered(self, topic: Topic, user: User, place: int) -> QuerySet:
        """The rows as days and places; all steps have the same columns, so that they can be put together."""
        rows = self.rows(topic, user).order_by()
        return rows.annotate(
            day=self.day or F(f"{self.way}meeting__held_on"),
            **_place_on_the_agenda(self.way),
            step=Value(place, output_field=IntegerField()),
        ).values("day", "sitting", "place", "sub_place", "step", "id")


@dataclass(frozen=True)
class Kind:
    """A kind of thing that the story tells of, which the reader may ask for alone, and how much of it there is."""

    name: str
    label: str
    steps: tuple[Step, ...]
    # "3 decisions at 2 meetings, last on 2 February 2007"; nothing where there is none. One query.
    in_short: Callable[[Topic, User], str]


def excerpt(text: str) -> str:
    """The beginning of a text, without its markup."""
    words = plain(text).split()
    return " ".join(words[:WORDS_OF_EACH]) + (" …" if len(words) > WORDS_OF_EACH else "")


def many(number: int, word: str) -> str:
    """1 decision, 1,200 decisions."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _place_on_the_agenda(way: str | None) -> dict[str, Any]:
    """Which meeting, and where on its agenda."""
    if way is None:
        return {name: Value(0, output_field=IntegerField()) for name in ("sitting", "place", "sub_place")}
    return {
        "sitting": F(f"{way}meeting_id"),
        "place": Coalesce(F(f"{way}parent__position"), F(f"{way}position")),
        "sub_place": Case(
            When(**{f"{way}parent__isnull": True}, then=Value(-1)),
            default=F(f"{way}position"),
            output_field=IntegerField(),
        ),
    }
