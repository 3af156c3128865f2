"""What can be followed, and how a page offers it.

An app above adds its own kind at the start, with `offers_to_follow`, so that no import points up.
"""

from dataclasses import dataclass
from typing import Any

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
        "You get an email when a representative reports a meeting of this group, when its forward plan changes, and "
        "when a regular report about it is made."
    ),
    "topic": (
        "You get an email when a representative reports something on this topic, and when a decision on it is "
        "expected or put off."
    ),
    "organisation": "You get an email when its representative reports a meeting.",
}


def offers_to_follow(kind: str, model: type[models.Model], *, tells: str) -> None:
    """Let a thing of another app be followed, too. It has a name and a slug, and everyone may know of it."""
    KINDS[kind] = model
    TELLS[kind] = tells


@dataclass(frozen=True)
class Following:
    """The button on the page of one thing: whether this reader follows it, and where the press goes."""

    kind: str
    thing: Any
    is_followed: bool

    @property
    def address(self) -> str:
        return reverse("partnership:follow", args=[self.kind, self.thing.slug])

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
    return Group.objects.visible_to(user) if kind == "group" else KINDS[kind].objects.all()  # type: ignore[attr-defined]


def followed_by(user: User) -> list[tuple[str, list[Following]]]:
    """Everything that somebody follows, under the name of its kind. What they may not see any more is left out."""
    subscriptions = Subscription.objects.visible_to(user).select_related("content_type")
    ids: dict[type[models.Model] | None, set[int]] = {}
    for each in subscriptions:
        ids.setdefault(each.content_type.model_class(), set()).add(each.object_id)
    found = []
    for kind, model in KINDS.items():
        things = can_be_followed_by(kind, user).filter(pk__in=ids.get(model, ())).order_by("name")
        if rows := [Following(kind, thing, is_followed=True) for thing in things]:
            found.append((str(model._meta.verbose_name_plural).capitalize(), rows))
    return found
