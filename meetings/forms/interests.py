"""Declaring an interest, on the minuting page and on a page of its own."""

from collections.abc import Callable
from typing import Any

from django import forms

from meetings.forms.answers import MeetingsForm
from meetings.forms.writing import SheetForm
from meetings.models import AgendaItem, Attendance, DeclarationOfInterest, Meeting
from partnership.forms.answers import PersonChoice
from partnership.models import Person, RegisteredInterest, User

BESIDE = {
    "declared an interest in this item already": "person",
    "recorded as not there": "person",
    "who granted the dispensation": "dispensation_by",
}
# The list of registered interests that a browser offers while somebody types; drawn once a page.
OFFERED = "registered-interests"
LONGEST = 500


class WordsField(forms.CharField):
    """What the interest is, in the person's own words or in those of the register."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="What the interest is",
            help_text="In a few words, such as “trustee of the food bank that asks for the grant”.",
            max_length=LONGEST,
            widget=forms.TextInput(attrs={"list": OFFERED, "autocomplete": "off"}),
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A browser that cuts off a pasted text loses words: the limit is told afterwards instead."""
        return {}


class ItemChoice(forms.ModelChoiceField):
    """An item by its number and title."""

    def label_from_instance(self, item: AgendaItem) -> str:
        return str(item)


def check_dispensation(form: forms.Form) -> None:
    """A dispensation says who granted it; nothing else does."""
    answers = form.cleaned_data
    is_one = answers.get("action") == DeclarationOfInterest.Action.DISPENSATION
    granted_by = answers.get("dispensation_by")
    if is_one and "dispensation_by" in answers and not granted_by:
        form.add_error("dispensation_by", "Say who granted the dispensation.")
    if granted_by and "action" in answers and not is_one:
        form.add_error("action", "Choose “Stayed under a dispensation”, or take away who granted it.")


class DeclareInterestForm(SheetForm):
    """What somebody in the room has just declared: under the item it concerns, or under the item for declarations."""

    kind = "interest"
    beside = BESIDE

    concerns = ItemChoice(label="Which item", queryset=AgendaItem.objects.none(), empty_label="Choose")
    person = forms.ModelChoiceField(label="Who", queryset=Person.objects.all(), empty_label="Choose")
    nature = forms.ChoiceField(
        label="Nature of the interest", choices=[("", "Choose"), *DeclarationOfInterest.Nature.choices]
    )
    words = WordsField()
    action = forms.ChoiceField(
        label="What they did", choices=[("", "Choose"), *DeclarationOfInterest.Action.choices]
    )
    dispensation_by = forms.CharField(
        label="Dispensation granted by", max_length=200, required=False, help_text="Only for a dispensation."
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        if item.kind == AgendaItem.Kind.DECLARATIONS:
            others = AgendaItem.objects.of_meeting(item.meeting).exclude(pk=item.pk)
            self.fields["concerns"].queryset = others.in_order()
        else:
            del self.fields["concerns"]

    def clean(self) -> dict[str, Any]:
        """A dispensation goes with whoever granted it."""
        answers = super().clean() or self.cleaned_data
        check_dispensation(self)
        return answers

    def carry_out(self, operation: Callable[..., Any], *things: Any, **more: Any) -> Any:
        """The item that the interest concerns is the one that was chosen, or else the one that it stands under."""
        if not self.is_valid():
            return None
        concerns = self.cleaned_data.pop("concerns", None)
        return super().carry_out(operation, concerns or things[0], **more)


class DeclarationForm(MeetingsForm):
    """A declaration on a page of its own."""

    submit_label = "Record the declaration"
    beside = BESIDE

    item = ItemChoice(label="Which item", queryset=AgendaItem.objects.none(), empty_label="Choose an item")
    person = PersonChoice(label="Who declared it")
    nature = forms.ChoiceField(
        label="Nature of the interest",
        choices=DeclarationOfInterest.Nature.choices,
        widget=forms.RadioSelect,
    )
    words = WordsField()
    action = forms.ChoiceField(
        label="What they did", choices=DeclarationOfInterest.Action.choices, widget=forms.RadioSelect
    )
    dispensation_by = forms.CharField(
        label="Who granted the dispensation (only for one)", max_length=200, required=False
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        declaration: DeclarationOfInterest | None = None,
        **kwargs: Any,
    ) -> None:
        if declaration is not None:
            kwargs["initial"] = {name: getattr(declaration, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_there(meeting, declaration)
        if declaration is None:
            self.fields["item"].queryset = AgendaItem.objects.of_meeting(meeting).in_order()
        else:
            # Moved to another item it would be another declaration: that one is removed and this one made.
            del self.fields["item"]
            self.submit_label = "Save the declaration"

    def clean(self) -> dict[str, Any]:
        """A dispensation goes with whoever granted it."""
        answers = super().clean() or self.cleaned_data
        check_dispensation(self)
        return answers


def people_there(meeting: Meeting, declaration: DeclarationOfInterest | None = None) -> Any:
    """Whoever may declare an interest: those in the room, and members of the day of whom nothing is recorded."""
    recorded = Attendance.objects.filter(meeting=meeting)
    there = recorded.in_the_room().values("person")
    members = meeting.group.memberships.on(meeting.held_on).values("person")
    people = Person.objects.with_organisation()
    unrecorded = people.filter(pk__in=members).exclude(pk__in=recorded.values("person"))
    found = people.filter(pk__in=there) | people.filter(pk__in=unrecorded.values("pk"))
    if declaration is not None:
        found = found | people.filter(pk=declaration.person_id)
    return found.distinct()


def offered_words(meeting: Meeting, user: User) -> list[tuple[str, str]]:
    """What those at a meeting have registered, as far as this login sees the register: (words, whose)."""
    registered = RegisteredInterest.objects.visible_to(user).current()
    rows = registered.filter(person__in=people_there(meeting).values("pk")).in_order()
    return [(str(each)[:LONGEST], each.person.name) for each in rows.select_related("person")]
