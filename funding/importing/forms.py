"""What officers are asked about files of figures."""

from typing import Any

from django import forms

from core.forms import GovukForm, UploadField
from funding.forms import GroundForm
from funding.models import ImportedFile, Period, Pot, Round

WHAT = {
    ImportedFile.Kind.GRID: "the template of a year, filled in; it becomes a draft proposal",
    ImportedFile.Kind.RETURNS: "the table of a round, filled in; it writes the returns and sends none",
    ImportedFile.Kind.ALLOCATIONS: (
        "a row for each grant, with its year, its sum and whether it is paid through the agreement"
    ),
    ImportedFile.Kind.LEDGER: "the movements as they were downloaded; nothing is changed by it",
}


class ImportFileForm(GovukForm):
    """A table of figures, and what it is."""

    submit_label = "Hand it in"

    kind = forms.ChoiceField(label="What the file is", widget=forms.RadioSelect)
    year = forms.TypedChoiceField(
        label="Financial year (for a profile grid only)", coerce=int, required=False
    )
    round_ = forms.ModelChoiceField(
        label="Round (for returns only)",
        queryset=Round.objects.none(),
        required=False,
        empty_label="Choose a round",
    )
    file = UploadField(
        label="File",
        endings=("xlsx", "csv"),
        most_megabytes=10,
        help_text="An Excel workbook (.xlsx) or a CSV file, 10 MB at most. You see what would change before it does.",
    )

    def __init__(self, *args: Any, pot: Pot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, f"{kind.label}: {WHAT[kind]}") for kind in WHAT]
        years = sorted(set(Period.objects.of_pot(pot).values_list("year", flat=True)), reverse=True)
        named = [(year, f"{year}/{(year + 1) % 100:02d}") for year in years]
        self.fields["year"].choices = [("", "Choose a year"), *named]
        self.fields["round_"].queryset = Round.objects.of_pot(pot).latest_first()
        self.fields["round_"].label_from_instance = lambda each: f"{each}, {each.financial_year}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("kind") == ImportedFile.Kind.GRID
            and not cleaned.get("year")
            and "year" not in self.errors
        ):
            self.add_error("year", "Choose the financial year that the grid is for.")
        if (
            cleaned.get("kind") == ImportedFile.Kind.RETURNS
            and not cleaned.get("round_")
            and "round_" not in self.errors
        ):
            self.add_error("round_", "Choose the round that the returns are for.")
        cleaned["year"] = cleaned.get("year") or None
        return cleaned


class _Shown(GovukForm):
    """Presses a button under what is shown: it goes along, so that nothing else is done than what was seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reading"] = forms.IntegerField(widget=forms.HiddenInput, max_value=2**62)
        self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def show_anew(self) -> None:
        """After a refusal the page shows what would change now, and the button is about that."""
        if self.is_bound:
            fresh: Any = self.data.copy()
            fresh.update({name: str(self.initial[name]) for name in ("reading", "shown")})
            self.data = fresh


class LoadAllocationsForm(_Shown, GroundForm):
    """On whose word the funder's money comes in."""

    submit_label = "Take the allocations over"


class LoadGridForm(_Shown):
    """What the proposal is about."""

    submit_label = "Draft the proposal"

    title = forms.CharField(label="What the proposal is about", max_length=160)
    reason = forms.CharField(label="Reason (optional)", max_length=300, required=False)


class LoadReturnsForm(_Shown):
    """Nothing to fill in: the returns are written as they are shown."""

    submit_label = "Write the returns"
