"""Places, parishes and their councils, sets of boundaries."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm, MarkdownField, UploadField
from core.refusals import Refused
from localities.models import Area, BoundarySet, Locality, ParishCouncil
from localities.parish_files import WrongFile
from partnership.forms.answers import answers_of, offer, refuse_taken_name
from partnership.models import Group


class LocalityForm(GovukForm):
    """What a locality is called, and which group its partnership is."""

    name = forms.CharField(label="Name", max_length=120)
    position = forms.IntegerField(
        label="Place in lists", help_text="Lower numbers come first.", min_value=0, max_value=9999, initial=0
    )
    group = forms.ModelChoiceField(
        label="Its locality partnership (optional)",
        help_text="A group of the kind “Locality partnership”. It meets and decides like any other group.",
        queryset=Group.objects.filter(kind=Group.Kind.LOCALITY),
        required=False,
        empty_label="None yet",
    )

    def __init__(self, *args: Any, locality: Locality | None = None, **kwargs: Any) -> None:
        self.locality = locality
        if locality:
            kwargs["initial"] = answers_of(locality, self.base_fields)
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """No two localities of one name."""
        return refuse_taken_name(self, Locality, self.locality, "There is a locality of this name already.")


class AreaForm(GovukForm):
    """What is known of a parish, a ward or a part of a locality."""

    kind = forms.ChoiceField(
        label="Kind", choices=Area.Kind.choices, initial=Area.Kind.PARISH, widget=forms.RadioSelect
    )
    name = forms.CharField(label="Name", max_length=160)
    code = forms.CharField(
        label="Code of the Office for National Statistics",
        help_text="Such as E04000123 for a parish or E05000123 for a ward. A part of a locality has none.",
        max_length=9,
        required=False,
    )
    council = forms.ModelChoiceField(
        label="Parish council (optional)",
        queryset=ParishCouncil.objects.all(),
        required=False,
        empty_label="None on record",
    )
    ended_on = DayField(
        label="Abolished on (optional)",
        help_text="The first day without it, if it exists no more.",
        required=False,
    )

    def __init__(self, *args: Any, area: Area | None = None, **kwargs: Any) -> None:
        if area:
            kwargs["initial"] = answers_of(area, self.base_fields)
        super().__init__(*args, **kwargs)
        if area:
            del self.fields["kind"]

    def clean_code(self) -> str:
        """However it was typed, the letter is a capital."""
        return self.cleaned_data["code"].upper().replace(" ", "")


class ParishCouncilForm(GovukForm):
    """A parish council: which parishes it serves, and whether it has signed the charter."""

    name = forms.CharField(label="Name", max_length=160)
    parishes = forms.ModelMultipleChoiceField(
        label="Parishes it serves (optional)",
        help_text="A group council serves several. A parish has one council: it leaves another.",
        queryset=Area.objects.parishes(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    charter_signed_on = DayField(label="Signed the charter on (optional)", required=False)

    def __init__(self, *args: Any, council: ParishCouncil | None = None, **kwargs: Any) -> None:
        self.council = council
        if council:
            kwargs["initial"] = answers_of(council, ["name", "charter_signed_on"]) | {
                "parishes": council.parishes.all()
            }
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """No two councils of one name."""
        return refuse_taken_name(
            self, ParishCouncil, self.council, "There is a parish council of this name already."
        )


class BoundarySetForm(GovukForm):
    """What a set of boundaries is, and from when it holds."""

    submit_label = "Save the draft"

    name = forms.CharField(label="Name", help_text="For example, Boundaries of April 2012.", max_length=160)
    begins_on = DayField(
        label="In force from", help_text="It must be later than the day of every published set."
    )
    source = forms.CharField(label="Where the boundaries come from", max_length=300)
    note = MarkdownField(
        label="What readers should know of it (optional)", required=False, rows=3, max_length=2_000
    )
    credits = forms.CharField(
        label="Credits that stand wherever its map is shown (optional)",
        help_text="One a line.",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, boundary_set: BoundarySet | None = None, **kwargs: Any) -> None:
        if boundary_set:
            kwargs["initial"] = answers_of(boundary_set, self.base_fields)
        super().__init__(*args, **kwargs)


class AreasChoice(forms.ModelMultipleChoiceField):
    """Areas of a draft, each with the locality it is in now."""

    widget = forms.CheckboxSelectMultiple
    places: dict[int, str] = {}

    def label_from_instance(self, area: Area) -> str:
        kind = "" if area.kind == Area.Kind.PARISH else f" ({area.get_kind_display().lower()})"
        return f"{area.name}{kind}: {self.places.get(area.pk, 'in no locality')}"


class MoveForm(GovukForm):
    """Which areas go where, in a draft."""

    submit_label = "Move them"

    areas = AreasChoice(label="Which", queryset=Area.objects.none())
    locality = forms.ModelChoiceField(
        label="To",
        help_text="They leave the locality they are in now.",
        queryset=Locality.objects.all(),
        empty_label="Out of every locality",
        required=False,
    )

    def __init__(self, *args: Any, boundary_set: BoundarySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "areas", Area.objects.existing_on(boundary_set.begins_on).order_by("kind", "name"))
        places: dict[int, list[str]] = {}
        for placing in boundary_set.placings.in_order():
            places.setdefault(placing.area_id, []).append(placing.locality.name)
        self.fields["areas"].places = {area: " and ".join(names) for area, names in places.items()}


class ImportForm(GovukForm):
    """A table of parishes."""

    submit_label = "Import the parishes"

    file = UploadField(
        label="File",
        endings=["csv"],
        most_megabytes=2,
        help_text=(
            "A CSV file in UTF-8. Its first line names the columns: code, name, locality and, if you like, council. "
            "Leave the locality empty where it is not known yet."
        ),
    )

    def refuse(self, refusal: Refused) -> None:
        """Everything that is wrong with the table stands beside the question, each with its line."""
        problems = refusal.problems if isinstance(refusal, WrongFile) else [str(refusal)]
        for problem in problems:
            self.add_error("file", problem)
