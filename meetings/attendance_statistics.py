"""How often the members of a group came, counted from the minutes that a reader may see and from nothing else.

A meeting counts for a member if it was held within their term. One whose minutes name nobody counts for nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from core.templatetags.house import british_date
from meetings import wording
from meetings.models import Attendance, Meeting, MinutesVersion
from partnership.models import Group, Membership, Person

Status = Attendance.Status
IN_THE_ROOM = {Status.PRESENT.label, Status.IN_ATTENDANCE.label, Status.GUEST.label, Status.SUBSTITUTE.label}


@dataclass
class MembersAttendance:
    """What the minutes say of one member."""

    person: Person
    attended: int = 0
    apologies: int = 0
    absent: int = 0
    # Of the meetings they did not attend: those to which somebody came in their place.
    substituted: int = 0
    # Meetings within their term of which the minutes name others, and not them.
    not_said: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def possible(self) -> int:
        """Meetings within their term of which the minutes say whether they came."""
        return self.attended + self.apologies + self.absent

    @property
    def rate(self) -> str:
        """67%; nothing where there is nothing to divide by."""
        return _percent(self.attended, self.possible)


@dataclass
class AttendanceStatistics:
    """A group's members over the meetings of a period."""

    members: list[MembersAttendance]
    meetings: list[date]
    # Held, with minutes to read that name nobody.
    silent: list[date]

    @property
    def came(self) -> int:
        """How many times a member came."""
        return sum(each.attended for each in self.members)

    @property
    def times(self) -> int:
        """How many times the minutes say whether a member came."""
        return sum(each.possible for each in self.members)

    @property
    def not_said(self) -> int:
        """How many times a member could have come, and the minutes do not say."""
        return sum(each.not_said for each in self.members)

    @property
    def rate(self) -> str:
        return _percent(self.came, self.times)


def attendance_of(group: Group, user, *, year: str = "", before: date | None = None) -> AttendanceStatistics:
    """The members of a group at its meetings, of one year or all: two queries, however many meetings.

    With `before`, at those held before a day.
    """
    said = _said(group, user, year, before)
    meetings = sorted(day for day, rows in said.items() if rows)
    silent = sorted(day for day, rows in said.items() if not rows)
    if not meetings:
        return AttendanceStatistics([], [], silent)
    seats = Membership.objects.filter(group=group, capacity=Membership.Capacity.MEMBER)
    within = seats.filter(starts_on__lte=meetings[-1]).exclude(ends_on__lte=meetings[0])
    members: dict[int, MembersAttendance] = {}
    for seat in within.select_related("person").order_by("person__name", "person", "starts_on"):
        member = members.setdefault(seat.person_id, MembersAttendance(seat.person))
        for day in meetings:
            if seat.starts_on <= day and (seat.ends_on is None or day < seat.ends_on):
                _count(member, day, said[day])
    return AttendanceStatistics(list(members.values()), meetings, silent)


def years_with_minutes(group: Group, user) -> list[str]:
    """The years of which the reader may see minutes, the latest first."""
    days = _versions(group, user).order_by().dates("meeting__held_on", "year", order="DESC")
    return [str(day.year) for day in days]


def _versions(group: Group, user) -> Any:
    held = [Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED]
    return MinutesVersion.objects.visible_to(user).filter(meeting__group=group, meeting__status__in=held)


def _said(group: Group, user, year: str, before: date | None) -> dict[date, list[dict[str, Any]]]:
    """What the newest minutes that the reader may see say of the attendance, by the day of the meeting."""
    versions = _versions(group, user)
    if year:
        versions = versions.filter(meeting__held_on__year=year)
    if before is not None:
        versions = versions.filter(meeting__held_on__lt=before)
    rows = KeyTransform("attendance", Cast("body", JSONField()))
    newest = versions.order_by("meeting_id", "-number").distinct("meeting_id")
    return dict(newest.annotate(rows=rows, day=F("meeting__held_on")).values_list("day", "rows"))


def _count(member: MembersAttendance, day: date, rows: Sequence[Mapping[str, Any]]) -> None:
    own = next((row for row in rows if row["slug"] == member.person.slug), None)
    instead = [row["person"] for row in rows if row.get("substitute_for_slug") == member.person.slug]
    if own is not None and own["status"] in IN_THE_ROOM:
        member.attended += 1
        if coming := wording.coming_and_going([_without_decisions(stay) for stay in own.get("stays", [])]):
            member.notes.append(f"{british_date(day)}: {coming}")
        return
    if own is not None and own["status"] == Status.APOLOGIES.label:
        member.apologies += 1
    elif own is not None or instead:
        member.absent += 1
    else:
        member.not_said += 1
    if instead:
        member.substituted += 1
        member.notes.append(f"{british_date(day)}: {' and '.join(instead)} came in their place")


def _without_decisions(stay: Mapping[str, Any]) -> dict[str, Any]:
    """A decision may stand under an item that is closed to this reader, and here it would not be missed."""
    return {end: moment and {**moment, "after": ""} for end, moment in stay.items()}


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else ""
