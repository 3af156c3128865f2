"""What readers ask of the lists: a word, a body, a year."""

from typing import Any

from django import forms

from core.words import WordsField
from partnership.models import Group, Organisation


def _choice(label: str) -> forms.ChoiceField:
    """A list to choose from, in the look of a filter. Its choices are set when the form is made."""
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": "Choose from the list."},
    )


class SearchForm(forms.Form):
    """Words, and where to look for them."""

    q = WordsField(label="Words")
    group = _choice("Group")
    year = _choice("Year")

    def __init__(self, *args: Any, groups: list[Group], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.slug: group for group in groups}
        self.fields["group"].choices = [("", "All groups"), *((group.slug, group.name) for group in groups)]
        self.fields["year"].choices = [("", "All years"), *((str(year), str(year)) for year in years)]

    def clean_group(self) -> Group | None:
        """The group itself."""
        return self.groups.get(self.cleaned_data["group"])

    def clean_year(self) -> int | None:
        """The year as a number."""
        return int(self.cleaned_data["year"]) if self.cleaned_data["year"] else None


class PeopleFilter(forms.Form):
    """Part of a name, and an organisation."""

    q = WordsField(label="Name")
    organisation = _choice("Organisation")

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "All organisations"), *organisations]


class OrganisationFilter(forms.Form):
    """Part of a name, and a sector."""

    q = WordsField(label="Name")
    sector = _choice("Sector")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = [("", "All sectors"), *Organisation.Sector.choices]


def asked(form: forms.Form) -> dict[str, Any]:
    """The answers that make sense; a wrong one says so beside its box and asks for nothing."""
    form.is_valid()
    return form.cleaned_data
