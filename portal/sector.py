"""The voluntary and community sector as its representatives stand for it: who they are, and what concerns them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from localities.models import Locality
from partnership.models import Group, Membership, Organisation, SeatHolding, Subscription, Topic, User
from partnership.models.terms import holds_on

SECTOR = Organisation.Sector.VOLUNTARY
NAME = "voluntary and community sector"


def representatives() -> QuerySet[User]:
    """Logins of whoever holds a seat of the sector today, or is a member of a group for one of its bodies."""
    today = timezone.localdate()
    in_seat = SeatHolding.objects.current().filter(seat__nominated_by__sector=SECTOR)
    as_member = Membership.objects.filter(holds_on(today), organisation__sector=SECTOR)
    return (
        User.objects.active()
        .filter(Q(person__in=in_seat.values("person")) | Q(person__in=as_member.values("person")))
        .order_by("pk")
    )


@dataclass(frozen=True)
class Concern:
    """What concerns the sector, for one of its representatives: its groups, and what they follow."""

    user: User
    groups: list[int]
    topics: list[int]
    localities: list[int]

    @property
    def decisions(self) -> Q:
        """Decisions of those groups, of interest to the sector, or on what is followed."""
        return (
            Q(group__in=self.groups)
            | Q(item__of_interest_to__contains=[SECTOR])
            | Q(item__topics__in=self.topics)
            | Q(item__localities__in=self.localities)
        )

    @property
    def consultations(self) -> Q:
        """Those that ask a body of the sector by name, the whole county, or are of what is followed."""
        return (
            Q(consultees__organisation__sector=SECTOR)
            | Q(is_countywide=True)
            | Q(group__in=self.groups)
            | Q(topics__in=self.topics)
            | Q(localities__in=self.localities)
        )


def concern_of(user: User) -> Concern:
    """The groups in which the sector has a seat or a member today, and the groups, topics and places followed."""
    today = timezone.localdate()
    seated = Q(seats__nominated_by__sector=SECTOR, seats__closed_on=None)
    member = holds_on(today, "memberships__") & Q(memberships__organisation__sector=SECTOR)
    with_sector = Group.objects.filter(seated).values("pk").union(Group.objects.filter(member).values("pk"))
    followed = _followed(user)
    known: Any = Group.objects.visible_to(user).order_by("pk")
    groups = known.filter(Q(pk__in=[row["pk"] for row in with_sector]) | Q(pk__in=followed[Group]))
    return Concern(user, list(groups.values_list("pk", flat=True)), followed[Topic], followed[Locality])


def _followed(user: User) -> dict[Any, list[int]]:
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in (Group, Topic, Locality)}
    found: dict[Any, list[int]] = {model: [] for model in kinds.values()}
    rows = Subscription.objects.visible_to(user).filter(content_type__in=kinds)
    for kind, pk in rows.values_list("content_type", "object_id"):
        found[kinds[kind]].append(pk)
    return found
