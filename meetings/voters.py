"""Who may vote on an item: whoever has a vote by the group's rule, is in the room, and has not left for an interest."""

from meetings.models import AgendaItem, Attendance, DeclarationOfInterest
from meetings.models.stays import end_of, holds
from partnership.models import Group

BY_RULE = {
    Group.Voters.MEMBERS: [Attendance.Status.PRESENT],
    Group.Voters.SUBSTITUTES: [Attendance.Status.PRESENT, Attendance.Status.SUBSTITUTE],
    Group.Voters.ORGANISATIONS: [Attendance.Status.PRESENT, Attendance.Status.SUBSTITUTE],
}


def voters_on(item: AgendaItem) -> list[Attendance]:
    """The attendance of everyone who may vote on this item: there when it is voted on, with a vote by the rule."""
    left = DeclarationOfInterest.objects.who_left(item).values("person")
    rows = (
        Attendance.objects.filter(
            meeting=item.meeting, status__in=BY_RULE[Group.Voters(item.meeting.group.voters)]
        )
        .exclude(person__in=left)
        .prefetch_related("stays")
    )
    return [row for row in rows if _is_there(row, end_of(item))]


def _is_there(row: Attendance, moment: int) -> bool:
    """Without any coming and going they are there throughout."""
    stays = row.stays.all()
    return not stays or any(holds(stay.bounds, moment) for stay in stays)


def most_votes_on(item: AgendaItem) -> int:
    """How many votes can be cast: one for each voter or, where the rule says so, for each organisation present."""
    voters = voters_on(item)
    if item.meeting.group.voters != Group.Voters.ORGANISATIONS:
        return len(voters)
    return len({row.organisation_id or f"person {row.person_id}" for row in voters})
