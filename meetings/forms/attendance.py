"""Who was there, on one sheet."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms

from core.forms import DayField
from core.templatetags.house import error_links
from meetings.forms.answers import MeetingsForm
from meetings.forms.stays import StayRows
from meetings.models import AgendaItem, Attendance, Meeting
from partnership.models import Organisation, Person

MORE_PEOPLE = 3
MOST_MORE_PEOPLE = 60
ANSWERS = ["substitute_for", "apology_reason", "apology_received_on", "note"]
Choices = list[tuple[Any, str]]


class AttendanceRow(MeetingsForm):
    """One person's part in the meeting."""

    beside = {
        "for whom the substitute": "substitute_for",
        "belong to apologies": "apology_reason",
        "on the list already": "person_chosen",
    }

    status = forms.ChoiceField(
        label="Part in the meeting",
        choices=[("", "Not recorded"), *Attendance.Status.choices],
        required=False,
    )
    substitute_for = forms.ChoiceField(label="Substitute for", required=False)
    apology_reason = forms.CharField(label="Reason for apologies", max_length=200, required=False)
    apology_received_on = DayField(label="Apologies received on", required=False)
    note = forms.CharField(label="Note, such as “took the chair for item 4”", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        everyone: Mapping[int, Person],
        members: Choices,
        person: Person | None = None,
        organisation: Organisation | None = None,
        known: Attendance | None = None,
        items: list[AgendaItem] | None = None,
        **kwargs: Any,
    ) -> None:
        self.items = items or []
        self.everyone, self.person, self.organisation, self.known = everyone, person, organisation, known
        if known is not None:
            kwargs["initial"] = {name: getattr(known, name) for name in ["status", *ANSWERS]}
            kwargs["initial"]["substitute_for"] = known.substitute_for_id or ""
        super().__init__(*args, **kwargs)
        others = [each for each in members if person is None or each[0] != person.pk]
        self.fields["substitute_for"].choices = [("", "Nobody"), *others]

    @cached_property
    def times(self) -> StayRows:
        """When they came and when they left, as far as they may be asked already."""
        return StayRows(
            self.data if self.is_bound else None, items=self.items, known=self.known, prefix=str(self.prefix)
        )

    def is_valid(self) -> bool:
        """The part, and the times that go with it."""
        return all([super().is_valid(), self.times.is_valid()])

    def clean_substitute_for(self) -> Person | None:
        """The member in whose place somebody came."""
        chosen = self.cleaned_data["substitute_for"]
        return self.everyone[int(chosen)] if chosen else None

    def clean(self) -> dict[str, Any]:
        """Each answer goes with the part it belongs to."""
        answers = super().clean() or self.cleaned_data
        status = answers.get("status")
        substituted = answers.get("substitute_for")
        if status == Attendance.Status.SUBSTITUTE and "substitute_for" in answers and not substituted:
            self.add_error("substitute_for", "Say for whom the substitute came.")
        if substituted and status != Attendance.Status.SUBSTITUTE:
            self.add_error(
                "substitute_for", "Only a substitute comes for somebody. Choose “Substitute” or “Nobody”."
            )
        if answers.get("apology_reason") and status != Attendance.Status.APOLOGIES:
            self.add_error("apology_reason", "A reason belongs to apologies only.")
        if answers.get("apology_received_on") and status != Attendance.Status.APOLOGIES:
            self.add_error("apology_received_on", "A date belongs to apologies only.")
        if answers.get("note") and not status:
            self.add_error("status", "Choose the part this person had, or take the note away.")
        return answers

    @property
    def is_changed(self) -> bool:
        """Whether the sheet says something else than the record."""
        if self.known is None:
            return bool(self.cleaned_data["status"])
        if self.times.changed is not None:
            return True
        return any(self.cleaned_data[name] != getattr(self.known, name) for name in ["status", *ANSWERS])

    @property
    def has_details(self) -> bool:
        """Whether there is anything beyond the part itself, said or wrong."""
        said = any(self[name].value() for name in ("substitute_for", "apology_reason", "note"))
        date = self["apology_received_on"].value()
        return (
            said
            or (any(date) if isinstance(date, list) else bool(date))
            or bool(set(self.errors) - {"status"})
            or self.times.have_words
        )


