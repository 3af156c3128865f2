"""Questions to those who keep the measures of the framework's aims."""

from typing import Any

from django import forms

from core.forms import DayField
from engagement.models import Measure
from localities.models import Objective
from meetings.forms.answers import MeetingsForm


def _figure(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, **more)


class MeasureForm(MeetingsForm):
    """A figure by which an aim is judged."""

    aim = forms.ChoiceField(
        label="Aim it belongs to", choices=Objective.Aim.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="What is measured", max_length=200)
    unit = forms.CharField(label="Unit, such as per cent or people", max_length=40)
    source = forms.CharField(label="Where the figures come from", max_length=300)
    baseline = _figure("Baseline (optional)", required=False)
    baseline_on = DayField(label="Day of the baseline (optional)", required=False)
    target = _figure("Target (optional)", required=False)
    target_on = DayField(label="Day by which it is to be reached (optional)", required=False)

    beside = {"on record already": "title"}

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        if measure:
            kwargs["initial"] = {name: getattr(measure, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """A figure has its day."""
        for name, words in (("baseline", "baseline"), ("target", "target")):
            figure, day = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_on")
            if name in self.errors or f"{name}_on" in self.errors:
                continue
            if (figure is None) != (day is None):
                self.add_error(
                    name if figure is None else f"{name}_on",
                    f"Give both the {words} and its day, or neither.",
                )


class ResultForm(MeetingsForm):
    """What a measure came to on a day."""

    submit_label = "Record the figure"

    on = DayField(label="Day to which it applies")
    value = _figure("Figure")
    source = forms.CharField(label="Where the figure comes from", max_length=300)
    reason = forms.CharField(
        label="Why it is corrected (if there is a figure for that day)", max_length=300, required=False
    )

    beside = {"not come yet": "on", "Say why it is corrected": "reason"}
