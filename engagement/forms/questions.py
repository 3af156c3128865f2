"""Questions to those who write questions."""

from django import forms

from core.forms import GovukForm
from engagement.forms.consultations import lines_of
from engagement.models import Question

MOST_CHOICES = 30


class QuestionForm(GovukForm):
    """One question of a consultation."""

    submit_label = "Save the question"

    text = forms.CharField(label="Question", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(
        label="Hint (optional)", help_text="What helps people to answer.", max_length=500, required=False
    )
    kind = forms.ChoiceField(
        label="How people answer",
        choices=Question.Kind.choices,
        initial=Question.Kind.TEXT,
        widget=forms.RadioSelect,
    )
    choices = forms.CharField(
        label="Answers to choose from",
        help_text="One a line; none where people answer in their own words.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_required = forms.BooleanField(label="It must be answered", required=False)
    is_equality = forms.BooleanField(
        label="It is asked for equality monitoring",
        help_text="Its answers are counted apart and belong to no response. Nobody has to answer it.",
        required=False,
    )

    def clean_choices(self) -> list[str]:
        """The answers, each once and not too long."""
        lines = lines_of(self.cleaned_data["choices"])
        if len(lines) > MOST_CHOICES:
            raise forms.ValidationError(
                f"There are {len(lines)} answers; at most {MOST_CHOICES} can be offered."
            )
        if too_long := next((line for line in lines if len(line) > 200), None):
            raise forms.ValidationError(f"This answer has more than 200 characters: “{too_long[:80]}…”")
        if twice := next((line for line in lines if lines.count(line) > 1), None):
            raise forms.ValidationError(f"This answer stands here twice: “{twice}”")
        return lines

    def clean(self) -> None:
        """Answers to choose from where there is something to choose; equality questions are free."""
        answers = self.cleaned_data
        kind, choices = answers.get("kind"), answers.get("choices")
        if choices is not None and kind in (Question.Kind.ONE, Question.Kind.SEVERAL) and len(choices) < 2:
            self.add_error("choices", "Give at least two answers to choose from.")
        if kind == Question.Kind.TEXT and choices:
            self.add_error("choices", "Take the answers away, or let people choose among them.")
        if answers.get("is_equality") and kind != Question.Kind.ONE:
            self.add_error("kind", "A question on equality offers answers, of which people choose one.")
        if answers.get("is_equality") and answers.get("is_required"):
            self.add_error("is_required", "Nobody has to answer a question on equality.")
