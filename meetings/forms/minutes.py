"""Giving out, approving and signing minutes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayField, MarkdownField
from meetings.forms.answers import MeetingsForm
from meetings.models import Correction, Minutes
from partnership.models import OfficeTerm, Person


class CirculateForm(MeetingsForm):
    """Giving the draft to the members; from the second time on, what has changed."""

    submit_label = "Circulate the draft"
    beside = {"Say what has changed": "reason", "last day for corrections": "corrections_until"}

    reason = forms.CharField(
        label="What has changed since the last draft?",
        help_text=(
            "Everyone who may read the minutes reads this beside the new version, later perhaps the public: "
            "leave out what belongs to an exempt item."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    corrections_until = DayField(label="Last day on which members can propose corrections", required=False)

    def __init__(
        self, *args: Any, minutes: Minutes, corrected: Sequence[Correction] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.corrected = corrected
        if minutes.status == Minutes.Status.DRAFT:
            del self.fields["reason"]
        elif corrected:
            self.fields["reason"].required = False
            self.fields["reason"].label = "What else has changed since the last draft? (optional)"
        days = minutes.meeting.group.corrections_days
        self.fields["corrections_until"].help_text = (
            f"The rules of the group say {days} day{'' if days == 1 else 's'}. Left empty, the rule holds."
            if days
            else "The rules of the group set no such day. Left empty, members raise corrections at the meeting."
        )


class ApproveMinutesForm(MeetingsForm):
    """What the later meeting said about the minutes it was offered."""

    submit_label = "Record the approval"
    is_warning = True

    corrections = MarkdownField(
        label="A note on the corrections (optional)",
        help_text=(
            "Corrections that are written into the text are listed by themselves. Everyone can read this note: "
            "leave out what belongs to an exempt item."
        ),
        required=False,
        max_length=5000,
        rows=4,
    )


class SignMinutesForm(MeetingsForm):
    """Who signed the approved minutes, and on which day."""

    submit_label = "Record the signature"
    beside = {"did not hold the chair": "signed_by", "before the meeting that approved": "on"}

    signed_by = forms.ModelChoiceField(
        label="Signed by",
        help_text="Whoever held the chair or the vice-chair on that day.",
        queryset=Person.objects.none(),
        empty_label="Choose a person",
    )
    on = DayField(label="Signed on")

    def __init__(self, *args: Any, minutes: Minutes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        presiding = [OfficeTerm.Office.CHAIR, OfficeTerm.Office.VICE_CHAIR]
        terms = minutes.meeting.group.office_terms.filter(office__in=presiding)
        self.fields["signed_by"].queryset = Person.objects.filter(pk__in=terms.values("person"))

    def clean_on(self) -> date:
        """Nobody signs tomorrow."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Enter the day on which they were signed; this one is still to come.")
        return on
