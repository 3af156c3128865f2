"""What must hold of who is in the room, whoever changed it."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from core import history
from core.refusals import Refused
from meetings import snapshot, wording
from meetings.models import AgendaItem, Attendance, Decision, Meeting, Stay
from meetings.models.stays import THROUGHOUT, beginning_of, moment_of, overlap
from meetings.operations.quorum import recount_quorum
from partnership.models import Person, User


def settle_who_was_there(meeting: Meeting, *, by: User | None) -> None:
    """After any change of who was in the room when: what may not be is refused, and the quorum counted again."""
    _refuse_two_substitutes(meeting)
    if meeting.status in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        recount_quorum(meeting, by=by)


def _refuse_two_substitutes(meeting: Meeting) -> None:
    """One member has one substitute at a time. Whoever has no stays was there throughout."""
    substitutes = Attendance.objects.filter(meeting=meeting, status=Attendance.Status.SUBSTITUTE)
    by_member: dict[Person | None, list[Attendance]] = {}
    for each in substitutes.select_related("person", "substitute_for").prefetch_related("stays"):
        by_member.setdefault(each.substitute_for, []).append(each)
    for member, came in by_member.items():
        for one, other in combinations(came, 2):
            if _were_together(one, other):
                raise Refused(f"{one.person} and {other.person} cannot both be there for {member} at once.")


def _were_together(one: Attendance, other: Attendance) -> bool:
    first, second = ([stay.bounds for stay in each.stays.all()] or [THROUGHOUT] for each in (one, other))
    return any(overlap(period, beside) for period in first for beside in second)


def replace_stays(attendance: Attendance, stays: Iterable[dict[str, Any]], *, by: User | None) -> None:
    """Say anew when somebody was in the room; with nothing said they were there throughout."""
    before = said_of(attendance)
    Stay.objects.filter(attendance=attendance).delete()
    for values in stays:
        stay = Stay(attendance=attendance, **values)
        _refuse_overlap(stay)
        save_stay(stay)
    after = said_of(attendance)
    if before != after:
        history.record(attendance, "edited", by=by, changes={"coming and going": [before, after]})


def save_stay(stay: Stay) -> None:
    """Save one coming and going, or refuse it in the sentence of the rule."""
    came, left = stay.came_item, stay.left_item
    if came and left:
        begin = moment_at(came, during=stay.came_during, after=stay.came_after)
        if begin >= moment_at(left, during=stay.left_during, after=stay.left_after):
            raise Refused(f"{stay.attendance.person} cannot leave before they arrive.")
    history.check(stay)
    stay.save()


def moment_at(item: AgendaItem, *, during: bool, after: Decision | None) -> int:
    """The moment of coming or going: before an item, during it, or after one of its decisions."""
    if not during:
        return beginning_of(item)
    return moment_of(item, after) + 1 if after else moment_of(item)


def said_of(attendance: Attendance) -> str:
    """Somebody's coming and going in words."""
    stays = attendance.stays.in_words_of_the_record()
    return wording.coming_and_going([snapshot.stay(each) for each in stays])


def _refuse_overlap(stay: Stay) -> None:
    """Whoever is in the room cannot arrive again before they have left."""
    came = left = None
    if stay.came_item:
        came = moment_at(stay.came_item, during=stay.came_during, after=stay.came_after)
    if stay.left_item:
        left = moment_at(stay.left_item, during=stay.left_during, after=stay.left_after)
    for other in Stay.objects.filter(attendance=stay.attendance):
        if overlap((came, left), other.bounds):
            who = stay.attendance.person
            raise Refused(f"{who} was in the room already: say when they left before they came back.")
