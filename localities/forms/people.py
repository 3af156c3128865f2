"""Who leads a locality, and who is in its team."""

from django import forms

from core.forms import DayField, GovukForm
from partnership.forms.answers import PersonChoice
from partnership.models import Person


class LeadForm(GovukForm):
    """Who takes over as lead from which day on. Whoever leads until then steps back on that day."""

    submit_label = "Change the lead"

    person = PersonChoice(
        label="New lead (optional)",
        help_text="Leave this open if nobody takes over: the lead is vacant then.",
        required=False,
        empty_label="Nobody: leave it vacant",
    )
    on = DayField(label="From", help_text="The first day of the new lead, for example 1 April 2011.")
    reason = forms.CharField(label="Why (optional)", max_length=300, required=False)


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
