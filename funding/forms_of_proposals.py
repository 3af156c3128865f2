"""What is asked of whoever proposes, adopts or refuses."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm
from core.refusals import Refused
from core.templatetags.house import pounds
from funding.forms import PoundsField
from funding.models import Authority, LedgerEntry, Period, Pot, Project, Proposal, Stream
from funding.proposed import NOTHING, Place, Stale, steps
from meetings.forms.answers import MeetingsForm

UNPLANNED = "unplanned"


class DraftProposalForm(GovukForm):
    """What a proposal is about, before its amounts are written."""

    submit_label = "Go on to the amounts"

    title = forms.CharField(
        label="What it is about",
        help_text="In a few words, such as “Play areas later in the year”.",
        max_length=160,
    )
    reason = forms.CharField(
        label="Reason (optional)",
        help_text="It stands beside every movement once the proposal is adopted.",
        max_length=300,
        required=False,
    )
    year = forms.TypedChoiceField(label="Financial year", coerce=int)

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        years = sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True)), reverse=True)
        fields["year"].choices = [(year, f"{year}/{(year + 1) % 100:02d}") for year in years]


class VirementForm(MeetingsForm):
    """Money from one stream to another of the same year."""

    submit_label = "Ask for the virement"
    beside = {
        " there, ": "amount",
        "spent already": "amount",
        "another stream": "to_row",
        "The project": "to_period",
    }

    from_row = forms.ChoiceField(label="From the stream or project")
    from_period = forms.ChoiceField(label="From what is planned for")
    to_row = forms.ChoiceField(label="To the stream or project")
    to_period = forms.ChoiceField(label="To be planned for")
    amount = PoundsField(label="Amount in pounds")
    title = forms.CharField(label="What it is about", help_text="In a few words.", max_length=160)
    reason = forms.CharField(label="Reason", max_length=300)

    def __init__(self, *args: Any, pot: Pot, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[str, tuple[Stream, Project | None]] = {}
        for stream in Stream.objects.of_pot(pot).prefetch_related("projects"):
            self.rows[f"s{stream.pk}"] = (stream, None)
            for project in stream.projects.all():
                self.rows[f"p{project.pk}"] = (stream, project)
        rows = [(key, _row_name(*row)) for key, row in self.rows.items()]
        periods = list(Period.objects.of_year(pot, year).knowing_state().order_by("number"))
        self.periods = {str(period.pk): period for period in periods}
        of_year = [(key, str(period)) for key, period in self.periods.items() if not period.is_closed]
        fields: Any = self.fields
        for end in ("from", "to"):
            fields[f"{end}_row"].choices = [("", "Choose"), *rows]
            fields[f"{end}_period"].choices = [(UNPLANNED, "No period: it is not planned"), *of_year]

    def clean(self) -> dict[str, Any]:
        """Each end as a stream, a project or none, and a period or none."""
        cleaned = super().clean() or {}
        for end in ("from", "to"):
            row, period = cleaned.get(f"{end}_row"), cleaned.get(f"{end}_period")
            if row and period:
                stream, project = self.rows[row]
                if project and period == UNPLANNED:
                    self.add_error(
                        f"{end}_period", "Choose a period: a project has only what is planned for it."
                    )
                cleaned[end] = (stream, project, self.periods.get(period))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What the operation is told."""
        named = ("amount", "title", "reason")
        return {name: self.cleaned_data[name] for name in named} | {
            "source": self.cleaned_data["from"],
            "to": self.cleaned_data["to"],
        }


class AdoptProposalForm(MeetingsForm):
    """On which decision a proposal is adopted, and from when it holds."""

    submit_label = "Adopt the proposal"
    beside = {
        "The decision allows": "authority",
        "The decision does not allow": "authority",
        "An officer may move": "authority",
        "Money moves only on a decision": "authority",
        "also needs the decision": "authority",
        "makes an exception": "authority",
    }

    authority = forms.ModelChoiceField(
        label="Decision that allows it",
        queryset=Authority.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    effective_on = DayField(label="Takes effect on")

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowing = Authority.objects.of_pot(proposal.pot).in_force().with_decisions().knowing_what_is_left()
        question: Any = self.fields["authority"]
        question.queryset = allowing
        try:
            self.asked = steps({Place.of(line): line.change for line in proposal.lines.with_places()})
        except Refused:  # a draft that does not add up yet
            self.asked = []
        question.label_from_instance = lambda each: f"{each.told}. {self._fits(each)}"

    def _fits(self, each: Any) -> str:
        """Whether the decision covers the proposal, as far as can be told before it is tried."""
        kinds = dict(LedgerEntry.Kind.choices)
        missing = sorted(
            {str(kinds[step.kind]).lower() for step in self.asked if step.kind not in each.kinds}
        )
        moved = sum((step.amount for step in self.asked), NOTHING)
        if missing:
            return f"It does not allow {' or '.join(missing)}, which this proposal needs."
        if moved > each.left:
            return f"Not enough is left for the {pounds(moved)} of this proposal."
        if each.limit_each and moved > each.limit_each:
            return f"This proposal moves {pounds(moved)}, more than an officer may at once."
        return f"It covers the {pounds(moved)} of this proposal."

    def refuse(self, refusal: Refused) -> None:
        """Changed figures are told on the page, where each amount stands."""
        super().refuse(
            Refused("Figures have changed since this was proposed.")
            if isinstance(refusal, Stale)
            else refusal
        )


class RefuseProposalForm(GovukForm):
    """Why a proposal is refused."""

    submit_label = "Refuse the proposal"
    is_warning = True

    answer = forms.CharField(label="Why it is refused", help_text="Whoever asked is told.", max_length=500)


def _row_name(stream: Stream, project: Project | None) -> str:
    fence = " (ring-fenced)" if stream.is_ring_fenced else ""
    return f"{stream}{fence}: {project}" if project else f"{stream}{fence}"
