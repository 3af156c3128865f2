"""What was decided, and how."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.layout import Fieldset, Size
from django import forms

from core.forms import DayField, MarkdownField
from meetings.forms.answers import MeetingsForm
from meetings.models import Decision, NamedVote
from partnership.models import Person

MOST_VOTES = 999
NARROW = {"class": "govuk-input--width-3"}


class VotesField(forms.IntegerField):
    """How many voted one way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=MOST_VOTES,
            required=False,
            widget=forms.NumberInput(attrs=NARROW),
            **kwargs,
        )


class DecisionForm(MeetingsForm):
    """A decision that is not published yet: its words, its reasons and its votes."""

    submit_label = "Save the decision"
    beside = {
        "no votes to count": "voting",
        "nobody against": "votes_against",
        "no votes against": "votes_against",
        "more votes for": "votes_for",
        "votes against as for": "votes_against",
        "casting vote": "casting_vote_by",
    }

    text = MarkdownField(label="What was decided", rows=5)
    outcome = forms.ChoiceField(label="Outcome", choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    reasons = MarkdownField(label="Reasons (optional)", required=False, rows=4)
    options_rejected = MarkdownField(
        label="Options considered and rejected (optional)", required=False, rows=3
    )
    interests = MarkdownField(label="Interests declared (optional)", required=False, rows=2)
    is_key = forms.BooleanField(label="This is a key decision", required=False)
    effective_on = DayField(label="Takes effect on (optional)", required=False)
    voting = forms.ChoiceField(
        label="How it was decided",
        choices=Decision.Voting.choices,
        initial=Decision.Voting.CONSENSUS,
        widget=forms.RadioSelect,
    )
    votes_for = VotesField(label="Votes for")
    votes_against = VotesField(label="Votes against")
    abstentions = VotesField(label="Abstentions")
    casting_vote_by = forms.ModelChoiceField(
        label="Casting vote by",
        help_text="Only when the votes were equal.",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody",
    )

    def __init__(
        self, *args: Any, people: Iterable[Person], decision: Decision | None = None, **kwargs: Any
    ) -> None:
        self.people = {person.pk: person for person in people}
        if decision is not None:
            kwargs.setdefault("initial", _answers(decision))
        super().__init__(*args, **kwargs)
        self.fields["casting_vote_by"].queryset = Person.objects.filter(pk__in=self.people)
        for pk, person in self.people.items():
            self.fields[f"vote_{pk}"] = forms.ChoiceField(
                label=person.name, choices=[("", "Not named"), *NamedVote.Choice.choices], required=False
            )

    def arrangement(self) -> list[Any]:
        """The decision, then how it was voted on, then the names where they were taken."""
        votes = ["voting", "votes_for", "votes_against", "abstentions", "casting_vote_by"]
        names = [name for name in self.fields if name.startswith("vote_")]
        first = [name for name in self.fields if name not in {*votes, *names}]
        groups: list[Any] = [*first, Fieldset(*votes, legend="The vote", legend_size=Size.MEDIUM)]
        if names:
            groups.append(
                Fieldset(
                    *names,
                    legend="How each voted, where names were taken",
                    legend_size=Size.MEDIUM,
                    css_id="names",
                )
            )
        return groups

    def clean(self) -> dict[str, Any]:
        """Votes are counted on both sides or not at all; names go with a vote. Gathers the names in one answer."""
        answers = super().clean() or self.cleaned_data
        named = {}
        for pk, person in self.people.items():
            if choice := answers.pop(f"vote_{pk}", ""):
                named[person] = choice
        answers["named_votes"] = named
        votes_for, votes_against = answers.get("votes_for"), answers.get("votes_against")
        both = "votes_for" in answers and "votes_against" in answers
        if both and (votes_for is None) != (votes_against is None):
            missing = "votes_for" if votes_for is None else "votes_against"
            self.add_error(missing, "Count the votes on both sides, or on neither. Enter 0 for none.")
        if named and answers.get("voting") == Decision.Voting.CONSENSUS:
            self.add_error("voting", "You named how people voted. A decision by consensus has no vote.")
        return answers


class WithdrawDecisionForm(MeetingsForm):
    """Why a decision was logged in error."""

    submit_label = "Withdraw the decision"
    is_warning = True

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Its number stays with it and is not used again.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SuccessorChoice(forms.ModelChoiceField):
    """A later decision, by its number and first words."""

    def label_from_instance(self, decision: Decision) -> str:
        words = " ".join(decision.text.split())
        return f"{decision.ref}: {words if len(words) <= 80 else f'{words[:79]}…'}"


class SupersedeDecisionForm(MeetingsForm):
    """Which later decision takes the place of this one."""

    submit_label = "Record it"
    beside = {"Only": "successor"}

    successor = SuccessorChoice(
        label="Which decision takes its place?",
        queryset=Decision.objects.none(),
        to_field_name="ref",
        empty_label="Choose a later decision",
    )

    def __init__(self, *args: Any, later: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = later


def _answers(decision: Decision) -> dict[str, Any]:
    names = [name for name in DecisionForm.base_fields if hasattr(decision, name)]
    votes = {f"vote_{vote.person_id}": vote.choice for vote in decision.named_votes.all()}
    return {name: getattr(decision, name) for name in names} | votes
