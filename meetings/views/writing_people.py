"""The people of the minuting page: who can be named, who is in the room, and whether they are enough."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from meetings import snapshot, wording
from meetings.forms.interests import offered_words
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.models.stays import end_of, holds
from meetings.quorum import Room
from partnership.models import Membership, Person, User


class PeopleOfTheRoom:
    """Who is there, item by item."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.room = Room.of(meeting)
        rows = Attendance.objects.filter(meeting=meeting).with_names().with_comings_and_goings()
        self.rows = list(rows.prefetch_related("stays"))
        self.said = [
            {"person": row.person.name, "stays": [snapshot.stay(each) for each in row.comings_and_goings]}
            for row in self.rows
        ]

    def say_of(self, item: AgendaItem) -> dict[str, Any]:
        """What stands under the title of an item: the quorum, who is away, who came and went."""
        count = self.room.at_end_of(item)
        away = [
            row.person.name
            for row in self.rows
            if row.stays.all() and not any(holds(stay.bounds, end_of(item)) for stay in row.stays.all())
        ]
        return {
            "count": count if count.has_rule else None,
            "away": away,
            "comings": wording.comings_and_goings_at(item.pk, self.said),
        }

    @property
    def has_quorum(self) -> bool:
        """Whether the group has a rule by which they are counted."""
        return self.room.has_rule

    @property
    def attendance(self) -> str:
        """8 present, 2 apologies."""
        counts = Counter(row.status for row in self.rows)
        return ", ".join(
            f"{counts[status.value]} {status.label.lower()}"
            for status in Attendance.Status
            if counts[status.value]
        )

    @property
    def there(self) -> list[Person]:
        """Those on the list who are, or were for a time, in the room."""
        return [row.person for row in self.rows if row.status in Attendance.IN_THE_ROOM]

    @property
    def gone(self) -> set[int]:
        """Those on the list who are not in the room as the record stands."""
        return {
            row.person_id
            for row in self.rows
            if row.status not in Attendance.IN_THE_ROOM
            or (row.stays.all() and all(stay.period.upper is not None for stay in row.stays.all()))
        }


def people_to_name(meeting: Meeting, user: User, room: PeopleOfTheRoom) -> dict[str, Any]:
    """The lists of people: each drawn once, shown in every part that asks for somebody."""
    everyone = {person.pk: person for person in Person.objects.with_organisation()}
    seats = Membership.objects.filter(group=meeting.group).on(meeting.held_on)
    members = [everyone[pk] for pk in seats.values_list("person", flat=True) if pk in everyone]
    ours = {person.pk for person in members}
    others = [person for pk, person in everyone.items() if pk not in ours]
    there = [everyone[person.pk] for person in room.there if person.pk not in room.gone]
    gone = [everyone[person.pk] for person in room.there if person.pk in room.gone]
    inside = {person.pk for person in there}
    outside = [*gone, *(person for person in members if person.pk not in inside | room.gone)]
    outside += [person for person in members if person.pk in room.gone and person not in gone]
    group = str(meeting.group)
    own = _options([(group, members)])
    return {
        "people_options": _options([(group, members), ("Others", others)]),
        # Whoever takes the chair is of the group: the shorter list keeps a long meeting's page light.
        "voter_options": own or _options([("Others", others)]),
        "leave_options": _options([("In the room", there), ("Left before", gone)]),
        "arrive_options": _options(
            [
                ("Not in the room", outside),
                ("In the room", there),
                (
                    "Others",
                    [person for person in others if person not in outside and person.pk not in inside],
                ),
            ]
        ),
        "people": {str(person.pk): str(person) for person in [*members, *others]},
        "offered": offered_words(meeting, user),
    }


def _options(groups: Iterable[tuple[str, list[Person]]]) -> str:
    named = [(label, people) for label, people in groups if people]
    return render_to_string("meetings/_write_people.html", {"groups": named}) if named else ""
