"""What stands on an agenda."""

from typing import Any

from django import forms

from core.access import Access
from core.forms import MarkdownField
from localities.models import Locality
from meetings.forms.answers import MeetingsForm, ParagraphsField, PublicInterestField, check_exemption
from meetings.models import AgendaItem, Meeting
from partnership.forms.answers import PersonChoice
from partnership.models import Organisation, Topic

ACCESS_HELP = "Papers, minutes and decisions of the item follow this."


class ParentChoice(forms.ModelChoiceField):
    """The item above a sub-item."""

    def label_from_instance(self, item: AgendaItem) -> str:
        return str(item)


class ItemForm(MeetingsForm):
    """One matter for the agenda, and who may read it."""

    submit_label = "Add the item"
    beside = {
        "no exempt items": "access",
        "closed further": "access",
        "sub-item": "parent",
        "item above": "parent",
        "title and description": "title",
        "cannot wait": "urgency",
    }

    title = forms.CharField(label="Title", max_length=200)
    description = MarkdownField(label="Description (optional)", required=False, rows=4)
    kind = forms.ChoiceField(label="Kind of item", choices=AgendaItem.Kind.choices, required=False)
    parent = ParentChoice(
        label="Stands under (optional)",
        help_text="For a sub-item such as 4a.",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="Nothing: an item of its own",
    )
    presenter = PersonChoice(
        label="Presented by (optional)", required=False, empty_label="Nobody in particular"
    )
    topics = forms.ModelMultipleChoiceField(
        label="Topics (optional)",
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    localities = forms.ModelMultipleChoiceField(
        label="Localities (optional)",
        help_text="Only those it concerns more than the others. Decisions of the item are found by them.",
        queryset=Locality.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    of_interest_to = forms.MultipleChoiceField(
        label="Of interest to the sector (optional)",
        help_text="Its representatives find the item ticked when they report the meeting.",
        choices=Organisation.Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.ChoiceField(
        label="Who may read it",
        help_text=ACCESS_HELP,
        choices=Access.choices,
        initial=Access.OPEN,
        widget=forms.RadioSelect,
    )
    exempt_paragraphs = ParagraphsField()
    public_interest = PublicInterestField()

    def __init__(self, *args: Any, meeting: Meeting, item: AgendaItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs.setdefault("initial", _answers(item))
        super().__init__(*args, **kwargs)
        self._offer_what_the_group_allows(meeting)
        if not Locality.objects.exists():
            del self.fields["localities"]
        if item is None:
            self.fields["parent"].queryset = (
                AgendaItem.objects.of_meeting(meeting).top_level().order_by("position")
            )
        else:
            del self.fields["parent"]
        if item is not None and item.offers_minutes_of_id:
            del self.fields["kind"]

    def clean_kind(self) -> str:
        """An item of no named kind is an ordinary one."""
        return self.cleaned_data["kind"] or AgendaItem.Kind.ORDINARY

    def clean(self) -> dict[str, Any]:
        """An exemption has its reasons."""
        answers = super().clean() or self.cleaned_data
        check_exemption(self)
        return answers

    def _offer_what_the_group_allows(self, meeting: Meeting) -> None:
        if meeting.group.exemptions_allowed:
            return
        self.fields["access"].choices = [each for each in Access.choices if each[0] != Access.EXEMPT]
        del self.fields["exempt_paragraphs"], self.fields["public_interest"]


class EditItemForm(ItemForm):
    """An item of an agenda that is not published yet."""

    submit_label = "Save the item"


class PublishedItemForm(ItemForm):
    """What can still change about an item of a published agenda: it can be closed further, never opened."""

    submit_label = "Save the item"

    def __init__(self, *args: Any, meeting: Meeting, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, item=item, **kwargs)
        for name in ("title", "description", "kind"):
            self.fields.pop(name, None)
        order = [Access.OPEN, Access.MEMBERS, Access.EXEMPT]
        stricter = order[order.index(Access(item.access)) :]
        self.fields["access"].choices = [
            each for each in self.fields["access"].choices if each[0] in stricter
        ]


class SupplementForm(ItemForm):
    """A late item, and why it cannot wait."""

    submit_label = "Add the late item"

    urgency = forms.CharField(
        label="Why can it not wait for the next meeting?",
        help_text="Everyone who reads the agenda reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["title", "urgency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["parent"], self.fields["kind"]


def _answers(item: AgendaItem) -> dict[str, Any]:
    names = [
        "title",
        "description",
        "kind",
        "presenter",
        "of_interest_to",
        "access",
        "exempt_paragraphs",
        "public_interest",
    ]
    names_of = {"topics": list(item.topics.all()), "localities": list(item.localities.all())}
    return {name: getattr(item, name) for name in names} | names_of
