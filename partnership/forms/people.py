"""Organisations, people and topics."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm, MarkdownField
from partnership.forms.answers import answers_of, offer, refuse_taken_name
from partnership.models import Organisation, Person, Topic


class OrganisationForm(GovukForm):
    """What is known of a body."""

    name = forms.CharField(label="Name", max_length=200)
    short_name = forms.CharField(
        label="Short name (optional)", help_text="For example, its initials.", max_length=30, required=False
    )
    sector = forms.ChoiceField(label="Sector", choices=Organisation.Sector.choices, widget=forms.RadioSelect)
    parent = forms.ModelChoiceField(
        label="Part of (optional)",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="No other body",
    )
    about = MarkdownField(label="About it (optional)", required=False, max_length=10_000)
    closed_on = DayField(
        label="Closed on (optional)",
        help_text="The first day without it, if it exists no more.",
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        self.organisation = organisation
        if organisation:
            kwargs["initial"] = answers_of(organisation, self.base_fields)
        super().__init__(*args, **kwargs)
        if organisation:
            offer(self, "parent", Organisation.objects.exclude(pk=organisation.pk))

    def clean_name(self) -> str:
        """No two bodies of one name."""
        return refuse_taken_name(
            self, Organisation, self.organisation, "There is an organisation of this name already."
        )


class PersonForm(GovukForm):
    """What is known of somebody. People may share a name."""

    name = forms.CharField(label="Name", max_length=120)
    organisation = forms.ModelChoiceField(
        label="Organisation (optional)",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="None",
    )
    role = forms.CharField(label="Role in the organisation (optional)", max_length=120, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person:
            kwargs["initial"] = answers_of(person, self.base_fields)
        super().__init__(*args, **kwargs)


class TopicForm(GovukForm):
    """A matter that runs through everything."""

    name = forms.CharField(label="Name", max_length=120)
    about = MarkdownField(label="What it is about (optional)", required=False, max_length=10_000)

    def __init__(self, *args: Any, topic: Topic | None = None, **kwargs: Any) -> None:
        self.topic = topic
        if topic:
            kwargs["initial"] = answers_of(topic, self.base_fields)
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """No two topics of one name."""
        return refuse_taken_name(self, Topic, self.topic, "There is a topic of this name already.")
