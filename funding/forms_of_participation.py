"""What is asked in a participatory round: of officers, of people with an idea, of people who vote."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.forms import DayField, MarkdownField
from core.templatetags.house import pounds
from funding.forms import PoundsField
from funding.models import Authority, Idea, ParticipatoryRound, Period, Pot, Stream
from funding.models.participatory_rounds import MOST_VOTES
from funding.operations.voting import MOST_AT_ONCE
from funding.votes import Votes
from meetings.forms.answers import MeetingsForm
from meetings.models import Decision

MOST_PAPERS = 100_000
SMALL = "govuk-input--width-4"


def whole(label: str, *, least: int = 0, most: int = MOST_PAPERS, **kwargs: Any) -> forms.IntegerField:
    """A number of votes, papers or codes."""
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    box = forms.NumberInput(attrs={"class": SMALL})
    return forms.IntegerField(label=label, validators=limits, widget=box, **kwargs)


class ParticipatoryRoundForm(MeetingsForm):
    """What is on offer, until when, and how many votes people have."""

    submit_label = "Save the round"
    beside = {
        "year is not open": "year",
        "of the pot": "stream",
        "Voting must end": "voting_until",
        "of this title": "title",
    }

    title = forms.CharField(label="Title", help_text="For example: What our villages need.", max_length=160)
    about = MarkdownField(label="What it is about (optional)", required=False, rows=3)
    stream = forms.ModelChoiceField(
        label="Stream that pays for it", queryset=Stream.objects.none(), empty_label="Choose a stream"
    )
    year = forms.TypedChoiceField(label="Financial year", coerce=int)
    amount = PoundsField(
        label="Amount on offer, in pounds",
        help_text="It must be awarded to the stream and not be planned yet when the round opens.",
    )
    votes_each = whole("Votes of each person", least=1, most=MOST_VOTES, initial=3)
    ideas_until = DayField(label="Last day for ideas")
    voting_until = DayField(label="Last day for voting")

    def __init__(self, *args: Any, pot: Pot, round_: ParticipatoryRound | None = None, **kwargs: Any) -> None:
        if round_ is not None:
            kwargs.setdefault("initial", {name: getattr(round_, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["stream"].queryset = Stream.objects.of_pot(pot)
        years = sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True)), reverse=True)
        fields["year"].choices = [(year, f"{year}/{(year + 1) % 100:02d}") for year in years]


class CallOffForm(MeetingsForm):
    """Why a round is given up."""

    submit_label = "Call the round off"
    is_warning = True

    why_called_off = forms.CharField(
        label="Why it is called off",
        help_text="Shown on the page of the round, and told to everybody who brought an idea.",
        max_length=500,
    )


class IdeaForm(MeetingsForm):
    """An idea, and who brings it."""

    submit_label = "Bring the idea"
    beside = {"the idea asks for more": "amount", "brought already": "title"}

    title = forms.CharField(label="Your idea in a few words", max_length=120)
    purpose = forms.CharField(
        label="What the money is for, and who has something from it",
        help_text="Everybody can read this once the idea is checked.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    amount = PoundsField(label="Amount it needs, in pounds")
    brought_by = forms.CharField(
        label="Person or organisation that brings it",
        help_text="Shown beside the idea.",
        max_length=200,
    )
    contact = forms.CharField(
        label="How to reach you about it",
        help_text="Only the officers of the round see this.",
        max_length=200,
    )


class CheckIdeaForm(MeetingsForm):
    """Whether an idea can be done."""

    submit_label = "Save the check"
    beside = {"Say why": "feasibility_reason"}

    feasibility = forms.ChoiceField(
        label="Can it be done with this money?", choices=Idea.Feasibility.choices, widget=forms.RadioSelect
    )
    feasibility_reason = forms.CharField(
        label="Why (needed if it is not feasible)",
        help_text="Everybody reads this, and whoever brought the idea is told.",
        max_length=500,
        required=False,
    )


class BallotForm(MeetingsForm):
    """A code and the ideas that it votes for."""

    submit_label = "Cast my votes"
    beside = {
        "code": "code",
        "votes and chose": "ideas",
        "at least one idea": "ideas",
    }

    ideas = forms.ModelMultipleChoiceField(
        label="Ideas", queryset=Idea.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    code = forms.CharField(
        label="Your code",
        help_text="It is on the letter or card that you were given. Small letters and missing hyphens do no harm.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, round_: ParticipatoryRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["ideas"]
        question.queryset = Idea.objects.of_round(round_).feasible()
        each = "one idea" if round_.votes_each == 1 else f"up to {round_.votes_each} ideas"
        question.label = f"Choose {each}"
        question.error_messages["required"] = "Choose at least one idea."
        question.label_from_instance = lambda idea: (
            f"{idea.number}. {idea.title}: {pounds(idea.amount)}, brought by {idea.brought_by}"
        )


class IssueCodesForm(MeetingsForm):
    """How many codes."""

    submit_label = "Make the codes and download them"
    beside = {"codes can be made": "number"}

    number = whole("How many codes", least=1, most=MOST_AT_ONCE)


class CodesForPapersForm(MeetingsForm):
    """The codes of people who take a voting paper."""

    submit_label = "Take these codes"
    beside = {"code": "codes"}

    codes = forms.CharField(
        label="Codes, one in each line",
        help_text="Each is used up: it cannot vote online any more.",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_codes(self) -> list[str]:
        """One code in each line."""
        return [line for line in self.cleaned_data["codes"].splitlines() if line.strip()]


class TallyForm(MeetingsForm):
    """What somebody counted: the papers, and the votes of each idea."""

    beside = {"papers": "papers"}

    def __init__(self, *args: Any, ideas: list[Idea], submit_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = submit_label
        self.fields["papers"] = whole("Valid papers")
        self.numbers = [idea.number for idea in ideas]
        for idea in ideas:
            self.fields[f"idea_{idea.number}"] = whole(f"Votes for {idea.number}. {idea.title}")

    def clean(self) -> dict[str, Any]:
        """The figures by the number of the idea."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        figures = {str(number): cleaned[f"idea_{number}"] for number in self.numbers}
        return {"papers": cleaned["papers"], "figures": figures}


