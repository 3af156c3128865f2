"""Questions to those who keep what was learned, and to those who look for it."""

from typing import Any

from django import forms

from core.forms import DayField
from core.words import WordsField
from engagement.models import Consultation, Finding, OverlapChoice
from localities.models import Audience, Locality
from meetings.filters import Filter
from meetings.forms.answers import MeetingsForm
from partnership.models import Group, User


class FindingForm(MeetingsForm):
    """What was found, where it comes from, whom and which places it concerns, and until when it holds."""

    submit_label = "Save the finding"

    title = forms.CharField(label="What was found, in a sentence", max_length=300)
    text = forms.CharField(
        label="More of it (optional)",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consultation = forms.ModelChoiceField(
        label="Consultation that it comes from (or name another source below)",
        queryset=Consultation.objects.none(),
        required=False,
        empty_label="None on this record",
    )
    source = forms.CharField(
        label="Another source",
        help_text="For example a survey, with its year and who made it.",
        max_length=300,
        required=False,
    )
    group = forms.ModelChoiceField(
        label="Group that keeps it",
        help_text="That of the consultation, if it comes from one.",
        queryset=Group.objects.none(),
        empty_label="Choose a group",
    )
    is_countywide = forms.BooleanField(label="It concerns the whole county", required=False)
    localities = forms.ModelMultipleChoiceField(
        label="Localities it concerns (none if it is the whole county)",
        queryset=Locality.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audiences = forms.ModelMultipleChoiceField(
        label="Whom it is about (optional)",
        queryset=Audience.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    found_on = DayField(label="Day on which it was found")
    expires_on = DayField(label="First day on which it is too old to rely on")

    beside = {"another source": "source", "expire": "expires_on", "has not closed": "consultation"}

    def __init__(self, *args: Any, user: User, finding: Finding | None = None, **kwargs: Any) -> None:
        if finding:
            kwargs["initial"] = {name: getattr(finding, name) for name in self.base_fields}
            kwargs["initial"] |= {
                "localities": finding.localities.all(),
                "audiences": finding.audiences.all(),
            }
        super().__init__(*args, **kwargs)
        groups = Group.objects.supported_by(user)
        self.fields["group"].queryset = groups
        self.fields["consultation"].queryset = (
            Consultation.objects.filter(group__in=groups.values("pk")).launched_ever().newest_first()
        )
        if finding:
            # Where it comes from stays: another source is another finding.
            for name in ("consultation", "source", "group"):
                del self.fields[name]

    def clean(self) -> None:
        """One source, places that do not contradict each other, days in their order."""
        answers = self.cleaned_data
        if "source" in self.fields and bool(answers.get("consultation")) == bool(answers.get("source")):
            self.add_error("source", "Name either the consultation that it comes from, or another source.")
        if answers.get("is_countywide") and answers.get("localities"):
            self.add_error("localities", "Choose either the whole county or some of its localities.")
        found, expires = answers.get("found_on"), answers.get("expires_on")
        if found and expires and expires <= found:
            self.add_error("expires_on", "It must expire after the day on which it was found.")


class FindingFilter(Filter):
    """The library, by place, audience, whether it still holds, and words."""

    things = ("finding", "findings")
    PHRASES = {"locality": " in {}", "audience": " about {}", "state": ", {}", "q": " saying “{}”"}

    def __init__(self, data: Any, user, rows) -> None:
        super().__init__(data, user, rows)
        self.ask("locality", "Locality", "All localities", list(Locality.objects.values_list("slug", "name")))
        self.ask("audience", "Audience", "Everybody", list(Audience.objects.values_list("slug", "name")))
        self.ask("state", "Still to rely on", "All", [("good", "Still good"), ("expired", "Too old")])
        self.fields["q"] = WordsField(label="Words")

    def found(self):
        """The findings that fit, the latest first."""
        return self.narrowed(
            locality=lambda rows, slug: rows.in_locality(Locality.objects.get(slug=slug)),
            audience=lambda rows, slug: rows.filter(audiences__slug=slug),
            state=lambda rows, state: rows.still_good() if state == "good" else rows.expired(),
            q=lambda rows, words: rows.with_words(words),
        )


class _SavingForm(MeetingsForm):
    submit_label = "Record the saving"

    beside = {"more than nothing": "amount", "counted already": "amount"}


def _amount() -> forms.DecimalField:
    return forms.DecimalField(label="Amount in pounds", max_digits=10, decimal_places=2, min_value=0)


def _basis() -> forms.CharField:
    return forms.CharField(
        label="How the amount is worked out",
        help_text="For example: one leaflet to 8,000 households instead of two.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SavingForm(_SavingForm):
    """What asking together has saved."""

    choice = forms.ModelChoiceField(
        label="What was chosen about an overlap",
        queryset=OverlapChoice.objects.none(),
        empty_label="Choose one",
    )
    amount = _amount()
    basis = _basis()

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].queryset = choices
        self.fields["choice"].label_from_instance = lambda each: (
            f"{each.get_choice_display()}: {each.consultation} and {each.other}"[:160]
        )


class AvoidedForm(_SavingForm):
    """What was saved by not asking again."""

    consultation = forms.ModelChoiceField(
        label="Consultation that asked less, or did not take place",
        queryset=Consultation.objects.none(),
        empty_label="Choose one",
    )
    finding = forms.ModelChoiceField(
        label="Finding that answered already (optional)",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="None in the library",
    )
    amount = _amount()
    basis = _basis()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = Consultation.objects.run_by(user)
        self.fields["finding"].queryset = Finding.objects.visible_to(user)


class StrikeForm(MeetingsForm):
    """Why a saving no longer counts."""

    submit_label = "Strike it out"
    is_warning = True

    reason = forms.CharField(label="Why", help_text="Everyone can read it.", max_length=300)
