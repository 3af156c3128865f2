"""Who will do what by when, and how it went."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.forms import DayField, MarkdownField
from core.templatetags.house import error_links
from meetings.forms.answers import MeetingsForm
from meetings.models import ActionItem
from partnership.forms.answers import PersonChoice

LONGEST_NOTE = 5000


class ActionForm(MeetingsForm):
    """The words, the owner and the day of an action."""

    submit_label = "Save the action"

    text = MarkdownField(label="What is to be done", rows=3, max_length=LONGEST_NOTE)
    owner = PersonChoice(label="Who will do it")
    due_on = DayField(label="Due (optional)", required=False)
    reason = forms.CharField(label="Why it is changed (optional)", max_length=300, required=False)


class ReportActionForm(MeetingsForm):
    """How an action goes, and whether it is done."""

    submit_label = "Save"
    beside = {"Say what was done": "note", "Say why it was dropped": "note"}

    progress = MarkdownField(
        label="Progress so far (optional)", required=False, rows=4, max_length=LONGEST_NOTE
    )
    status = forms.ChoiceField(
        label="Where it stands", choices=ActionItem.Status.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="What was done, or why it was dropped",
        help_text="Needed when the action is done or dropped.",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, action: ActionItem, **kwargs: Any) -> None:
        self.action = action
        kwargs.setdefault("initial", {"progress": action.progress, "status": action.status})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A closed action says what was done; a note belongs to no other."""
        answers = super().clean() or self.cleaned_data
        status, note = answers.get("status"), answers.get("note")
        if status == ActionItem.Status.DONE and note == "":
            self.add_error("note", "Say what was done.")
        if status == ActionItem.Status.DROPPED and note == "":
            self.add_error("note", "Say why it was dropped.")
        if status == ActionItem.Status.OPEN and note:
            self.add_error(
                "status", "You wrote what was done. Choose “Done” or “Dropped”, or take the note away."
            )
        return answers

    @property
    def says_something(self) -> bool:
        """Whether anything was answered differently from what is known."""
        return bool({"progress", "status", "note"} & set(self.changed_data))


class UpdateRow(ReportActionForm):
    """One action among many on a page, in little room."""

    progress = MarkdownField(
        label="Progress so far", required=False, rows=2, max_length=LONGEST_NOTE, help_text=""
    )
    status = forms.ChoiceField(label="Where it stands", choices=ActionItem.Status.choices)
    note = forms.CharField(
        label="What was done, or why it was dropped",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UpdateSheet:
    """Many actions on one page, each with its own answers, saved together."""

    def __init__(self, actions: Iterable[ActionItem], data: Mapping | None = None) -> None:
        self.rows = [UpdateRow(data, action=action, prefix=f"action-{action.pk}") for action in actions]

    def is_valid(self) -> bool:
        """Whether every row is well answered."""
        return all(row.is_valid() for row in self.rows)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the box to mend."""
        return [(box, f"{row.action}: {error}") for row in self.rows for box, error in error_links([], row)]

    @property
    def changed_rows(self) -> list[UpdateRow]:
        """The rows in which anything was answered differently."""
        return [row for row in self.rows if row.says_something]


class ReopenActionForm(MeetingsForm):
    """Why an action is open again."""

    submit_label = "Reopen the action"

    reason = forms.CharField(
        label="Why is it open again?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
