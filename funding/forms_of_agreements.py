"""What officers are asked about agreements."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DayField, GovukForm, MarkdownField
from funding.models import Agreement, Block, Indicator, Outcome, Result, Target
from funding.travel import plain
from funding.years import FIRST_YEAR, LAST_YEAR
from meetings.models import Decision
from partnership.models import Group, User

LARGEST = Decimal("99999999999.99")
QUARTERS = [("", "The whole year"), *((str(number), f"Quarter {number}") for number in range(1, 5))]


class FigureField(forms.DecimalField):
    """A figure of an indicator as people write it: 58.5, 1,200 or −3."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-LARGEST, max_value=LARGEST, decimal_places=2, **kwargs)
        self.error_messages["max_decimal_places"] = "Enter two decimal places at most, such as 58.25."
        self.widget.attrs["class"] = "govuk-input--width-10"

    def to_python(self, value: Any) -> Any:
        """The figure, whatever commas, blanks, per cent signs and kind of minus it was written with."""
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "").replace("−", "-").removesuffix("%")
        return super().to_python(value)


class YearField(forms.IntegerField):
    """A financial year, named by the calendar year in which it begins."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Financial year")
        super().__init__(
            help_text="The calendar year in which it begins: 2007 for 2007/08.",
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
            **kwargs,
        )


class QuarterField(forms.TypedChoiceField):
    """One quarter of a financial year, or all of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Part of the year (optional)",
            choices=QUARTERS,
            coerce=int,
            empty_value=None,
            required=False,
            **kwargs,
        )


