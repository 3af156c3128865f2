"""What is asked about rounds, returns and closed periods."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DayField, GovukForm
from core.templatetags.house import pounds
from funding.forms import LARGEST, PoundsField
from funding.models import (
    Period,
    Pot,
    Return,
    ReturnLine,
)
from funding.outturn import OutturnLine
from funding.returning import LineOfReturn, kind_in
from funding.variances import tolerance_of


class RoundForm(GovukForm):
    """When returns are asked for, and of what."""

    submit_label = "Open the round"

    name = forms.CharField(label="Name", help_text="For example Quarter 3 2006/07.", max_length=80)
    actuals_to = forms.ChoiceField(
        label="Last period that counts as spent",
        help_text="Returns say what was spent up to it, and what is expected after it. This cannot be changed later.",
    )
    opens_on = DayField(label="Opens on")
    due_on = DayField(label="Returns are due on")

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {
            str(period.pk): period for period in Period.objects.of_pot(pot).order_by("-starts_on")
        }
        years = sorted({period.year for period in self.periods.values()}, reverse=True)
        choices: list[Any] = [("", "Choose")]
        for year in years:
            label = f"{year}/{(year + 1) % 100:02d}"
            inside = [(key, str(each)) for key, each in self.periods.items() if each.year == year]
            choices.append((label, [*inside, (f"none-{year}", f"None: all of {label} is still to come")]))
        self.fields["actuals_to"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if answer := cleaned.pop("actuals_to", ""):
            period = self.periods.get(answer)
            cleaned["actuals_to"] = period
            cleaned["year"] = period.year if period else int(answer.removeprefix("none-"))
        return cleaned


class EditRoundForm(GovukForm):
    """Another name, or other days."""

    name = forms.CharField(label="Name", max_length=80)
    opens_on = DayField(label="Opens on")
    due_on = DayField(label="Returns are due on")


class ReturnForm(GovukForm):
    """What was spent in each period, what is expected, and why it differs from the plan."""

    submit_label = "Save, and look at it before it is sent"

    comment = forms.CharField(
        label="Comment (optional)",
        max_length=Return.LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, return_: Return, known: OutturnLine, periods: list[Period], **kwargs: Any
    ) -> None:
        said = {line.period_id: line.amount for line in return_.lines.all()}
        initial = {"comment": return_.comment, "revision": return_.revision}
        initial |= {f"period_{each.number}": said.get(each.pk) for each in periods}
        super().__init__(*args, initial=initial, **kwargs)
        self.periods, self.round = periods, return_.round
        for period in periods:
            is_actual = kind_in(self.round, period) == ReturnLine.Kind.ACTUAL
            recorded = (
                f" Recorded so far: {pounds(known.spent[period.pk])}." if known.spent[period.pk] else ""
            )
            self.fields[f"period_{period.number}"] = PoundsField(
                label=f"{'Spent in' if is_actual else 'Expected in'} {period}, in pounds",
                help_text=f"Planned: {pounds(known.planned[period.pk])}.{recorded}",
                min_value=-LARGEST if is_actual else Decimal(0),
                required=False,
            )
        self.fields["comment"].help_text = (
            f"Needed where the year, or what is spent so far, differs from the plan by {tolerance_of(self.round.pot)}. "
            "Once the return is accepted, everyone who sees the pot can read it."
        )
        self.order_fields([*(f"period_{each.number}" for each in periods), "comment", "revision"])

    def clean(self) -> dict[str, Any]:
        """The answered periods as lines; an empty box is not answered yet."""
        cleaned = super().clean() or {}
        answers = {each: cleaned.pop(f"period_{each.number}", None) for each in self.periods}
        cleaned["lines"] = [
            LineOfReturn(period, kind_in(self.round, period), amount)
            for period, amount in answers.items()
            if amount is not None
        ]
        return cleaned


class RevisionForm(GovukForm):
    """A step with a return as it was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, return_: Return, submit_label: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"revision": return_.revision}, **kwargs)
        self.submit_label = submit_label


class SendBackForm(RevisionForm):
    """What is wrong with a return."""

    is_warning = True

    reason = forms.CharField(
        label="What has to be looked at again", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopenForm(GovukForm):
    """Why a closed period is opened again."""

    submit_label = "Open the period again"
    is_warning = True

    reason = forms.CharField(label="Reason", max_length=500)
