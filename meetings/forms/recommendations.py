"""What came of one recommendation."""

from typing import Any

from django import forms

from core.forms import MarkdownField
from meetings.forms.answers import MeetingsForm
from meetings.forms.decisions import VotesField
from meetings.models import Decision, Recommendation


class ResolveForm(MeetingsForm):
    """Accept a recommendation as it stands, or say in which words it was agreed, or that it was put off or refused."""

    use_required_attribute = False
    beside = {"words": "text", "votes": "votes_for", "vote": "voting", "against": "votes_against"}

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[
            (value, Decision.Outcome(value).label) for value in Recommendation.OUTCOMES if value != "agreed"
        ],
        initial=Decision.Outcome.AGREED_AS_AMENDED,
        widget=forms.RadioSelect,
    )
    text = MarkdownField(
        label="What was decided", help_text="The words that were put are here to be changed.", rows=4
    )
    reasons = MarkdownField(label="Reasons (optional)", help_text="", required=False, rows=2)
    voting = forms.ChoiceField(
        label="How it was decided", choices=Decision.Voting.choices, initial=Decision.Voting.CONSENSUS
    )
    votes_for = VotesField(label="Votes for (optional)")
    votes_against = VotesField(label="Votes against (optional)")
    abstentions = VotesField(label="Abstentions (optional)")

    def __init__(self, data: Any = None, *, recommendation: Recommendation, put: str) -> None:
        self.recommendation, self.put = recommendation, put
        self.accepts = data is not None and data.get("do") == f"accept-{recommendation.pk}"
        super().__init__(
            data, prefix=f"r{recommendation.pk}", initial={"text": put, "outcome": "agreed_as_amended"}
        )
        for field in self.fields.values():
            look: dict[type, str] = {
                forms.Textarea: "govuk-textarea",
                forms.Select: "govuk-select",
                forms.RadioSelect: "govuk-radios__input",
            }
            own = field.widget.attrs.get("class", "")
            field.widget.attrs["class"] = f"{look.get(type(field.widget), 'govuk-input')} {own}".strip()
        if self.accepts:
            # The button says all that the words and the outcome would.
            del self.fields["text"], self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        """Accepted as it stands, or what was chosen; votes are counted on both sides or on neither."""
        answers = super().clean() or self.cleaned_data
        if self.accepts:
            answers["outcome"] = Decision.Outcome.AGREED
        votes_for, votes_against = answers.get("votes_for"), answers.get("votes_against")
        both = "votes_for" in answers and "votes_against" in answers
        if both and (votes_for is None) != (votes_against is None):
            missing = "votes_for" if votes_for is None else "votes_against"
            self.add_error(missing, "Count the votes on both sides, or on neither. Enter 0 for none.")
        return answers
