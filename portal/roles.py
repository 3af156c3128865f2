"""In which roles somebody uses the site: facts of the record, not flags. The home page is made of them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from partnership.models import Group, Membership, Organisation, SeatHolding, User
from partnership.permissions import is_administrator


@dataclass
class Roles:
    """What one login is to the partnership today."""

    user: Any
    # Groups it supports as their officer.
    supported: list[Group] = field(default_factory=list)
    # Its places in groups, and the seats it holds.
    memberships: list[Membership] = field(default_factory=list)
    seats: list[SeatHolding] = field(default_factory=list)
    is_administrator: bool = False

    @property
    def is_officer(self) -> bool:
        return bool(self.supported)

    @property
    def is_member(self) -> bool:
        return bool(self.memberships or self.seats)

    @cached_property
    def bodies(self) -> list[Organisation]:
        """The voluntary and community bodies that it speaks for, each once."""
        spoken_for = [holding.seat.nominated_by for holding in self.seats]
        spoken_for += [each.organisation for each in self.memberships if each.organisation]
        voluntary = Organisation.Sector.VOLUNTARY
        return list({body.pk: body for body in spoken_for if body.sector == voluntary}.values())

    @property
    def is_representative(self) -> bool:
        return bool(self.bodies)

    @property
    def is_reader(self) -> bool:
        """Comes to read: in no role that has anything to do."""
        return not (self.is_officer or self.is_member or self.is_administrator)


def of_login(user: Any) -> Roles:
    """The roles of a login, or of a reader who has not signed in. Three questions for a login, none for a reader."""
    if not isinstance(user, User):
        return Roles(user)
    mine = Q(person__user=user)
    return Roles(
        user,
        supported=list(Group.objects.supported_by(user).open_today()),
        memberships=list(Membership.objects.current().filter(mine).select_related("group", "organisation")),
        seats=list(
            SeatHolding.objects.current().filter(mine).select_related("seat__group", "seat__nominated_by")
        ),
        is_administrator=is_administrator(user),
    )
