"""What decisions on a topic did with money."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from core.templatetags.house import pounds
from funding.models import Authority, Pot
from meetings.models import Decision
from partnership.models import Topic, User
from portal.story.kinds import Entry, Kind, Step, many


def _moved(topic: Topic, user: User) -> QuerySet[Authority]:
    """Decisions on the topic under which money moved, in pots and on decisions that the reader may see."""
    decisions = Decision.objects.visible_to(user).on_topic(topic)
    seen = Authority.objects.that_moved_something().filter(decision__in=decisions.values("pk"))
    return seen.filter(pot__in=Pot.objects.visible_to(user).values("pk"))


def _told(day: date, authority: Any) -> Entry:
    words = f"{pounds(authority.used)} has moved on the word of {authority.decision.ref}."
    return Entry(day, authority.pot.name, authority.pot.get_absolute_url(), authority.pot.group.name, words)


def _in_short(topic: Topic, user: User) -> str:
    number = _moved(topic, user).values("decision").distinct().count()
    return f"{many(number, 'decision')} moved money" if number else ""


MONEY = Kind(
    "money",
    "Money",
    (
        Step(
            "Money",
            _moved,
            lambda: Authority.objects.select_related("pot__group", "decision").knowing_what_is_left(),
            _told,
            way="decision__item__",
        ),
    ),
    _in_short,
)
