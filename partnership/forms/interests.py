"""The register of interests: an entry, its end, and going through all of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayField, GovukForm
from core.refusals import Refused
from partnership.forms.answers import answers_of
from partnership.models import RegisteredInterest


class InterestForm(GovukForm):
    """One thing that somebody has to do with besides."""

    submit_label = "Put it on the register"

    kind = forms.ChoiceField(
        label="Nature of the interest", choices=RegisteredInterest.Kind.choices, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label="Body or employer",
        help_text="Or the land, the business, or who gave the gift.",
        max_length=200,
    )
    words = forms.CharField(
        label="What they have to do with it (optional)",
        help_text="For example, trustee, governor, owner of a fifth of the shares.",
        max_length=300,
        required=False,
    )
    starts_on = DayField(label="Since (optional)", required=False)
    ends_on = DayField(
        label="Until (optional)", help_text="The first day without it, if it has ended.", required=False
    )
    registered_on = DayField(label="Registered on", help_text="The day on which it was told.")
    is_sensitive = forms.BooleanField(
        label="Sensitive: keep it out of the public register",
        help_text="Where publishing it could lead to violence or intimidation.",
        required=False,
    )

    def __init__(self, *args: Any, interest: RegisteredInterest | None = None, **kwargs: Any) -> None:
        initial = {"registered_on": timezone.localdate()}
        if interest is not None:
            initial = answers_of(interest, self.base_fields)
            self.submit_label = "Save the entry"
        super().__init__(*args, initial=initial, **kwargs)

    def clean_registered_on(self) -> date:
        """Nothing is registered before it was told."""
        return _not_to_come(self.cleaned_data["registered_on"])

    def clean(self) -> dict[str, Any]:
        """An interest ends after it began."""
        answers = super().clean() or self.cleaned_data
        start, end = answers.get("starts_on"), answers.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", "Enter a day later than the one on which it began.")
        return answers


class ReviewForm(GovukForm):
    """All of somebody's register was gone through."""

    submit_label = "It is whole and right"

    reviewed_on = DayField(label="Gone through on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"reviewed_on": timezone.localdate()}, **kwargs)

    def clean_reviewed_on(self) -> date:
        """Nobody has gone through it in the future."""
        return _not_to_come(self.cleaned_data["reviewed_on"])

    def refuse(self, refusal: Refused) -> None:
        """The only thing to mend is the day."""
        self.add_error("reviewed_on", str(refusal))


def _not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError("That day is still to come.")
    return day
