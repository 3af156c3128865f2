"""What officers are asked about assessments, rewards and pooled shares."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm
from funding.forms import GroundForm, PoundsField
from funding.forms_of_agreements import FigureField, WordForm, YearField
from funding.models import Agreement, Assessment, Block, Indicator, Period, Pot, Reward, Stream
from funding.models.rewards import MOST_INSTALMENTS
from funding.years import year_label
from meetings.models import Decision

SIDES = {
    "performance": "Performance",
    "progress": "Progress",
    "risk": "Management of risk",
    "spend": "Spending",
}
# Whose outcome says that the group has assessed by it: also a report with its ratings that was noted.
ASSESSING = (*Decision.IN_FORCE, Decision.Outcome.NOTED)


class CorrectAssessmentForm(GovukForm):
    """How an agreement is judged on each of the four sides."""

    submit_label = "Correct the assessment"

    assessed_on = DayField(label="Day of the assessment")

    def __init__(
        self, *args: Any, agreement: Agreement, assessment: Assessment | None = None, **kwargs: Any
    ) -> None:
        if assessment is not None:
            names = ["assessed_on", "decision", *SIDES, *(f"{side}_words" for side in SIDES)]
            kwargs.setdefault("initial", {name: getattr(assessment, name) for name in names})
        super().__init__(*args, **kwargs)
        decisions = Decision.objects.of_group(agreement.group).filter(
            outcome__in=ASSESSING, superseded_by=None
        )
        self.fields["decision"] = forms.ModelChoiceField(
            label="Decision by which the group assessed (only where the group did)",
            queryset=decisions.newest_first(),
            required=False,
            empty_label="None: another assessed",
        )
        for side, label in SIDES.items():
            self.fields[side] = forms.ChoiceField(
                label=label, choices=Assessment.Rating.choices, widget=forms.RadioSelect
            )
            self.fields[f"{side}_words"] = forms.CharField(
                label=f"Why: {label.lower()}", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
            )
        if assessment is not None:
            self.fields["reason"] = forms.CharField(label="Why it is corrected", max_length=300)


class AssessmentForm(CorrectAssessmentForm):
    """A new assessment: of what, in which round, by whom."""

    submit_label = "Record the assessment"

    block = forms.ModelChoiceField(
        label="What is assessed",
        queryset=Block.objects.none(),
        required=False,
        empty_label="The whole agreement",
    )
    round = forms.CharField(label="Round", help_text="For example Half-year review 2006/07.", max_length=120)
    assessor = forms.ChoiceField(
        label="Who assessed", choices=Assessment.Assessor.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, agreement=agreement, **kwargs)
        self.order_fields(["block", "round", "assessor", "decision", "assessed_on"])
        fields: Any = self.fields
        fields["block"].queryset = Block.objects.of_agreement(agreement)


class RewardForm(WordForm):
    """What is paid if an indicator does better than expected."""

    submit_label = "Record the promise"

    indicator = forms.ModelChoiceField(
        label="Indicator", queryset=Indicator.objects.none(), empty_label="Choose an indicator"
    )
    year = YearField(label="Financial year whose result decides")
    expected = FigureField(label="What is expected without the reward")
    stretch = FigureField(label="Stretch target")
    amount = PoundsField(label="Paid in full, in pounds", help_text="For reaching the stretch target.")
    instalments = forms.IntegerField(
        label="Paid in how many instalments",
        min_value=1,
        max_value=MOST_INSTALMENTS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    stream = forms.ModelChoiceField(
        label="Stream that it is paid into", queryset=Stream.objects.none(), empty_label="Choose a stream"
    )

    def __init__(self, *args: Any, agreement: Agreement, pots: Any, **kwargs: Any) -> None:
        super().__init__(*args, group=agreement.group, **kwargs)
        fields: Any = self.fields
        fields["indicator"].queryset = Indicator.objects.of_agreement(agreement).in_order()
        streams = Stream.objects.filter(pot__in=pots, pot__agreement=agreement).select_related("pot")
        fields["stream"].queryset = streams
        fields["stream"].label_from_instance = lambda stream: f"{stream.pot}: {stream}"


class InstalmentForm(GroundForm):
    """One instalment of a reward, awarded for a year on the word of a decision."""

    submit_label = "Award the instalment"

    number = forms.IntegerField(widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label="Financial year that it is awarded for", coerce=int)

    def __init__(self, *args: Any, reward: Reward, number: int, **kwargs: Any) -> None:
        super().__init__(*args, pot=reward.stream.pot, initial={"number": number}, **kwargs)
        fields: Any = self.fields
        years = sorted(set(Period.objects.of_pot(reward.stream.pot).values_list("year", flat=True)))
        fields["year"].choices = [("", "Choose a year"), *((year, year_label(year)) for year in years)]


class PooledShareForm(GovukForm):
    """How much of a stream is pooled in a year."""

    submit_label = "Save the share"

    stream = forms.ModelChoiceField(
        label="Stream", queryset=Stream.objects.none(), empty_label="Choose a pooled stream"
    )
    year = YearField()
    percent = forms.DecimalField(
        label="Share that is pooled, in per cent",
        help_text="100 pools all of it again. What is not pooled is shown beside the total of the pot.",
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    decision = forms.ModelChoiceField(
        label="Decision that said so", queryset=Decision.objects.none(), empty_label="Choose a decision"
    )
    reason = forms.CharField(label="Reason", max_length=300)

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["stream"].queryset = Stream.objects.of_pot(pot).filter(kind=Stream.Kind.POOLED)
        fields["decision"].queryset = Decision.objects.of_group(pot.group).in_force().newest_first()
