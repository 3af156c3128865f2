"""At once, in a digest, or not by email: what holds for each login that is told something."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from partnership.kinds import Kind, kind_of
from partnership.models import Everywhere, KindChoice, Notice, NoticeWishes, Pace, Subscription, User
from partnership.models.subscriptions import EAGER_FIRST
from partnership.quiet import may_be_told

STATES = {
    Pace.AT_ONCE: Notice.State.WAITING,
    Pace.DAILY: Notice.State.HELD,
    Pace.WEEKLY: Notice.State.HELD,
    Pace.NEVER: Notice.State.MUTED,
}


@dataclass(frozen=True)
class Terms:
    """How one login is told of one thing."""

    pace: Pace
    not_before: datetime
    because: list[str] = field(default_factory=list)

    @property
    def state(self) -> Notice.State:
        return STATES[self.pace]


def terms_for(
    users: Sequence[User], what: str, *, about: Any, followed: Iterable[Any | Everywhere], now: datetime
) -> Mapping[int, Terms]:
    """By login. Asks the database three times, however many they are."""
    kind = kind_of(what)
    ids = [user.pk for user in users]
    wishes = NoticeWishes.objects.in_bulk(ids)
    chosen = dict(KindChoice.objects.filter(user__in=ids, kind=kind.key).values_list("user", "pace"))
    through: dict[int, list[Subscription]] = defaultdict(list)
    if things := list(followed):
        for subscription in Subscription.objects.to_any(things).filter(user__in=ids).order_by("pk"):
            through[subscription.user_id].append(subscription)

    terms = {}
    for pk in ids:
        wish, because = wishes.get(pk), through[pk]
        own = _most_eager(because) if because else Pace(chosen.get(pk, kind.default))
        pace = settled(kind, own, stopped=bool(wish and wish.digests_stopped_at), followed=bool(because))
        when = may_be_told(wish, what, about, at=now) if pace == Pace.AT_ONCE else now
        terms[pk] = Terms(pace, when, [subscription.mark for subscription in because])
    return terms


def settled(kind: Kind, pace: Pace, *, stopped: bool, followed: bool = False) -> Pace:
    """What a choice comes to: what may not wait does not, and without a digest nothing waits for one.

    Whoever stopped the digest reads on the portal what it would have told; a duty is then told by itself.
    """
    if pace not in kind.paces and not (followed and len(kind.paces) > 1):
        pace = kind.default
    if stopped and pace.is_digest:
        return Pace.NEVER if followed or kind.can_be_stopped else Pace.AT_ONCE
    return pace


def _most_eager(subscriptions: Iterable[Subscription]) -> Pace:
    return min((Pace(each.pace) for each in subscriptions), key=EAGER_FIRST.index)
