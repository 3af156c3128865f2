"""Who has a vote at a meeting by the group's own rule, and whether enough of them are in the room.

Counted are members within their term on that day: whoever was present, and by the rules of some groups the substitutes
who came in their place. Everyone counts from the moment they came until the moment they left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from meetings.models import AgendaItem, Attendance, Decision, DeclarationOfInterest, Meeting
from meetings.models.stays import Period, end_of, holds, moment_of
from partnership.models import Group, Membership, Organisation


@dataclass(frozen=True)
class Count:
    """How many of those who count are in the room at one moment, and how many the group's rule asks for."""

    group: Group
    members: int
    organisations: int
    sectors: int

    @property
    def has_rule(self) -> bool:
        """Whether the group has set a quorum at all."""
        return bool(self._needed)

    @property
    def is_quorate(self) -> bool:
        return all(counted >= needed for counted, needed, _ in self._needed)

    @property
    def is_refused(self) -> bool:
        """Whether the rule lets no decision be taken now."""
        return not self.is_quorate and self.group.inquorate == Group.Inquorate.REFUSE

    @property
    def numbers(self) -> str:
        """4 members in the room (3 needed), 2 organisations (2 needed)."""
        parts = [f"{counted} {what} ({needed} needed)" for counted, needed, what in self._needed]
        return ", ".join(parts).replace(" (", " in the room (", 1)

    @property
    def sentence(self) -> str:
        """Not quorate: 2 members in the room (3 needed)."""
        if not self.has_rule:
            return "The group has set no quorum"
        return f"{'Quorate' if self.is_quorate else 'Not quorate'}: {self.numbers}"

    @property
    def _needed(self) -> list[tuple[int, int, str]]:
        group = self.group
        by_body = group.voters == Group.Voters.ORGANISATIONS
        rule = [
            (self.members, group.quorum_members, "member"),
            (self.organisations, group.quorum_organisations, "organisation"),
            (self.sectors, group.quorum_sectors, "sector"),
        ]
        return [
            (counted, needed, _word(what, counted, by_body=by_body))
            for counted, needed, what in rule
            if needed
        ]


def _word(what: str, counted: int, *, by_body: bool) -> str:
    word = what if counted == 1 else f"{what}s"
    return f"{word}, one for each organisation," if by_body and what == "member" else word


@dataclass(frozen=True)
class Voter:
    """Somebody who counts: a member, or the substitute who came for one."""

    person: int
    # The member whose place it is: it counts once, whoever sits in it.
    member: int
    organisation: Organisation | None
    periods: list[Period] = field(default_factory=list)

    def was_there(self, moment: int) -> bool:
        """Whether they were in the room. Without any coming and going they were there throughout."""
        return not self.periods or any(holds(period, moment) for period in self.periods)


class Room:
    """Everyone who counts towards the quorum of one meeting, and when each was in the room.

    `withdrawn` names, by item, the people who withdrew from it because of an interest: for that item they do not count.
    """

    def __init__(
        self, group: Group, voters: Iterable[Voter], withdrawn: Mapping[int | None, set[int]] | None = None
    ) -> None:
        self.group, self.voters, self.withdrawn = group, list(voters), dict(withdrawn or {})

    @classmethod
    def of(cls, meeting: Meeting) -> "Room":
        """As the record has it. Four queries, however many people and items; none where the group has no quorum."""
        nobody = cls(meeting.group, [])
        return cls.whoever_votes_at(meeting) if nobody.has_rule else nobody

    @classmethod
    def whoever_votes_at(cls, meeting: Meeting) -> "Room":
        """The same where nobody asks for a quorum: whoever counts towards it is whoever has a vote."""
        group = meeting.group
        memberships = Membership.objects.filter(group=group, capacity=Membership.Capacity.MEMBER)
        seats = memberships.on(meeting.held_on).select_related("organisation", "person__organisation")
        rows = Attendance.objects.filter(meeting=meeting).in_the_room().prefetch_related("stays")
        return cls(group, voters(group, seats, rows), withdrawn_from(meeting))

    @property
    def has_rule(self) -> bool:
        """Whether the group has set a quorum at all."""
        group = self.group
        return bool(group.quorum_members or group.quorum_organisations or group.quorum_sectors)

    def at_end_of(self, item: AgendaItem) -> Count:
        """Who is in the room for whatever is decided next under an item."""
        return self.at(end_of(item), item)

    def at_decision(self, decision: Decision) -> Count:
        """Who was in the room when a decision was taken. The decision's item must know its parent."""
        return self.at(moment_of(decision.item, decision), decision.item)

    def at(self, moment: int, item: AgendaItem) -> Count:
        """The count at one moment of an item."""
        # Whoever left for an item left for what stands under it as well.
        withdrawn = self.withdrawn.get(item.pk, set()) | self.withdrawn.get(item.parent_id, set())
        here = [each for each in self.voters if each.person not in withdrawn and each.was_there(moment)]
        bodies = {each.organisation.pk: each.organisation for each in here if each.organisation}
        if self.group.voters == Group.Voters.ORGANISATIONS:
            votes = {each.organisation.pk if each.organisation else -each.member for each in here}
        else:
            votes = {each.member for each in here}
        return Count(self.group, len(votes), len(bodies), len({body.sector for body in bodies.values()}))


def most_votes_on(item: AgendaItem) -> int:
    """How many votes can be cast on an item: one for each who counts in the room, or for each organisation."""
    return Room.whoever_votes_at(item.meeting).at_end_of(item).members


def voters(group: Group, seats: Iterable[Membership], rows: Iterable[Attendance]) -> list[Voter]:
    """Those in the room who count by the rule of the group: a substitute counts in the place of the member."""
    stood_for = {seat.person_id: seat.organisation or seat.person.organisation for seat in seats}
    counted = []
    for row in rows:
        member = row.person_id if row.status == Attendance.Status.PRESENT else row.substitute_for_id
        if member not in stood_for:
            continue
        if row.status == Attendance.Status.SUBSTITUTE and group.voters == Group.Voters.MEMBERS:
            continue
        periods = [stay.bounds for stay in row.stays.all()]
        counted.append(Voter(row.person_id, member, stood_for[member], periods))
    return counted


def withdrawn_from(meeting: Meeting) -> dict[int | None, set[int]]:
    """Who left the room for which item because of an interest they declared."""
    left = DeclarationOfInterest.objects.of_meeting(meeting).who_left()
    withdrawn: dict[int | None, set[int]] = {}
    for item, person in left.values_list("item", "person"):
        withdrawn.setdefault(item, set()).add(person)
    return withdrawn
