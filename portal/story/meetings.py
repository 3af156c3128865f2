"""What meetings tell of a topic: agendas and minutes, decisions, actions."""

from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from core.templatetags.house import british_date
from meetings.models import ActionItem, AgendaItem, Decision, Passage
from partnership.models import Topic, User
from portal.story.kinds import Entry, Kind, Step, excerpt, many


def _items(topic: Topic, user: User) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.visible_to(user).on_topic(topic)


def _passages(topic: Topic, user: User) -> QuerySet[Passage]:
    return Passage.objects.visible_to(user).filter(item__topics=topic)


def _decisions(topic: Topic, user: User) -> QuerySet[Decision]:
    return Decision.objects.visible_to(user).on_topic(topic)


def _actions(topic: Topic, user: User) -> QuerySet[ActionItem]:
    return ActionItem.objects.visible_to(user).on_topic(topic)


def _only_listed(topic: Topic, user: User) -> QuerySet[AgendaItem]:
    """What stood on an agenda, and has no minutes that the reader sees."""
    return _items(topic, user).exclude(pk__in=_passages(topic, user).values("item"))


def _listed(day: date, item: AgendaItem) -> Entry:
    tag = item.meeting.get_status_display() if item.meeting.is_called_off else ""
    return Entry(
        day,
        str(item),
        item.get_absolute_url(),
        item.meeting.group.name,
        excerpt(item.description),
        tag=tag if item.meeting.agenda_is_published or tag else "Agenda not published",
    )


def _minuted(day: date, passage: Passage) -> Entry:
    meeting = passage.version.meeting
    address = f"{meeting.get_absolute_url()}#item-{passage.item.number}"
    title = f"{passage.item.number}. {passage.title}"
    return Entry(
        day, title, address, meeting.group.name, excerpt(passage.text), is_draft=passage.version.is_draft
    )


def _decided(day: date, decision: Decision) -> Entry:
    title = f"{decision.ref}: {decision.get_outcome_display().lower()}"
    tag = "" if decision.is_published else "Not published"
    return Entry(
        day, title, decision.get_absolute_url(), decision.group.name, excerpt(decision.text), tag=tag
    )


def _undertaken(day: date, action: ActionItem) -> Entry:
    group = action.item.meeting.group.name
    text = f"{action.owner.name}. {action.urgency}."
    return Entry(day, excerpt(action.text), action.get_absolute_url(), group, text)


def _finished(day: date, action: ActionItem) -> Entry:
    group = action.item.meeting.group.name
    text = f"{action.get_status_display()}. {excerpt(action.closing_note)}"
    return Entry(day, excerpt(action.text), action.get_absolute_url(), group, text)


def _came_up(topic: Topic, user: User) -> str:
    meetings = _items(topic, user).aggregate(n=Count("meeting", distinct=True))["n"]
    return f"on the agenda of {many(meetings, 'meeting')}" if meetings else ""


def _were_decided(topic: Topic, user: User) -> str:
    found = _decisions(topic, user).aggregate(
        n=Count("pk"), meetings=Count("item__meeting", distinct=True), last=Max("item__meeting__held_on")
    )
    if not found["n"]:
        return ""
    last = f"last on {british_date(found['last'])}" if found["n"] > 1 else f"on {british_date(found['last'])}"
    return f"{many(found['n'], 'decision')} at {many(found['meetings'], 'meeting')}, {last}"


def _are_open(topic: Topic, user: User) -> str:
    still_open = Count("pk", filter=Q(status=ActionItem.Status.OPEN))
    found = _actions(topic, user).aggregate(n=Count("pk"), open=still_open)
    if found["open"]:
        return f"{many(found['open'], 'action')} open"
    return f"{many(found['n'], 'action')}, none of them open" if found["n"] else ""


AGENDAS = Kind(
    "agendas",
    "Agendas and minutes",
    (
        Step(
            "On the agenda",
            _only_listed,
            lambda: AgendaItem.objects.select_related("meeting__group"),
            _listed,
            way="",
        ),
        Step(
            "Minuted",
            _passages,
            lambda: Passage.objects.select_related("item", "version__meeting__group"),
            _minuted,
        ),
    ),
    _came_up,
)
DECISIONS = Kind(
    "decisions",
    "Decisions",
    (
        Step(
            "Decided",
            _decisions,
            lambda: Decision.objects.select_related("group", "item__meeting__group"),
            _decided,
        ),
    ),
    _were_decided,
)
ACTIONS = Kind(
    "actions",
    "Actions",
    (
        Step("Action", _actions, ActionItem.objects.with_source, _undertaken),
        Step(
            "Action closed",
            lambda topic, user: _actions(topic, user).filter(closed_at__isnull=False),
            ActionItem.objects.with_source,
            _finished,
            day=TruncDate("closed_at"),
        ),
    ),
    _are_open,
)
