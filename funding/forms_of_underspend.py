"""What is asked about unspent money."""

from typing import Any

from crispy_forms_gds.layout import Fieldset, Size
from django import forms

from core.forms import DayField, GovukForm
from funding.forms import PoundsField
from funding.models import Authority, Period, Pot, Round, Stream, UnderspendRecommendation
from funding.underspend import Advice
from meetings.models import AgendaItem, Decision, Meeting
from partnership.models import User

Kind = UnderspendRecommendation.Kind
# An item is chosen from so many of the group's latest meetings.
MEETINGS_OFFERED = 12


class RecommendForm(GovukForm):
    """What should become of unspent money, a part for each way."""

    submit_label = "Save the recommendations"

    def __init__(self, *args: Any, round_: Round, stream: Stream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = Period.objects.of_year(round_.pot, round_.year).order_by("number")
        for kind in Kind:
            self.fields[kind.value] = PoundsField(label="Amount in pounds (optional)", required=False)
            self.fields[kind.value].widget.attrs["data-adds-up"] = True
            if kind == Kind.VIRE:
                self.fields["vire_to_stream"] = forms.ModelChoiceField(
                    label="To which stream (optional)",
                    queryset=Stream.objects.of_pot(round_.pot).exclude(pk=stream.pk),
                    required=False,
                    empty_label="Choose a stream",
                )
            if kind in (Kind.VIRE, Kind.REPROFILE):
                self.fields[f"{kind.value}_to_period"] = forms.ModelChoiceField(
                    label="For which period (optional)",
                    queryset=periods,
                    required=False,
                    empty_label="Choose a period",
                )
            self.fields[f"{kind.value}_reason"] = forms.CharField(
                label="Reason (optional)", max_length=300, required=False
            )

    def arrangement(self) -> list[Any]:
        """One box for each way the money can go."""
        return [
            Fieldset(
                *(name for name in self.fields if _is_of(name, kind)),
                legend=kind.label,
                legend_size=Size.MEDIUM,
            )
            for kind in Kind
        ]

    def clean(self) -> dict[str, Any]:
        """Whatever has an amount is recommended, and says where to and why."""
        cleaned = super().clean() or {}
        advice = []
        for kind in Kind:
            amount = cleaned.get(kind.value)
            if amount is None:
                continue
            reason = cleaned.get(f"{kind.value}_reason", "")
            stream, period = cleaned.get(f"{kind.value}_to_stream"), cleaned.get(f"{kind.value}_to_period")
            if not reason and f"{kind.value}_reason" not in self.errors:
                self.add_error(f"{kind.value}_reason", f"Say why: {kind.label.lower()}.")
            if kind == Kind.VIRE and stream is None and "vire_to_stream" not in self.errors:
                self.add_error("vire_to_stream", "Choose the stream that the money is to go to.")
            if (
                kind in (Kind.VIRE, Kind.REPROFILE)
                and period is None
                and f"{kind.value}_to_period" not in self.errors
            ):
                self.add_error(f"{kind.value}_to_period", f"Choose the period: {kind.label.lower()}.")
            advice.append(Advice(kind, amount, reason, stream, period))
        return {"advice": advice}


def _is_of(name: str, kind: str) -> bool:
    return name == kind or name.startswith(f"{kind}_to_") or name == f"{kind}_reason"


class PutForm(GovukForm):
    """To which item of which meeting the recommendations go."""

    submit_label = "Put them to this item"

    item = forms.ModelChoiceField(
        label="Item of the agenda", queryset=AgendaItem.objects.none(), empty_label="Choose an item"
    )

    def __init__(self, *args: Any, pot: Pot, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = (
            Meeting.objects.visible_to(user).filter(group=pot.group).order_by("-held_on")[:MEETINGS_OFFERED]
        )
        items = (
            AgendaItem.objects.visible_to(user)
            .filter(meeting__in=list(latest))
            .select_related("meeting__group")
        )
        self.fields["item"].queryset = items.order_by("-meeting__held_on", "position")
        self.fields["item"].label_from_instance = named


class AnswerForm(GovukForm):
    """What the meeting said to what was put to one of its items."""

    submit_label = "Save the answer"

    item = forms.ModelChoiceField(
        label="Item they were put to", queryset=AgendaItem.objects.none(), empty_label=None
    )
    answer = forms.ChoiceField(
        label="What the meeting said",
        choices=UnderspendRecommendation.Answer.choices,
        widget=forms.RadioSelect,
    )
    decision = forms.ModelChoiceField(
        label="Decision that agreed to them (optional)",
        help_text="Needed when they were agreed: money moves only on a decision.",
        queryset=Decision.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = UnderspendRecommendation.objects.of_round(round_).awaiting_an_answer()
        items = AgendaItem.objects.filter(pk__in=waiting.values("item")).select_related("meeting__group")
        self.fields["item"].queryset = items.order_by("-meeting__held_on", "position")
        self.fields["item"].label_from_instance = named
        self.fields["decision"].queryset = Decision.objects.in_force().filter(item__in=items.values("pk"))


class CarryOutForm(GovukForm):
    """On whose word the money moves, and from when."""

    submit_label = "Move the money as agreed"

    authority = forms.ModelChoiceField(
        label="Decision that allows it", queryset=Authority.objects.none(), empty_label="Choose a decision"
    )
    effective_on = DayField(label="Takes effect on")
    external_reference = forms.CharField(
        label="The funder’s approval (optional)",
        help_text="Needed where more is carried forward than a stream may without asking.",
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = UnderspendRecommendation.objects.of_round(round_).to_carry_out().values("decision")
        allowed = Authority.objects.of_pot(round_.pot).in_force().with_decisions()
        self.fields["authority"].queryset = allowed.filter(decision__in=agreed)


def named(item: AgendaItem) -> str:
    """ "1. Performance, Chief Executives Group, 2 February 2007"."""
    return f"{item.number}. {item.title}, {item.meeting}"
