"""What is logged while a meeting is minuted: a decision, an action, the approval of earlier minutes."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import DayField, MarkdownField
from meetings import declared
from meetings.forms.answers import MeetingsForm
from meetings.forms.decisions import DecisionForm, VotesField
from meetings.models import AgendaItem, Decision
from partnership.models import Person

# What few decisions need.
MORE = ["reasons", "options_rejected", "interests", "effective_on", "is_key"]


class DayInOneBox(forms.CharField):
    """A day typed without leaving the line: 30 March 2007, 30 Mar, 30/3/07.

    Without a year it is the first such day from `after` on.
    """

    def __init__(self, *, after: date | None = None, **kwargs: Any) -> None:
        self.after = after
        super().__init__(widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}), **kwargs)

    def clean(self, value: Any) -> date | None:
        """The day meant, or a sentence about what is wrong with it."""
        text = super().clean(value)
        if not text:
            return None
        parts = re.split(r"[\s/.,-]+", text.strip(" ."))
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        parts[0] = re.sub(r"(?i)(?<=\d)(st|nd|rd|th)$", "", parts[0])
        if len(parts) == 2 and self.after:
            return self._next(parts, self.after)
        if len(parts) != 3:
            raise ValidationError("Enter a date, such as 30 March 2007.", code="invalid")
        if len(parts[2]) == 2:
            parts[2] = f"20{parts[2]}"
        return DayField().clean(parts)

    def _next(self, parts: list[str], after: date) -> date | None:
        day = DayField().clean([*parts, str(after.year)])
        return DayField().clean([*parts, str(after.year + 1)]) if day and day < after else day


class SheetForm(MeetingsForm):
    """Part of the minuting page: one of many, so it has no button, no form and no browser's checks of its own."""

    use_required_attribute = False
    # What opens the part, the name of its button, and what it says when it is pressed.
    kind = ""

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        typed: dict[str, Any] | None = None,
        is_opened: bool = False,
        **kwargs: Any,
    ) -> None:
        self.item, self.typed, self.is_opened = item, typed or {}, is_opened
        super().__init__(
            *args,
            prefix=f"{self.kind}-{item.pk}",
            auto_id="%s",
            initial=self.typed,
            label_suffix="",
            **kwargs,
        )
        for field in self.fields.values():
            look: dict[type, str] = {forms.Textarea: "govuk-textarea", forms.Select: "govuk-select"}
            kind = "govuk-checkboxes__input" if isinstance(field, forms.BooleanField) else "govuk-input"
            own = field.widget.attrs.get("class", "")
            field.widget.attrs["class"] = f"{look.get(type(field.widget), kind)} {own}".strip()
        if is_opened:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    @property
    def has_words(self) -> bool:
        """Whether somebody has begun to fill it in, or is about to."""
        return self.is_bound or bool(self.typed) or self.is_opened


class LogDecisionForm(SheetForm):
    """What the group has just decided."""

    kind = "decide"
    beside = DecisionForm.beside

    text = MarkdownField(label="What was decided", rows=3, help_text="")
    outcome = forms.ChoiceField(
        label="Outcome", choices=Decision.Outcome.choices, initial=Decision.Outcome.AGREED
    )
    voting = forms.ChoiceField(
        label="How it was decided", choices=Decision.Voting.choices, initial=Decision.Voting.CONSENSUS
    )
    votes_for = VotesField(label="Votes for")
    votes_against = VotesField(label="Votes against")
    abstentions = VotesField(label="Abstentions")
    casting_vote_by = forms.ModelChoiceField(
        label="Casting vote by", queryset=Person.objects.all(), required=False, empty_label="Nobody"
    )
    reasons = MarkdownField(label="Reasons", required=False, rows=2, help_text="")
    options_rejected = MarkdownField(
        label="Options considered and rejected", required=False, rows=2, help_text=""
    )
    interests = MarkdownField(label="Interests declared", required=False, rows=2, help_text="")
    effective_on = DayInOneBox(label="Takes effect on", required=False, help_text="For example, 30 March.")
    is_key = forms.BooleanField(label="This is a key decision", required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        self.fields["effective_on"].after = item.meeting.held_on
        self.initial = {"outcome": Decision.Outcome.AGREED, "voting": Decision.Voting.CONSENSUS} | self.typed
        if not item.meeting.group.chair_has_casting_vote:
            del self.fields["casting_vote_by"]
        self.declared = declared.interests_in_words(getattr(item, "declared_interests", []))
        if self.declared:
            self.fields[
                "interests"
            ].help_text = f"Left empty, the decision names what was declared in this item: {self.declared}"

    @property
    def says_more(self) -> bool:
        """Whether anything is filled in beyond the words, the outcome and the vote."""
        return any(self[name].value() for name in MORE)

    def clean(self) -> dict[str, Any]:
        """Votes are counted on both sides or on neither. Sent twice, a decision is logged once."""
        answers = super().clean() or self.cleaned_data
        if "interests" in answers:
            answers["interests"] = answers["interests"] or self.declared
        for known in self.item.decisions.all():
            if known.text == answers.get("text") and known.outcome != Decision.Outcome.WITHDRAWN:
                self.add_error("text", f"{known} says the same: it is logged already.")
        both = "votes_for" in answers and "votes_against" in answers
        votes_for, votes_against = answers.get("votes_for"), answers.get("votes_against")
        if both and (votes_for is None) != (votes_against is None):
            missing = "votes_for" if votes_for is None else "votes_against"
            self.add_error(missing, "Count the votes on both sides, or on neither. Enter 0 for none.")
        return answers


class LogActionForm(SheetForm):
    """What somebody has just undertaken to do."""

    kind = "act"

    text = MarkdownField(label="What is to be done", rows=2, max_length=5000, help_text="")
    owner = forms.ModelChoiceField(
        label="Who will do it", queryset=Person.objects.all(), empty_label="Choose"
    )
    due_on = DayInOneBox(label="Due", required=False, help_text="For example, 30 March. May be left empty.")

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        self.fields["due_on"].after = item.meeting.held_on

    def clean(self) -> dict[str, Any]:
        """Sent twice, an action is logged once."""
        answers = super().clean() or self.cleaned_data
        for known in self.item.actions.all():
            if known.text == answers.get("text") and known.owner == answers.get("owner"):
                self.add_error("text", f"{known.owner} has this action already.")
        return answers


class ApproveMinutesForm(SheetForm):
    """The group approves the minutes of an earlier meeting."""

    kind = "approve"

    corrections = MarkdownField(
        label="A note on the corrections that the group agreed",
        required=False,
        rows=3,
        max_length=10_000,
        help_text=(
            "Leave this empty when they are approved as they stand. Everyone can read it. "
            "The text itself is corrected above."
        ),
    )
