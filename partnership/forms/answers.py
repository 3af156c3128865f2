"""Questions that several forms of the partnership ask."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.forms import DayField, GovukForm
from core.templatetags.house import british_date
from partnership.models import Person


class PersonChoice(forms.ModelChoiceField):
    """Somebody on the record, told apart from namesakes by the organisation."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Person.objects.with_organisation())
        kwargs.setdefault("empty_label", "Choose a person")
        super().__init__(**kwargs)

    def label_from_instance(self, person: Person) -> str:
        return f"{person} ({person.organisation.brief})" if person.organisation else str(person)


class EndForm(GovukForm):
    """When something that runs comes to its end, and why."""

    submit_label = "Record the end"
    is_warning = True

    on = DayField(
        label="Until", help_text="The first day on which it no longer holds, for example 2 February 2007."
    )
    reason = forms.CharField(label="Why (optional)", max_length=300, required=False)

    def __init__(self, *args: Any, began_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began_on = began_on

    def clean_on(self) -> date:
        """Nothing ends before it has begun."""
        on = self.cleaned_data["on"]
        if on <= self.began_on:
            raise ValidationError(f"This began on {british_date(self.began_on)}. Enter a later day.")
        return on


class ReasonForm(GovukForm):
    """Why a step is taken that others will ask about."""

    reason = forms.CharField(label="Why", help_text="This is kept in the history.", max_length=300)


class TermForm(GovukForm):
    """A form with a first day and, where it is known, an end."""

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        answers = super().clean() or self.cleaned_data
        starts_on = answers.get("starts_on")
        for name in ("ends_on", "due_to_end_on", "mandate_ends_on"):
            end = answers.get(name)
            if starts_on and end and end <= starts_on:
                self.add_error(name, f"Enter a day after {british_date(starts_on)}, the first day.")
        return answers


def offer(form: GovukForm, name: str, choices: models.QuerySet) -> None:
    """Let a question of the form be answered by these."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = choices


def answers_of(thing: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """What a form about this thing shows before anything is typed."""
    return {name: getattr(thing, name) for name in names if hasattr(thing, name)}


def refuse_taken_name(
    form: GovukForm, model: type[models.Model], thing: models.Model | None, sentence: str
) -> str:
    """The name typed, unless another thing of the kind has it, in capitals or not."""
    name = form.cleaned_data["name"]
    others = model._default_manager.filter(name__iexact=name)
    if others.exclude(pk=thing.pk if thing else None).exists():
        raise ValidationError(sentence)
    return name
