"""What is known of a locality: figures, what works, needs, objectives, plans."""

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from core.forms import DayField, GovukForm, MarkdownField
from localities.models import Area, Audience, CommunityPlan, Mechanism, Objective, PlanAction
from partnership.forms.answers import answers_of, refuse_taken_name
from partnership.models import Organisation


class AboutForm(GovukForm):
    """A form that shows what is known of a thing before anything is typed."""

    def __init__(self, *args: Any, thing: models.Model | None = None, **kwargs: Any) -> None:
        self.thing = thing
        if thing:
            known = answers_of(thing, self.base_fields)
            # What is chosen many times is asked of the database.
            known |= {name: value.all() for name, value in known.items() if isinstance(value, models.Manager)}
            kwargs["initial"] = known
        super().__init__(*args, **kwargs)


class FigureForm(AboutForm):
    """One figure, with its source."""

    measure = forms.CharField(label="What is measured", help_text="For example, Population.", max_length=160)
    value = forms.DecimalField(label="Value", max_digits=14, decimal_places=2)
    unit = forms.CharField(label="Unit", help_text="For example, residents, or %.", max_length=60)
    period = forms.CharField(
        label="When it was so", help_text="For example, 2011, or 2010/11.", max_length=80
    )
    source = forms.CharField(
        label="Source", help_text="No figure stands on the page without its source.", max_length=300
    )
    geography = forms.CharField(
        label="The area that was measured",
        help_text="For example, the locality, or its wards.",
        max_length=160,
    )
    is_best_fit = forms.BooleanField(label="That area fits the locality only roughly", required=False)


class MechanismForm(AboutForm):
    """A way of reaching people."""

    name = forms.CharField(label="What it is", max_length=160)
    about = MarkdownField(label="How it works (optional)", required=False, rows=4, max_length=5_000)
    audiences = forms.ModelMultipleChoiceField(
        label="Whom it is meant to reach",
        queryset=Audience.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    verdict = forms.ChoiceField(
        label="Does it work?", choices=Mechanism.Verdict.choices, widget=forms.RadioSelect
    )
    evidence = MarkdownField(label="How do you know?", rows=3, max_length=5_000)
    owner = forms.ModelChoiceField(
        label="Whose it is", queryset=Organisation.objects.open_today(), empty_label="Choose an organisation"
    )
    last_checked_on = DayField(
        label="Last checked on", help_text="After twelve months it is marked for another look."
    )

    def clean_last_checked_on(self) -> Any:
        return _not_to_come(self.cleaned_data["last_checked_on"])


class CheckForm(AboutForm):
    """Another look at something that is on record."""

    submit_label = "Record that it was checked"

    verdict = forms.ChoiceField(
        label="Does it work?", choices=Mechanism.Verdict.choices, widget=forms.RadioSelect
    )
    evidence = MarkdownField(label="How do you know?", rows=3, max_length=5_000)
    last_checked_on = DayField(label="Checked on")

    def clean_last_checked_on(self) -> Any:
        return _not_to_come(self.cleaned_data["last_checked_on"])


class AudienceForm(AboutForm):
    """People to be reached."""

    name = forms.CharField(label="Who they are", max_length=80)
    position = forms.IntegerField(
        label="Place in lists", help_text="Lower numbers come first.", min_value=0, max_value=9999, initial=0
    )

    def clean_name(self) -> str:
        """No two audiences of one name."""
        return refuse_taken_name(self, Audience, self.thing, "There is an audience of this name already.")


class ApproachForm(AboutForm):
    """How people are worked with in this locality."""

    approach = MarkdownField(
        label="How the approach is tailored to the locality (optional)", required=False, max_length=10_000
    )


class NeedForm(AboutForm):
    """What people need."""

    text = forms.CharField(label="What is needed", max_length=500)
    evidence = forms.CharField(label="How is that known?", max_length=500)


class ObjectiveForm(AboutForm):
    """What is to be reached."""

    aim = forms.ChoiceField(label="Aim it serves", choices=Objective.Aim.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="What is to be reached", max_length=500)
    progress = forms.ChoiceField(
        label="How far it has come",
        choices=Objective.Progress.choices,
        initial=Objective.Progress.NOT_BEGUN,
        widget=forms.RadioSelect,
    )
    progress_note = forms.CharField(label="More about that (optional)", max_length=500, required=False)
    illustrative = forms.CharField(
        label="What in it is illustrative (optional)",
        help_text="Where nobody knows it, say so: it stands beside the objective.",
        max_length=300,
        required=False,
    )


class PlanForm(AboutForm):
    """A parish plan or community-led plan."""

    name = forms.CharField(label="Name", max_length=160)
    kind = forms.ChoiceField(label="Kind", choices=CommunityPlan.Kind.choices, widget=forms.RadioSelect)
    about = MarkdownField(
        label="What it sets out to do (optional)", required=False, rows=5, max_length=10_000
    )
    parishes = forms.ModelMultipleChoiceField(
        label="Parishes it covers (optional)",
        queryset=Area.objects.parishes(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    adopted_by = forms.CharField(
        label="Adopted by (optional)",
        help_text="Leave this and the day empty while it is prepared.",
        max_length=160,
        required=False,
    )
    adopted_on = DayField(label="Adopted on (optional)", required=False)
    review_due_on = DayField(label="Review due on (optional)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Area.objects.parishes().exists():
            self.fields[
                "parishes"
            ].help_text = "No parish is on record yet. An administrator can import them."

    def clean_name(self) -> str:
        """No two plans of one name."""
        return refuse_taken_name(self, CommunityPlan, self.thing, "There is a plan of this name already.")

    def clean(self) -> dict[str, Any]:
        """Adopted means by whom and when."""
        answers = super().clean() or self.cleaned_data
        by, on, review = (answers.get(name) for name in ("adopted_by", "adopted_on", "review_due_on"))
        if by and not on and "adopted_on" not in self.errors:
            self.add_error("adopted_on", "Enter the day on which it was adopted.")
        if on and not by and "adopted_by" not in self.errors:
            self.add_error("adopted_by", "Say who adopted it.")
        if on and review and review <= on:
            self.add_error("review_due_on", "A plan is reviewed after the day on which it is adopted.")
        return answers


class PlanActionForm(AboutForm):
    """One thing that a plan says is to be done."""

    text = forms.CharField(label="What is to be done", max_length=500)
    responsibility = forms.ChoiceField(
        label="Whose responsibility it is",
        choices=PlanAction.Responsibility.choices,
        widget=forms.RadioSelect,
    )
    responsible = forms.CharField(label="Who exactly (optional)", max_length=160, required=False)
    progress = forms.ChoiceField(
        label="How far it has come",
        choices=PlanAction.Progress.choices,
        initial=PlanAction.Progress.NOT_BEGUN,
        widget=forms.RadioSelect,
    )
    progress_note = forms.CharField(label="More about that (optional)", max_length=500, required=False)


def _not_to_come(day: Any) -> Any:
    """Nothing is checked on a day that is still to come."""
    if day and day > timezone.localdate():
        raise forms.ValidationError("Enter a day that is not in the future.")
    return day
