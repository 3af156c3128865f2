"""Questions to those who say what came of a consultation."""

from typing import Any

from django import forms

from core.forms import GovukForm, MarkdownField
from core.refusals import Refused
from engagement.models import Consultation
from meetings.models import Decision
from partnership.models import User


class RedactForm(GovukForm):
    """What is published in place of an answer."""

    submit_label = "Redact it"

    text = forms.CharField(
        label="What is published in its place",
        help_text="Leave it empty to publish nothing.",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reason = forms.CharField(
        label="Why", help_text="Everyone reads it. For example: it names a third person.", max_length=300
    )


class ThemeForm(GovukForm):
    """Something that several people say."""

    submit_label = "Add the theme"

    title = forms.CharField(label="Theme", max_length=200)
    about = forms.CharField(
        label="What was said (optional)",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EditThemeForm(ThemeForm):
    """A theme with its official reply."""

    submit_label = "Save"

    reply = MarkdownField(
        label="Official reply (optional)",
        help_text="Needed before the consultation is concluded, if anybody spoke of it.",
        required=False,
        rows=5,
    )


class ConcludeForm(GovukForm):
    """What was asked, said and done."""

    submit_label = "Conclude it and tell those who took part"
    is_warning = True

    we_asked = MarkdownField(label="We asked", rows=5)
    you_said = MarkdownField(label="You said", rows=6)
    we_did = MarkdownField(label="We did", rows=6)


class CiteForm(GovukForm):
    """The decision that was taken with what people had said."""

    submit_label = "Enter the decision"

    decision = forms.ModelChoiceField(
        label="Decision, taken after the close",
        queryset=Decision.objects.none(),
        empty_label="Choose a decision",
    )
    considered = forms.CharField(
        label="How the responses were considered",
        help_text="For example: the report to the Board set out what people said, in section 4.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    confirm = forms.BooleanField(label="The responses were considered before this was decided")

    def __init__(self, *args: Any, consultation: Consultation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        after = Decision.objects.visible_to(user).filter(item__meeting__held_on__gt=consultation.closes_on)
        if consultation.deciding_group_id:
            after = after.of_group(consultation.deciding_group)
        self.fields["decision"].queryset = after.with_meeting().newest_first()
        self.fields["decision"].label_from_instance = _in_words

    def clean(self) -> None:
        self.cleaned_data.pop("confirm", None)

    def refuse(self, refusal: Refused) -> None:
        """Beside the decision, if it is about the decision."""
        self.add_error("decision" if "decision can only" in str(refusal) else None, str(refusal))


def _in_words(decision: Decision) -> str:
    return f"{decision.ref}: {decision.text[:120]}"
