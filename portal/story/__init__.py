"""The story of a topic: what was put on agendas, written, said, decided, undertaken and done, in the order of time.

A noun that names topics joins the story with one `Kind` in a file of its own here, listed in KINDS.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from meetings.models import AgendaItem, Decision
from partnership.models import Topic, User
from portal.story.kinds import Entry, Kind, Step
from portal.story.listening import CONSULTATIONS
from portal.story.meetings import ACTIONS, AGENDAS, DECISIONS
from portal.story.money import MONEY
from portal.story.papers import PAPERS, REPORTS

# In the order in which they follow each other on one item of one day.
KINDS: list[Kind] = [CONSULTATIONS, PAPERS, AGENDAS, DECISIONS, MONEY, ACTIONS, REPORTS]


def steps() -> list[Step]:
    """Everything that can happen to a topic. A step is known by its place in this list."""
    return [step for kind in KINDS for step in kind.steps]


def kind_called(name: str) -> Kind | None:
    """The kind of that name; none for any other word."""
    return next((kind for kind in KINDS if kind.name == name), None)


def of(topic: Topic, user: User, kind: Kind | None = None) -> QuerySet:
    """Every step that the reader may see, the oldest first, of one kind or all: its day, its place, its step and id."""
    parts = [
        step.ordered(topic, user, place)
        for place, step in enumerate(steps())
        if kind is None or step in kind.steps
    ]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return rows.order_by("day", "sitting", "place", "sub_place", "step", "id")


def told(rows: Iterable[dict[str, Any]]) -> list[Entry]:
    """The steps in words: one query for each kind of step, however many there are."""
    rows, entries, known = list(rows), [], steps()
    things = {
        place: step.things().in_bulk({row["id"] for row in rows if row["step"] == place})
        for place, step in enumerate(known)
    }
    for row in rows:
        step = known[row["step"]]
        entry = step.entry(row["day"], things[row["step"]][row["id"]])
        entry.step = step.name
        entries.append(entry)
    return entries


def in_short(topic: Topic, user: User) -> dict[str, str]:
    """How much there is of each kind, as far as there is any: one query for each."""
    phrases = {kind.name: kind.in_short(topic, user) for kind in KINDS}
    return {name: phrase for name, phrase in phrases.items() if phrase}


def lead(phrases: dict[str, str]) -> str:
    """3 decisions at 2 meetings, last on 2 February 2007; 2 actions open."""
    # That it stood on agendas goes without saying where something was decided; the page tells from when until when.
    first = [phrases.get("decisions") or phrases.get("agendas", "")]
    others = [phrase for name, phrase in phrases.items() if name not in ("decisions", "agendas")]
    words = "; ".join(filter(None, first + others))
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def span(topic: Topic, user: User) -> dict[str, Any]:
    """At how many meetings of how many groups it came up, first and last when."""
    return (
        AgendaItem.objects.visible_to(user)
        .on_topic(topic)
        .aggregate(
            meetings=Count("meeting", distinct=True),
            groups=Count("meeting__group", distinct=True),
            first=Min("meeting__held_on"),
            last=Max("meeting__held_on"),
        )
    )


def topics_with_counts(user: User) -> QuerySet[Topic]:
    """Every topic with how often it came up and what was decided on it, as far as the reader may see."""
    items = AgendaItem.objects.visible_to(user).filter(topics=OuterRef("pk")).order_by().values("topics")
    decisions = (
        Decision.objects.visible_to(user)
        .filter(item__topics=OuterRef("pk"))
        .order_by()
        .values("item__topics")
    )
    return Topic.objects.annotate(
        times=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0),
        decided=Coalesce(Subquery(decisions.annotate(n=Count("pk")).values("n")), 0),
        last_on=Subquery(items.annotate(last=Max("meeting__held_on")).values("last")),
    )
