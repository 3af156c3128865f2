"""What a login has chosen to be told, as one piece: for the form and for the sentence above it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.templatetags.house import british_time
from partnership.following import followed_by
from partnership.kinds import TO_CHOOSE
from partnership.models import Everywhere, KindChoice, NoticeWishes, Pace, Subscription, User

# In the order in which the sentence says them.
SAID = {Pace.AT_ONCE: "at once of {}", Pace.DAILY: "once a day of {}", Pace.WEEKLY: "once a week of {}"}


@dataclass(frozen=True)
class Chosen:
    """How a login is told today."""

    kinds: Mapping[str, Pace]
    follows: Sequence[tuple[Subscription, Any]]
    everywhere: Mapping[str, Pace]
    wishes: NoticeWishes

    @property
    def summary(self) -> str:
        """The whole in one sentence."""
        return f"You are told {self._how_often()}{self._when_not()}."

    def _how_often(self) -> str:
        paces = [
            *self.kinds.values(),
            *self.everywhere.values(),
            *(Pace(row.pace) for row, _ in self.follows),
        ]
        if self.wishes.digests_stopped_at:
            paces = [pace for pace in paces if not pace.is_digest]
        counted = Counter(paces)
        parts = [words.format(_things(counted[pace])) for pace, words in SAID.items() if counted[pace]]
        return (
            " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
            or "of nothing by email"
        )

    def _when_not(self) -> str:
        wishes = self.wishes
        hours = ""
        if wishes.quiet_from is not None:
            hours = f"between {british_time(wishes.quiet_from)} and {british_time(wishes.quiet_until)}"
        parts = [part for part in (hours, "at weekends" if wishes.not_at_weekends else "") if part]
        return f"; nothing {' or '.join(parts)}" if parts else ", at any hour"


def chosen_by(user: User) -> Chosen:
    """What holds for this login, with the defaults where it has not chosen. Things that it may not see are left out."""
    own = dict(KindChoice.objects.visible_to(user).values_list("kind", "pace"))
    kinds = {kind.key: Pace(own.get(kind.key, kind.default)) for kind in TO_CHOOSE}
    rows = list(Subscription.objects.visible_to(user))
    by_thing = {(row.content_type_id, row.object_id): row for row in rows if not row.everywhere}
    follows = [
        (row, following.thing)
        for _, found in followed_by(user)
        for following in found
        if (row := by_thing.get(following.key))
    ]
    asked = {row.everywhere: Pace(row.pace) for row in rows if row.everywhere}
    everywhere = {key: asked.get(key, Pace.NEVER) for key in Everywhere.values}
    wishes = NoticeWishes.objects.filter(pk=user.pk).first() or NoticeWishes(user=user)
    return Chosen(kinds, follows, everywhere, wishes)


def _things(count: int) -> str:
    return f"{count} thing{'' if count == 1 else 's'}"
