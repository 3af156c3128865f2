"""The story of a topic: what was put on agendas, said, decided, undertaken and done, in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from core.markdown import plain
from meetings.models import ActionItem, AgendaItem, Decision, Passage
from partnership.models import Topic, User

# The steps in the order in which they follow each other on one item of one day.
LISTED, MINUTED, DECIDED, UNDERTAKEN, FINISHED = range(5)
IN_WORDS = {
    LISTED: "On the agenda",
    MINUTED: "Minuted",
    DECIDED: "Decided",
    UNDERTAKEN: "Action",
    FINISHED: "Action closed",
}
WORDS_OF_EACH = 70


@dataclass
class Entry:
    """One step of the story."""

    day: date
    step: str
    title: str
    address: str
    group: str
    text: str
    tag: str = ""
    is_draft: bool = False


def of(topic: Topic, user: User) -> QuerySet:
    """Every step that the reader may see, the oldest first: its day, meeting, place on the agenda, kind and id."""
    items = AgendaItem.objects.visible_to(user).on_topic(topic)
    passages = Passage.objects.visible_to(user).filter(item__topics=topic)
    decisions = Decision.objects.visible_to(user).on_topic(topic)
    actions = ActionItem.objects.visible_to(user).on_topic(topic)
    only_listed = items.exclude(pk__in=passages.values("item"))
    closed = actions.filter(closed_at__isnull=False)
    rows = _steps(only_listed, LISTED, "").union(
        _steps(passages, MINUTED, "item__"),
        _steps(decisions, DECIDED, "item__"),
        _steps(actions, UNDERTAKEN, "item__"),
        _steps(closed, FINISHED, "item__", day=TruncDate("closed_at")),
        all=True,
    )
    return rows.order_by("day", "sitting", "place", "sub_place", "step", "id")


def told(rows: Iterable[dict[str, Any]]) -> list[Entry]:
    """The steps in words: one query for each kind of step, however many there are."""
    rows = list(rows)
    sources: dict[int, tuple[QuerySet, Callable[[date, Any], Entry]]] = {
        LISTED: (AgendaItem.objects.select_related("meeting__group"), _listed),
        MINUTED: (Passage.objects.select_related("item", "version__meeting__group"), _minuted),
        DECIDED: (Decision.objects.select_related("group", "item__meeting__group"), _decided),
        UNDERTAKEN: (ActionItem.objects.with_source(), _undertaken),
        FINISHED: (ActionItem.objects.with_source(), _finished),
    }
    things = {
        step: source.in_bulk({row["id"] for row in rows if row["step"] == step})
        for step, (source, _) in sources.items()
    }
    return [sources[row["step"]][1](row["day"], things[row["step"]][row["id"]]) for row in rows]


def counts(topic: Topic, user: User) -> dict[str, Any]:
    """How much there is: meetings, groups, first and last day, decisions, actions and how many are open."""
    items = AgendaItem.objects.visible_to(user).on_topic(topic)
    actions = ActionItem.objects.visible_to(user).on_topic(topic)
    return {
        **items.aggregate(
            meetings=Count("meeting", distinct=True),
            groups=Count("meeting__group", distinct=True),
            first=Min("meeting__held_on"),
            last=Max("meeting__held_on"),
        ),
        "decisions": Decision.objects.visible_to(user).on_topic(topic).count(),
        **actions.aggregate(actions=Count("pk"), open=Count("pk", filter=Q(status=ActionItem.Status.OPEN))),
    }


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


def _steps(rows: QuerySet, step: int, way: str, day: Any = None) -> QuerySet:
    """The rows of one kind as steps, with what orders them: `way` leads from the row to its agenda item."""
    under = F(f"{way}parent__position")
    return (
        rows.order_by()
        .annotate(
            day=day or F(f"{way}meeting__held_on"),
            sitting=F(f"{way}meeting_id"),
            place=Coalesce(under, F(f"{way}position")),
            sub_place=Case(
                When(**{f"{way}parent__isnull": True}, then=Value(-1)),
                default=F(f"{way}position"),
                output_field=IntegerField(),
            ),
            step=Value(step, output_field=IntegerField()),
        )
        .values("day", "sitting", "place", "sub_place", "step", "id")
    )


def _excerpt(text: str) -> str:
    words = plain(text).split()
    return " ".join(words[:WORDS_OF_EACH]) + (" …" if len(words) > WORDS_OF_EACH else "")


def _listed(day: date, item: AgendaItem) -> Entry:
    tag = item.meeting.get_status_display() if item.meeting.is_called_off else ""
    return Entry(
        day,
        IN_WORDS[LISTED],
        str(item),
        item.get_absolute_url(),
        item.meeting.group.name,
        _excerpt(item.description),
        tag=tag if item.meeting.agenda_is_published or tag else "Agenda not published",
    )


def _minuted(day: date, passage: Passage) -> Entry:
    meeting = passage.version.meeting
    address = f"{meeting.get_absolute_url()}#item-{passage.item.number}"
    title = f"{passage.item.number}. {passage.title}"
    return Entry(
        day,
        IN_WORDS[MINUTED],
        title,
        address,
        meeting.group.name,
        _excerpt(passage.text),
        is_draft=passage.version.is_draft,
    )


def _decided(day: date, decision: Decision) -> Entry:
    title = f"{decision.ref}: {decision.get_outcome_display().lower()}"
    return Entry(
        day,
        IN_WORDS[DECIDED],
        title,
        decision.get_absolute_url(),
        decision.group.name,
        _excerpt(decision.text),
        tag="" if decision.is_published else "Not published",
    )


def _undertaken(day: date, action: ActionItem) -> Entry:
    group = action.item.meeting.group.name
    text = f"{action.owner.name}. {action.urgency}."
    return Entry(day, IN_WORDS[UNDERTAKEN], _excerpt(action.text), action.get_absolute_url(), group, text)


def _finished(day: date, action: ActionItem) -> Entry:
    group = action.item.meeting.group.name
    text = f"{action.get_status_display()}. {_excerpt(action.closing_note)}"
    return Entry(day, IN_WORDS[FINISHED], _excerpt(action.text), action.get_absolute_url(), group, text)
