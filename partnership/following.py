"""What can be followed, and how a page offers it.

An app above adds its own kind at the start, with `offers_to_follow`, so that no import points up.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from partnership.models import Group, Organisation, Subscription, Topic, User
from partnership.permissions import Anyone

Followed = Group | Topic | Organisation | models.Model

KINDS: dict[str, type[models.Model]] = {"group": Group, "topic": Topic, "organisation": Organisation}
# What a follower is told, in the words that stand beside the button.
TELLS = {
    "group": (
        "You get an email when everyone may read its minutes or decisions, when a representative reports a meeting "
        "of this group, when its forward plan changes, and when a regular report about it is made."
    ),
    "topic": (
        "You get an email when a decision on this topic is expected, put off or published, and when a "
        "representative reports something on it."
    ),
    "organisation": "You get an email when its representative reports a meeting.",
}


def offers_to_follow(kind: str, model: type[models.Model], *, tells: str) -> None:
    """Let a thing of another app be followed, too. It has a slug, and everyone may know of it who `visible_to` says."""
    KINDS[kind] = model
    TELLS[kind] = tells


@dataclass(frozen=True)
class Following:
    """The button on the page of one thing: whether this reader follows it, and where the press goes."""

    kind: str
    thing: Any
    is_followed: bool
    pace: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """By which a subscription names it."""
        return ContentType.objects.get_for_model(self.thing).pk, self.thing.pk

    @property
    def address(self) -> str:
        return reverse("partnership:follow", args=[self.kind, self.thing.slug])

    @property
    def name(self) -> str:
        return str(self.thing)

    @property
    def tells(self) -> str:
        return TELLS[self.kind]


def following(thing: Followed, user: Anyone) -> Following | None:
    """The button for this reader; none for somebody who has not signed in, whom nobody could tell."""
    if not user.is_authenticated:
        return None
    followed = Subscription.objects.visible_to(user).to(thing).exists()
    return Following(kind_of(thing), thing, followed)


def kind_of(thing: models.Model) -> str:
    """The word for it in an address."""
    return next(kind for kind, model in KINDS.items() if isinstance(thing, model))


def can_be_followed_by(kind: str, user: User) -> QuerySet[Any]:
    """The things of a kind that this login may know of."""
    things = KINDS[kind]._default_manager
    rule = getattr(things, "visible_to", None)
    return rule(user) if rule else things.all()


def followed_by(user: User) -> list[tuple[str, list[Following]]]:
    """Everything that somebody follows, under the name of its kind. What they may not see any more is left out."""
    subscriptions = Subscription.objects.visible_to(user).to_things().select_related("content_type")
    ids: dict[type[models.Model] | None, dict[int, str]] = {}
    for each in subscriptions:
        if each.content_type and each.object_id:  # to_things() gives no other
            model_class = each.content_type.model_class()
            ids.setdefault(model_class, {})[each.object_id] = each.get_pace_display()
    found = []
    for kind, model in KINDS.items():
        if model not in ids:
            continue
        things = sorted(can_be_followed_by(kind, user).filter(pk__in=ids[model]), key=str)
        if rows := [Following(kind, thing, is_followed=True, pace=ids[model][thing.pk]) for thing in things]:
            found.append((str(model._meta.verbose_name_plural).capitalize(), rows))
    return found
