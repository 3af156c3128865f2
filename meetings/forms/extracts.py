"""To whom an extract is sent."""

from typing import Any

from django import forms
from django.db.models import Case, Value, When

from meetings.forms.answers import MeetingsForm
from meetings.models import Decision
from partnership.models import Person


class SendExtractForm(MeetingsForm):
    """A person with a login, those who undertook something under the item first."""

    submit_label = "Send the extract"
    beside = {"": "to"}

    to = forms.ModelChoiceField(
        label="Send the extract to",
        help_text="People with a login. They are told by email where to read it.",
        queryset=Person.objects.none(),
        empty_label="Choose a person",
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        owners = list(decision.item.actions.values_list("owner", flat=True))
        super().__init__(*args, **kwargs)
        first = Case(When(pk__in=owners, then=Value(0)), default=Value(1))
        with_login = Person.objects.filter(user__is_active=True).with_organisation()
        self.fields["to"].queryset = with_login.order_by(first, "name")
        if self.initial.get("to") is None and owners:
            self.initial["to"] = with_login.filter(pk__in=owners).first()
