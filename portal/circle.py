"""Groups as they stand to each other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from meetings.models import Meeting
from partnership.models import Group, User
from partnership.models.terms import holds_on


@dataclass
class Branch:
    """A group and the groups beneath it."""

    group: Group
    subgroups: list["Branch"] = field(default_factory=list)


def groups_in_brief(user: User) -> QuerySet[Group]:
    """The groups that the reader may see, each with how many belong to it and when it meets next."""
    today = timezone.localdate()
    ahead = [Meeting.Status.PLANNED, Meeting.Status.CALLED, Meeting.Status.UNDER_WAY]
    next_on = Min("meetings__held_on", filter=Q(meetings__held_on__gte=today, meetings__status__in=ahead))
    belong = Count("memberships", filter=holds_on(today, "memberships__"), distinct=True)
    return Group.objects.visible_to(user).annotate(people=belong, next_on=next_on)


def tree(groups: Iterable[Group]) -> list[Branch]:
    """The groups, each under the one it reports to; in the order of their kinds, then by name.

    A group whose parent is not among them stands at the top: what a reader may not see is not named.
    """
    kinds = list(Group.Kind)
    in_order = sorted(groups, key=lambda group: (kinds.index(Group.Kind(group.kind)), group.name))
    branches = {group.pk: Branch(group) for group in in_order}
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.group.parent_id)
        (above.subgroups if above else top).append(branch)
    return top
