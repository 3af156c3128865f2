"""What officers are asked about money."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DayField, GovukForm, MarkdownField
from core.templatetags.house import pounds
from funding.models import Actual, Agreement, Authority, Cell, LedgerEntry, Period, Pot, Stream
from funding.places import available, funder_of, planned, returned
from localities.models import Locality
from meetings.models import Decision
from partnership.models import Group, Organisation, User

LARGEST = Decimal("99999999999.99")
KINDS = [choice for choice in LedgerEntry.Kind.choices if choice[0] not in LedgerEntry.NEEDS_NO_NAMING]


class PoundsField(forms.DecimalField):
    """A sum of money as people write it: £1,250.50, 1250.5 or 1,250."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal("0.01"))
        super().__init__(max_value=LARGEST, decimal_places=2, **kwargs)
        self.error_messages["max_decimal_places"] = "Enter pounds and pence, such as 1250.50."
        self.widget.attrs["class"] = "govuk-input--width-10"

    def to_python(self, value: Any) -> Any:
        """The sum, whatever pound signs, commas and blanks it was written with."""
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(value)


class PotForm(GovukForm):
    """Money received for one purpose."""

    submit_label = "Save the pot"

    name = forms.CharField(label="Name of the pot", max_length=160)
    group = forms.ModelChoiceField(label="Group that decides on it", queryset=Group.objects.none())
    accountable_body = forms.ModelChoiceField(
        label="Accountable body",
        help_text="The organisation that holds the money.",
        queryset=Organisation.objects.open_today(),
    )
    accountable_group = forms.ModelChoiceField(
        label="Group of the accountable body that must agree too (optional)",
        help_text="With one, no money moves on the decision of the first group alone.",
        queryset=Group.objects.none(),
        required=False,
        empty_label="None: one decision is enough",
    )
    agreement = forms.ModelChoiceField(
        label="Agreement it belongs to (optional)",
        queryset=Agreement.objects.none(),
        required=False,
        empty_label="None",
    )
    locality = forms.ModelChoiceField(
        label="Locality it is devolved to (optional)",
        queryset=Locality.objects.all(),
        required=False,
        empty_label="None",
    )
    funder = forms.CharField(label="Who the money comes from", max_length=200)
    purpose = MarkdownField(label="What it is for (optional)", required=False, rows=3)
    unit = forms.ChoiceField(
        label="Planned by", choices=Pot.Unit.choices, initial=Pot.Unit.QUARTER, widget=forms.RadioSelect
    )
    tolerance_percent = forms.DecimalField(
        label="A return explains a difference from the plan of more than, in per cent",
        help_text="And of more than the sum below: smaller ones need no comment.",
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    tolerance_pounds = PoundsField(label="And of more than, in pounds", min_value=Decimal(0), initial=1000)
    illustrative = forms.CharField(
        label="What in it is illustrative (optional)",
        help_text="Shown wherever its figures show.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, user: User, pot: Pot | None = None, **kwargs: Any) -> None:
        if pot is not None:
            kwargs.setdefault("initial", {name: getattr(pot, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.supported_by(user)
        self.fields["agreement"].queryset = Agreement.objects.visible_to(user)
        self.fields["accountable_group"].queryset = Group.objects.visible_to(user).open_today()


class StreamForm(GovukForm):
    """A part of a pot."""

    submit_label = "Add the stream"

    name = forms.CharField(label="Name of the stream", max_length=160)
    kind = forms.ChoiceField(
        label="How it stands to the pot",
        help_text="Aligned money is shown beside the total and never counts in it.",
        choices=Stream.Kind.choices,
        initial=Stream.Kind.POOLED,
        widget=forms.RadioSelect,
    )
    ring_fence = forms.ChoiceField(
        label="Ring-fence",
        choices=Stream.RingFence.choices,
        initial=Stream.RingFence.NONE,
        widget=forms.RadioSelect,
    )
    ring_fenced_for = forms.CharField(
        label="What ring-fenced money may be spent on (optional)", max_length=300, required=False
    )
    carry_forward_cap = forms.DecimalField(
        label="Share of a year’s award that may be carried forward without asking, in per cent",
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


class AuthoriseForm(GovukForm):
    """What a decision allows."""

    submit_label = "Save what it allows"

    decision = forms.ModelChoiceField(
        label="Decision", queryset=Decision.objects.none(), empty_label="Choose a decision"
    )
    kinds = forms.MultipleChoiceField(
        label="What it allows", choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    ceiling = PoundsField(label="Up to, in all, in pounds")
    limit_each = PoundsField(
        label="Up to, each time, if an officer may act alone (optional)",
        help_text="With a limit, the decision delegates: a movement up to it need not come to the group again.",
        required=False,
    )
    limit_year = PoundsField(
        label="Up to, in a financial year, if an officer may act alone (optional)", required=False
    )
    lifts_ring_fence = forms.BooleanField(label="It allows money to leave a ring-fence", required=False)
    exception_reason = forms.CharField(
        label="Why the money may leave the ring-fence (optional)", required=False, max_length=500
    )

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_group = Decision.objects.in_force().newest_first()
        self.fields["decision"].queryset = of_group.of_group(pot.group)
        if pot.accountable_group is not None:
            self.fields["confirmed_by_decision"] = forms.ModelChoiceField(
                label=f"Decision of the {pot.accountable_group} that agrees to it",
                queryset=of_group.of_group(pot.accountable_group),
                empty_label="Choose a decision",
            )


class GroundForm(GovukForm):
    """On whose word, why and from when."""

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pot = pot
        self.fields["authority"] = forms.ModelChoiceField(
            label="Decision that allows it",
            queryset=Authority.objects.of_pot(pot).in_force().with_decisions().knowing_what_is_left(),
            empty_label="Choose a decision",
        )
        self.fields["authority"].label_from_instance = lambda each: f"{each.told} ({each.kinds_in_words})"
        self.fields["reason"] = forms.CharField(label="Reason", max_length=300)
        self.fields["effective_on"] = DayField(label="Takes effect on")


class MoveForm(GroundForm):
    """Money from one place to another; the two places say what kind of movement it is."""

    submit_label = "Move the money"

    source = forms.ChoiceField(label="From")
    to = forms.ChoiceField(label="To")
    amount = PoundsField(label="Amount in pounds")
    external_reference = forms.CharField(
        label="The funder’s approval (optional)",
        help_text="Needed when more is carried forward than the stream’s cap.",
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, pot=pot, **kwargs)
        streams = list(Stream.objects.of_pot(pot))
        periods = list(Period.objects.filter(pot=pot))
        self.places = {"funder": (funder_of, (pot,))}
        inside = [(stream.name, self._of_stream(stream, periods)) for stream in streams]
        back = [
            (key, label)
            for stream in streams
            for year in sorted({period.year for period in periods})
            for key, label in [self._place(f"back-{stream.pk}-{year}", _year(year), returned, stream, year)]
        ]
        named = {f"back-{stream.pk}": stream.name for stream in streams}
        returns = [(key, f"{named[key.rsplit('-', 1)[0]]}, {label}") for key, label in back]
        self.fields["source"].choices = [("", "Choose"), ("funder", "The funder: a new award"), *inside]
        self.fields["to"].choices = [
            ("", "Choose"),
            *inside,
            ("Back to the funder", [("funder", "The award is cut"), *returns]),
        ]

    def _of_stream(self, stream: Stream, periods: Iterable[Period]) -> list[tuple[str, str]]:
        years = sorted({period.year for period in periods})
        awarded = [
            self._place(
                f"free-{stream.pk}-{year}", f"{_year(year)}, awarded and not planned", available, stream, year
            )
            for year in years
        ]
        plans = [
            self._place(f"plan-{stream.pk}-{period.pk}", str(period), planned, stream, period)
            for period in periods
        ]
        return [(key, f"{stream.name}: {label}") for key, label in [*awarded, *plans]]

    def _place(self, key: str, label: str, find: Any, *where: Any) -> tuple[str, str]:
        self.places[key] = (find, where)
        return key, label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for end in ("source", "to"):
            if key := cleaned.get(end):
                find, where = self.places[key]
                cleaned[end] = find(*where)
        return cleaned


class RollForwardForm(GroundForm):
    """The profile of one year, kept for the next."""

    submit_label = "Keep the profile for the next year"

    year = forms.TypedChoiceField(label="Year whose profile is kept", coerce=int)

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, pot=pot, **kwargs)
        years = sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True)))
        self.fields["year"].choices = [(year, _year(year)) for year in years]


class ActualForm(GovukForm):
    """What was spent, refunded or corrected."""

    submit_label = "Record it"

    cell = forms.ModelChoiceField(
        label="Under which plan", queryset=Cell.objects.none(), empty_label="Choose a stream and period"
    )
    kind = forms.ChoiceField(
        label="What it is", choices=Actual.Kind.choices, initial=Actual.Kind.SPEND, widget=forms.RadioSelect
    )
    amount = PoundsField(
        label="Amount in pounds",
        help_text="A refund, or a correction downwards, with a minus: -120.50.",
        min_value=-LARGEST,
    )
    reason = forms.CharField(
        label="Reason (needed for a refund or a correction)", max_length=300, required=False
    )

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Cell.objects.of_pot(pot).plans().with_balance().in_grid_order()
        self.fields["cell"].queryset = plans.select_related("stream", "project", "period")
        self.fields["cell"].label_from_instance = lambda cell: f"{cell}: {pounds(cell.balance)} planned"


def _year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
