"""What officers are asked when a financial year is opened."""

from django import forms

from core.forms import GovukForm


class OpenYearForm(GovukForm):
    """A financial year to plan for."""

    submit_label = "Open the year"

    year = forms.IntegerField(
        label="Calendar year in which the financial year begins",
        help_text="For example 2007 for 2007/08.",
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