class AgreementForm(GovukForm):
    """What partners and the Government agreed to do together."""

    submit_label = "Save the agreement"

    name = forms.CharField(label="Name of the agreement", max_length=160)
    group = forms.ModelChoiceField(
        label="Group that answers for it",
        help_text="Whoever may read the record of the group may read the agreement.",
        queryset=Group.objects.none(),
    )
    about = MarkdownField(label="What it is about (optional)", required=False, rows=5)
    starts_on = DayField(label="First day")
    ends_on = DayField(
        label="First day on which it no longer holds (optional)",
        help_text="For example 1 April 2009 for an agreement that runs until the end of March.",
        required=False,
    )

    def __init__(self, *args: Any, user: User, agreement: Agreement | None = None, **kwargs: Any) -> None:
        if agreement is not None:
            kwargs.setdefault("initial", {name: getattr(agreement, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["group"].queryset = Group.objects.supported_by(user)


class BlockForm(GovukForm):
    """A theme of an agreement."""

    submit_label = "Add the block"

    name = forms.CharField(label="Name of the block", max_length=160)


class OutcomeForm(GovukForm):
    """What is to be better for people."""

    submit_label = "Add the outcome"

    block = forms.ModelChoiceField(label="Block", queryset=Block.objects.none(), empty_label="Choose a block")
    name = forms.CharField(label="What is to be better", max_length=300)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["block"].queryset = Block.objects.of_agreement(agreement)


class EditIndicatorForm(GovukForm):
    """A figure by which an outcome is known."""

    submit_label = "Save the indicator"

    name = forms.CharField(label="What is measured", max_length=300)
    unit = forms.CharField(
        label="What it is counted in", help_text="For example per cent, or homes.", max_length=60
    )
    better = forms.ChoiceField(
        label="Which way is better", choices=Indicator.Better.choices, widget=forms.RadioSelect
    )
    figures_by = forms.CharField(
        label="Whose figures they are", help_text="Who counts, and answers for the count.", max_length=200
    )
    illustrative = forms.CharField(
        label="What in it is illustrative (optional)",
        help_text="Shown wherever its figures show.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator is not None:
            names = [name for name in self.base_fields if hasattr(indicator, name)]
            kwargs.setdefault("initial", {name: getattr(indicator, name) for name in names})
        super().__init__(*args, **kwargs)


class IndicatorForm(EditIndicatorForm):
    """A new indicator, and the outcome that is known by it."""

    submit_label = "Add the indicator"

    outcome = forms.ModelChoiceField(
        label="Outcome", queryset=Outcome.objects.none(), empty_label="Choose an outcome"
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["outcome"])
        fields: Any = self.fields
        known = Outcome.objects.of_agreement(agreement).select_related("block")
        fields["outcome"].queryset = known
        fields["outcome"].label_from_instance = lambda outcome: f"{outcome.block}: {outcome}"


class WordForm(GovukForm):
    """On whose word something holds, and from when."""

    def __init__(self, *args: Any, group: Group, asks_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = forms.ModelChoiceField(
            label="Decision that agreed it (optional)",
            queryset=Decision.objects.of_group(group).in_force().newest_first(),
            required=False,
            empty_label="None on this record",
        )
        self.fields["agreed_elsewhere"] = forms.CharField(
            label="Or who agreed it, if no decision on this record did (optional)",
            help_text="For example the Government and the partners, in the agreement of March 2006.",
            max_length=300,
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label="Reason" if asks_why else "Reason (optional)", max_length=300, required=asks_why
        )
        self.fields["effective_on"] = DayField(label="Holds from")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("decision")) == bool(cleaned.get("agreed_elsewhere")) and "decision" in cleaned:
            said = "both" if cleaned.get("decision") else "neither"
            self.add_error(
                "agreed_elsewhere",
                f"Choose a decision, or say who agreed it elsewhere: you gave {said}.",
            )
        return cleaned


class TargetForm(WordForm):
    """What an indicator is to come to in a period."""

    submit_label = "Set the target"

    year = YearField()
    quarter = QuarterField()
    value = FigureField(label="Target")

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, group=indicator.agreement.group, **kwargs)
        self.fields["value"].label = f"Target, in {indicator.unit}"


class ResultForm(GovukForm):
    """What an indicator came to in a period, or from where it sets out."""

    submit_label = "Record the figure"

    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (Result.Kind.RESULT, "A result"),
            (Result.Kind.BASELINE, "The baseline, from which the agreement sets out"),
        ],
        initial=Result.Kind.RESULT,
        widget=forms.RadioSelect,
    )
    year = YearField()
    quarter = QuarterField()
    value = FigureField(label="Figure")
    source = forms.CharField(label="Where the figure comes from", max_length=300)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"source": indicator.figures_by, "kind": Result.Kind.RESULT})
        super().__init__(*args, **kwargs)
        self.fields["value"].label = f"Figure, in {indicator.unit}"


class CorrectResultForm(GovukForm):
    """The right figure in the place of a wrong one."""

    submit_label = "Correct the figure"

    value = FigureField(label="The right figure")
    source = forms.CharField(label="Where it comes from", max_length=300)
    reason = forms.CharField(label="Why it is corrected", max_length=300)

    def __init__(self, *args: Any, result: Result, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"value": result.value, "source": result.source})
        super().__init__(*args, **kwargs)
        self.fields["value"].label = f"The right figure, in {result.indicator.unit}"


class RefreshForm(WordForm):
    """New targets in the place of old ones, all on the word of one refresh."""

    submit_label = "Refresh the agreement"

    name = forms.CharField(
        label="What the refresh is called", help_text="For example Refresh of 2007.", max_length=160
    )

    def __init__(self, *args: Any, agreement: Agreement, targets: list[Target], **kwargs: Any) -> None:
        super().__init__(*args, group=agreement.group, asks_why=True, **kwargs)
        self.targets = {f"target_{target.pk}": target for target in targets}
        for name, target in self.targets.items():
            self.fields[name] = FigureField(
                label=f"{target.indicator}, {target.period_label} (optional)",
                help_text=f"Now {plain(target.value)} {target.indicator.unit}. Leave empty to keep it.",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """The new targets together, under the targets that they replace."""
        cleaned = super().clean() or {}
        values = {target: cleaned.pop(name, None) for name, target in self.targets.items()}
        cleaned["targets"] = {target: value for target, value in values.items() if value is not None}
        return cleaned
