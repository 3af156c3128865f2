"""Why a closed record is reopened, or stays closed."""

from django import forms

from meetings.forms.answers import MeetingsForm


class AskReopeningForm(MeetingsForm):
    """Why the record has to be taken back."""

    submit_label = "Ask to reopen the record"
    is_warning = True
    beside = {"Say why the record": "reason"}

    reason = forms.CharField(
        label="Why does the record have to be reopened?",
        help_text=(
            "Everyone who may read the meeting reads this with it, for good: leave out what belongs to an exempt item."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RefuseReopeningForm(MeetingsForm):
    """Why the record stays closed."""

    submit_label = "Leave the record closed"
    beside = {"Say why": "answer"}

    answer = forms.CharField(
        label="Why does the record stay closed?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
