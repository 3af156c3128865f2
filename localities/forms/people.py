"""Who leads a locality, and who is in its team."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm
from partnership.forms.answers import PersonChoice
from partnership.models import Person


class LeadForm(GovukForm):
    """Who takes over as lead from which day on. Whoever leads until then steps back on that day."""

    submit_label = "Change the lead"

    person = PersonChoice(label="New lead", required=False)
    is_vacant = forms.BooleanField(label="Nobody takes over: leave it vacant", required=False)
    on = DayField(label="From", help_text="The first day of the new lead, for example 1 April 2011.")
    reason = forms.CharField(label="Why (optional)", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A lead is left vacant by saying so, not by forgetting to choose."""
        answers = super().clean() or self.cleaned_data
        is_vacant = answers.pop("is_vacant", False)
        if "person" not in self.errors and bool(answers.get("person")) == is_vacant:
            self.add_error("person", "Choose who takes over, or tick that nobody does.")
        return answers


class TeamForm(GovukForm):
    """Somebody in the virtual team."""

    submit_label = "Add to the team"

    person = PersonChoice(
        label="Person",
        help_text="They work in the team for the organisation they come from, and leave it when they leave that.",
        queryset=Person.objects.with_organisation().filter(organisation__isnull=False),
    )
    role = forms.CharField(label="What they do in the team", max_length=160)
    starts_on = DayField(label="From")
