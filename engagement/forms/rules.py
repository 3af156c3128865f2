"""Questions to those who keep the rules."""

from django import forms

from core.forms import DayField, GovukForm


class RuleSetForm(GovukForm):
    """One set of rules: from when until when it held, and how long it wants people to be asked."""

    submit_label = "Save the rules"

    name = forms.CharField(label="Name", max_length=160)
    source = forms.CharField(label="Where it can be read", max_length=300)
    starts_on = DayField(label="In force from")
    ends_on = DayField(label="No longer in force on (optional)", required=False)
    minimum_weeks = forms.IntegerField(
        label="Shortest time in weeks (optional)",
        help_text="Leave it empty where no time is fixed.",
        min_value=1,
        max_value=52,
        required=False,
    )
    about = forms.CharField(
        label="What it asks for",
        help_text="Say here, too, which of its days are not certain.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> None:
        """It ends after it begins."""
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "It must end after it begins.")