class SettleTieForm(MeetingsForm):
    """In which order ideas with equal votes come, and who said so."""

    submit_label = "Save the order"
    beside = {"settled by a decision": "decision"}

    def __init__(self, *args: Any, round_: ParticipatoryRound, tied: list[Votes], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = forms.ModelChoiceField(
            label=f"Decision of the {round_.pot.group} that settles it",
            queryset=Decision.objects.in_force().newest_first().of_group(round_.pot.group),
            empty_label="Choose a decision",
        )
        self.tied = {f"place_{each.idea.number}": each.idea for each in tied}
        places = [(place, str(place)) for place in range(1, len(tied) + 1)]
        for name, idea in self.tied.items():
            self.fields[name] = forms.TypedChoiceField(
                label=f"Place of {idea.number}. {idea.title}", choices=places, coerce=int
            )

    def clean(self) -> dict[str, Any]:
        """The places by idea."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        places = {idea: cleaned[name] for name, idea in self.tied.items()}
        return {"decision": cleaned["decision"], "places": places}


class DecideRoundForm(MeetingsForm):
    """On whose word, for which period, from when."""

    submit_label = "Give the money to these ideas"
    beside = {
        "The decision allows": "authority",
        "The decision does not allow": "authority",
        "The group decides": "authority",
        "Money moves only on a decision": "authority",
        "also needs the decision": "authority",
        "The period": "period",
    }

    authority = forms.ModelChoiceField(
        label="Decision that gives it",
        queryset=Authority.objects.none(),
        empty_label="Choose a decision",
    )
    period = forms.ModelChoiceField(
        label="Period in which the money is planned",
        queryset=Period.objects.none(),
        empty_label="Choose a period",
    )
    effective_on = DayField(label="Takes effect on")

    def __init__(self, *args: Any, round_: ParticipatoryRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        authorities = Authority.objects.of_pot(round_.pot).in_force().filter(limit_each=None)
        fields["authority"].queryset = authorities.with_decisions().knowing_what_is_left()
        fields["authority"].label_from_instance = lambda each: f"{each.told} ({each.kinds_in_words})"
        fields["period"].queryset = Period.objects.of_year(round_.pot, round_.year).order_by("number")
