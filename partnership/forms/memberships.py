"""Who belongs to a group, holds its offices and fills its seats."""

from typing import Any

from django import forms
from django.db.models import Q

from core.forms import DayField, GovukForm
from partnership.forms.answers import PersonChoice, TermForm, answers_of, offer
from partnership.models import Membership, OfficeTerm, Organisation, SeatHolding


class MembershipForm(TermForm):
    """Somebody's place in a group."""

    submit_label = "Add to the group"

    person = PersonChoice(label="Person")
    organisation = forms.ModelChoiceField(
        label="Organisation represented (optional)",
        queryset=Organisation.objects.open_today(),
        required=False,
        empty_label="None",
    )
    capacity = forms.ChoiceField(
        label="Capacity",
        choices=Membership.Capacity.choices,
        initial=Membership.Capacity.MEMBER,
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label="From")
    began_earlier = forms.BooleanField(
        label="They belonged to it before that day too, since when is not known", required=False
    )
    ends_on = DayField(
        label="Until (optional)",
        help_text="The first day they are no longer in the group, if that is known.",
        required=False,
    )


class CorrectionForm(MembershipForm):
    """What the record should have said of a membership, and what was wrong."""

    submit_label = "Save the correction"

    reason = forms.CharField(label="What was wrong", help_text="This is kept in the history.", max_length=300)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, initial=answers_of(membership, self.base_fields), **kwargs)
        # A body that is closed by now, but was represented then, stays an answer.
        theirs = Q(pk=membership.organisation_id)
        offer(self, "organisation", Organisation.objects.filter(Q(closed_on=None) | theirs))
        if membership.ends_on is None:
            del self.fields["ends_on"]


class OfficeForm(TermForm):
    """Who holds an office of a group."""

    submit_label = "Appoint"

    office = forms.ChoiceField(label="Office", choices=OfficeTerm.Office.choices, widget=forms.RadioSelect)
    person = PersonChoice(label="Person")
    starts_on = DayField(label="From")
    began_earlier = forms.BooleanField(
        label="They held it before that day too, since when is not known", required=False
    )
    due_to_end_on = DayField(
        label="Planned end (optional)",
        help_text="The first day after the term. The group’s officers are warned two months before.",
        required=False,
    )
    ends_on = DayField(
        label="Until (optional)",
        help_text="Only for a past term: the first day they no longer held the office.",
        required=False,
    )
    note = forms.CharField(label="Note (optional)", max_length=200, required=False)
    reason = forms.CharField(label="Why (optional)", max_length=300, required=False)


class SeatForm(GovukForm):
    """A place that a nominating body fills."""

    submit_label = "Add the seat"

    title = forms.CharField(
        label="Name of the seat", help_text="For example, Voluntary sector seat.", max_length=160
    )
    nominated_by = forms.ModelChoiceField(
        label="Nominating body",
        queryset=Organisation.objects.open_today(),
        empty_label="Choose an organisation",
    )


class MandateForm(GovukForm):
    """What the nominating body has said about its seat."""

    submit_label = "Renew the mandate"

    mandate = forms.CharField(
        label="How the mandate was given (optional)",
        help_text="For example, by election at the assembly of 12 June 2008.",
        max_length=200,
        required=False,
    )
    mandate_ends_on = DayField(
        label="Mandate until (optional)", help_text="The first day without a mandate.", required=False
    )

    def __init__(self, *args: Any, holding: SeatHolding, **kwargs: Any) -> None:
        super().__init__(*args, initial=answers_of(holding, self.base_fields), **kwargs)
        self.holding = holding

    def clean_mandate_ends_on(self) -> Any:
        """A mandate outlasts the day on which the seat was taken."""
        end = self.cleaned_data["mandate_ends_on"]
        if end and end <= self.holding.starts_on:
            raise forms.ValidationError("Enter a day after the one on which the seat was taken.")
        return end


class HoldingForm(TermForm):
    """Who fills a seat, and on what mandate."""

    submit_label = "Fill the seat"

    person = PersonChoice(label="Person")
    starts_on = DayField(label="From")
    began_earlier = forms.BooleanField(
        label="They held it before that day too, since when is not known", required=False
    )
    ends_on = DayField(
        label="Until (optional)",
        help_text="Only for a past holder: the first day they no longer held the seat.",
        required=False,
    )
    mandate = forms.CharField(
        label="How the mandate was given (optional)",
        help_text="For example, by election at the assembly of 12 June 2008.",
        max_length=200,
        required=False,
    )
    mandate_ends_on = DayField(
        label="Mandate until (optional)",
        help_text="The first day without a mandate. A mandate that has run out is flagged.",
        required=False,
    )


class AsOnForm(forms.Form):
    """The day to look at."""

    on = forms.DateField(
        label="As on",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": "Enter a day, such as 2 February 2007."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input"}),
    )