class AnotherRow(AttendanceRow):
    """Somebody who is not a member: a substitute, an officer, a guest."""

    person_chosen = forms.ChoiceField(label="Person", required=False)
    field_order = ["person_chosen"]

    def __init__(self, *args: Any, people: Choices, on_the_list: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_the_list = on_the_list
        self.fields["person_chosen"].choices = [("", "Nobody"), *people]

    def clean(self) -> dict[str, Any]:
        """A person and a part, or neither; nobody twice."""
        answers = super().clean()
        chosen = answers.pop("person_chosen", "")
        if not chosen:
            if answers.get("status") or answers.get("note"):
                self.add_error("person_chosen", "Choose a person.")
            return answers
        if int(chosen) in self.on_the_list:
            self.add_error("person_chosen", "This person is on the list already.")
        elif not answers.get("status") and "status" not in self.errors:
            self.add_error("status", "Choose the part this person had.")
        self.on_the_list.add(int(chosen))
        self.person = self.everyone[int(chosen)]
        self.organisation = self.person.organisation
        return answers


class AttendanceSheet:
    """Everyone who might have been there: the members of the day, those on the list, and room for more."""

    def __init__(self, meeting: Meeting, data: Mapping | None = None) -> None:
        self.everyone = {person.pk: person for person in Person.objects.with_organisation()}
        memberships = meeting.group.memberships.on(meeting.held_on).with_people()
        represented = {each.person_id: each.organisation for each in memberships}
        known = {row.person_id: row for row in meeting.attendances.with_names().prefetch_related("stays")}
        members = [(each.person_id, each.person.name) for each in memberships]
        here = {"everyone": self.everyone, "members": members, "items": _items_of(meeting)}
        count = MORE_PEOPLE
        if data is not None and str(data.get("rows", "")).isdecimal():
            count = min(max(int(data["rows"][:3]), MORE_PEOPLE), MOST_MORE_PEOPLE)
        # The button that asks for room for one more saves nothing.
        self.is_asked_for_more = data is not None and "another" in data
        count += self.is_asked_for_more and count < MOST_MORE_PEOPLE
        people = sorted(
            (self.everyone[pk] for pk in {*represented, *known}),
            key=lambda person: (person.pk not in represented, person.name),
        )
        self.rows = [
            AttendanceRow(
                data,
                person=person,
                organisation=_spoke_for(known.get(person.pk), represented, person),
                known=known.get(person.pk),
                prefix=f"person-{person.pk}",
                **here,
            )
            for person in people
        ]
        choices = [(person.pk, _with_organisation(person)) for person in self.everyone.values()]
        on_the_list = {person.pk for person in people}
        self.more = [
            AnotherRow(data, prefix=f"more-{n}", people=choices, on_the_list=on_the_list, **here)
            for n in range(1, count + 1)
        ]

    def is_valid(self) -> bool:
        """Whether every row is well answered."""
        return all(row.is_valid() for row in [*self.rows, *self.more])

    @property
    def changed_rows(self) -> list[AttendanceRow]:
        """The rows that say something else than the record."""
        return [row for row in [*self.rows, *self.more] if row.is_changed]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the box to mend."""
        return [
            (box, f"{row.person}: {error}" if row.person else error)
            for row in [*self.rows, *self.more]
            for form in (row, *row.times.rows)
            for box, error in error_links([], form)
        ]


def _items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items at which somebody can come or go: none before the meeting has started."""
    if meeting.status not in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED):
        return []
    return list(AgendaItem.objects.of_meeting(meeting).in_order().prefetch_related("decisions"))


def _spoke_for(
    known: Attendance | None, represented: Mapping[int, Organisation | None], person: Person
) -> Organisation | None:
    """The body a person stood for that day."""
    if known is not None and known.organisation:
        return known.organisation
    return represented.get(person.pk) or person.organisation


def _with_organisation(person: Person) -> str:
    return f"{person} ({person.organisation.brief})" if person.organisation else str(person)
