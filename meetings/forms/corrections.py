"""What is wrong in draft minutes, and how it is answered."""

from typing import Any

from django import forms

from core.forms import MarkdownField
from meetings.forms.answers import MeetingsForm
from meetings.models import AgendaItem, Correction, Minutes
from partnership.models import Person

LONGEST = 5000
NO_ITEM = "none"
BESIDE_WORDS = {
    "not in the text of": "old_text",
    "not under item": "old_text",
    "Take more of the words": "old_text",
    "which words are wrong": "old_text",
    "proposed already": "new_text",
}


class WordsForm(MeetingsForm):
    """Which words are wrong and which are right."""

    beside = BESIDE_WORDS

    old_text = MarkdownField(
        label="Instead of",
        help_text="The words as they stand in the draft. Leave this empty to add something.",
        required=False,
        max_length=LONGEST,
        rows=3,
    )
    new_text = MarkdownField(
        label="Write",
        help_text="The words as they should stand. Leave this empty to leave words out.",
        required=False,
        max_length=LONGEST,
        rows=3,
    )

    def clean(self) -> dict[str, Any]:
        """Something is to change."""
        answers = super().clean() or self.cleaned_data
        if "old_text" in answers and "new_text" in answers:
            old, new = answers["old_text"].strip(), answers["new_text"].strip()
            if not old and not new:
                self.add_error("old_text", "Say which words are wrong, or which are missing.")
            elif old == new:
                self.add_error("new_text", "These are the words that stand there already.")
        return answers


class ProposeCorrectionForm(WordsForm):
    """What a member finds wrong in the draft; an officer may enter it for somebody, and after the last day too."""

    submit_label = "Propose this correction"
    beside = BESIDE_WORDS | {
        "Corrections could be proposed until": "late_reason",
        "set no days": "late_reason",
    }

    item = forms.ChoiceField(label="Which part of the minutes?", widget=forms.Select)
    why = forms.CharField(
        label="Why?",
        help_text="The officers and members of the group read this, and nobody else.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on_behalf_of = forms.ModelChoiceField(
        label="Whose correction is it? (optional)",
        help_text="Choose the person who wrote or telephoned. Leave this if it is yours.",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Mine",
    )
    late_reason = forms.CharField(
        label="Why is it taken after the last day?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ["item", "old_text", "new_text", "why", "on_behalf_of", "late_reason"]

    def __init__(
        self, *args: Any, minutes: Minutes, items: list[AgendaItem], is_officer: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        self.fields["item"].choices = [
            *((pk, str(item)) for pk, item in self.items.items()),
            (NO_ITEM, "The attendance, or something else that is no item"),
        ]
        if not is_officer:
            del self.fields["on_behalf_of"]
        else:
            members = minutes.meeting.group.memberships.on(minutes.meeting.held_on)
            self.fields["on_behalf_of"].queryset = Person.objects.filter(pk__in=members.values("person"))
        if not is_officer or minutes.takes_corrections:
            del self.fields["late_reason"]

    def clean_item(self) -> AgendaItem | None:
        """The item that was chosen."""
        return self.items.get(self.cleaned_data["item"])


class AcceptCorrectionForm(WordsForm):
    """The words that are really written into the minutes, and the text on which they were looked at."""

    submit_label = "Write it into the minutes"

    by_hand = forms.BooleanField(
        label="It stands there already: I have mended the text, a decision, an action or the attendance myself",
        required=False,
    )
    answer = forms.CharField(
        label="A word to whoever proposed it (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ["old_text", "new_text", "by_hand", "answer", "revision"]

    def __init__(self, *args: Any, correction: Correction, **kwargs: Any) -> None:
        self.correction = correction
        initial: dict[str, Any] = {"old_text": correction.old_text, "new_text": correction.new_text}
        if correction.item:
            initial["revision"] = correction.item.revision
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["new_text"].help_text = "Change the words here to accept it in other words."
        if correction.item is None:
            for name in ("old_text", "new_text", "by_hand", "revision"):
                del self.fields[name]
            self.submit_label = "It is done"

    def clean(self) -> dict[str, Any]:
        """What is no item is mended on its own page; what was mended by hand needs no words."""
        if self.correction.item is None:
            return {**self.cleaned_data, "by_hand": True}
        answers = self.cleaned_data
        return answers if answers.get("by_hand") else super().clean()


class DeclineCorrectionForm(MeetingsForm):
    """Why the minutes stay as they are."""

    submit_label = "Decline the correction"
    beside = {"Say why": "answer"}

    answer = forms.CharField(
        label="Why do the minutes stay as they are?",
        help_text="Whoever proposed it is told, and the members of the group can read it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgreedCorrectionForm(WordsForm):
    """A correction that the meeting agreed while it approved the minutes."""

    submit_label = "Write it into the minutes"

    item = forms.ChoiceField(label="Which item of the earlier meeting?", widget=forms.Select)

    field_order = ["item", "old_text", "new_text"]

    def __init__(self, *args: Any, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        self.fields["item"].choices = [(pk, str(item)) for pk, item in self.items.items()]

    def clean_item(self) -> AgendaItem:
        """The item that was chosen."""
        return self.items[self.cleaned_data["item"]]
