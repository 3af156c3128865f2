"""Questions about who is asked by name, and how else people are reached."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm
from core.refusals import Refused
from engagement.models import Consultation, Consultee, Response
from partnership.models import Group, Organisation, User


class ConsulteeForm(GovukForm):
    """A body asked by name."""

    submit_label = "Add them"

    name = forms.CharField(label="Who is asked", max_length=200)
    organisation = forms.ModelChoiceField(
        label="If it is an organisation on this record, which (optional)",
        queryset=Organisation.objects.open_today(),
        required=False,
        empty_label="None",
    )
    group = forms.ModelChoiceField(
        label="If it is a group on this record, which (optional)",
        help_text="Its members are told what came of it.",
        queryset=Group.objects.none(),
        required=False,
        empty_label="None",
    )
    how = forms.CharField(
        label="How they are asked (optional)",
        help_text="For example by letter.",
        max_length=200,
        required=False,
    )
    invited_on = DayField(label="Invited on (optional)", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.visible_to(user)


class EditConsulteeForm(ConsulteeForm):
    """What became of asking them."""

    submit_label = "Save"

    reminded_on = DayField(label="Reminded on (optional)", required=False)
    reply = forms.ChoiceField(label="Reply", choices=Consultee.Reply.choices, widget=forms.RadioSelect)
    response = forms.ModelChoiceField(
        label="Their response, if it came through this site (optional)",
        queryset=Response.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Response.objects.of_consultation(consultation).filter(speaks_for_a_body=True)
        self.fields["response"].queryset = rows.with_senders().latest_first()
        self.fields["response"].label_from_instance = _in_words

    def clean(self) -> None:
        """Nobody is reminded who was not invited."""
        answers = self.cleaned_data
        if answers.get("reminded_on") and not answers.get("invited_on") and "invited_on" not in self.errors:
            self.add_error("invited_on", "Say when they were invited: nobody is reminded who was not.")

    def refuse(self, refusal: Refused) -> None:
        """Beside the question that it is about."""
        said = str(refusal)
        place = "reminded_on" if "reminder" in said else "reply" if "have responded" in said else None
        self.add_error(place, said)


class ChannelForm(GovukForm):
    """Another way in which people were reached."""

    submit_label = "Add it"

    what = forms.CharField(label="What was done", help_text="For example an exhibition.", max_length=200)
    where = forms.CharField(label="Where (optional)", max_length=200, required=False)
    held_on = DayField(label="When")
    people = forms.IntegerField(
        label="People reached, as far as counted (optional)",
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    note = forms.CharField(
        label="What was heard (optional)",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _in_words(response: Response) -> str:
    respondent = getattr(response, "respondent", None)
    who = response.organisation or (respondent and respondent.body_name) or "An organisation"
    return f"{response.receipt}: {who}"
