"""Who may vote on an item: whoever has a vote by the group's rule, is in the room, and has not left for an interest."""

from django.db.models import QuerySet

from meetings.models import AgendaItem, Attendance, DeclarationOfInterest
from partnership.models import Group

BY_RULE = {
    Group.Voters.MEMBERS: [Attendance.Status.PRESENT],
    Group.Voters.SUBSTITUTES: [Attendance.Status.PRESENT, Attendance.Status.SUBSTITUTE],
    Group.Voters.ORGANISATIONS: [Attendance.Status.PRESENT, Attendance.Status.SUBSTITUTE],
}


def voters_on(item: AgendaItem) -> QuerySet[Attendance]:
    """The attendance of everyone who may vote on this item."""
    left = DeclarationOfInterest.objects.who_left(item).values("person")
    return Attendance.objects.filter(
        meeting=item.meeting, status__in=BY_RULE[Group.Voters(item.meeting.group.voters)]
    ).exclude(person__in=left)


def most_votes_on(item: AgendaItem) -> int:
    """How many votes can be cast: one for each voter or, where the rule says so, for each organisation present."""
    voters = voters_on(item).order_by()
    if item.meeting.group.voters != Group.Voters.ORGANISATIONS:
        return voters.count()
    bodies = voters.exclude(organisation=None).values("organisation").distinct().count()
    return bodies + voters.filter(organisation=None).count()
