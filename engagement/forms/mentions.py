"""Questions to those who note that minutes speak of a consultation."""

from typing import Any

from django import forms

from core.forms import GovukForm
from engagement.models import Consultation
from meetings.models import AgendaItem, Meeting
from partnership.models import Group, User


class MentionForm(GovukForm):
    """What a meeting spoke of, without guessing the rest."""

    submit_label = "Note it"

    item = forms.ModelChoiceField(
        label="Item that speaks of it", queryset=AgendaItem.objects.none(), empty_label="Choose an item"
    )
    title = forms.CharField(label="What was spoken of", max_length=200)
    asked_by = forms.CharField(
        label="Who asks, if the record says so (optional)", max_length=200, required=False
    )
    note = forms.CharField(label="What is known of it (optional)", max_length=500, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.filter(group__in=Group.objects.supported_by(user).values("pk"))
        items = AgendaItem.objects.visible_to(user).filter(meeting__in=meetings.values("pk"))
        self.fields["item"].queryset = items.select_related("meeting__group").order_by(
            "-meeting__held_on", "number"
        )
        self.fields["item"].label_from_instance = _in_words


class EditMentionForm(GovukForm):
    """What is noted, and the entry that it has come to have."""

    submit_label = "Save"

    title = forms.CharField(label="What was spoken of", max_length=200)
    asked_by = forms.CharField(
        label="Who asks, if the record says so (optional)", max_length=200, required=False
    )
    note = forms.CharField(label="What is known of it (optional)", max_length=500, required=False)
    consultation = forms.ModelChoiceField(
        label="Its entry in the register, if it has one by now (optional)",
        queryset=Consultation.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = Consultation.objects.visible_to(user).launched_ever()


def _in_words(item: AgendaItem) -> str:
    return f"{item.meeting}: {item}"[:160]
