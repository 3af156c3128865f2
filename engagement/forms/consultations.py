"""Questions to those who plan a consultation."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm, MarkdownField, TimeField
from core.refusals import Refused
from engagement.given import OptionAnswer
from engagement.models import Consultation, OverlapChoice
from engagement.models.consultations import LAST_MINUTE
from localities.models import Audience, Locality
from partnership.models import Group, Organisation, Topic, User


class BeginForm(GovukForm):
    """What is needed to begin: the rest comes on the way."""

    submit_label = "Begin to plan"

    title = forms.CharField(label="Title", max_length=200)
    group = forms.ModelChoiceField(
        label="Group that runs it", queryset=Group.objects.none(), empty_label="Choose a group"
    )
    opens_on = DayField(label="First day")
    closes_on = DayField(label="Last day")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.supported_by(user)

    def clean(self) -> None:
        check_days(self)

    def refuse(self, refusal: Refused) -> None:
        """Beside the last day, if it is about the days."""
        self.add_error("closes_on" if "last day" in str(refusal) else None, str(refusal))


class ConsultationForm(GovukForm):
    """Everything that is said of a consultation; what may wait until it opens is marked so."""

    submit_label = "Save"

    title = forms.CharField(label="Title", max_length=200)
    summary = forms.CharField(
        label="What it is about, in a few sentences",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    organisation = forms.ModelChoiceField(
        label="Organisation that asks (optional)",
        queryset=Organisation.objects.open_today(),
        required=False,
        empty_label="The group itself",
    )
    opens_on = DayField(label="First day")
    closes_on = DayField(label="Last day")
    closes_at = TimeField(
        label="Closing hour on the last day", help_text="For example 5pm.", initial=LAST_MINUTE
    )
    is_countywide = forms.BooleanField(label="It concerns the whole county", required=False)
    localities = forms.ModelMultipleChoiceField(
        label="Localities it concerns (none if it is the whole county)",
        queryset=Locality.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audiences = forms.ModelMultipleChoiceField(
        label="Whom it is to reach",
        queryset=Audience.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.ModelMultipleChoiceField(
        label="Topics (optional)",
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = MarkdownField(label="Why people are asked", required=False, rows=4)
    decision = MarkdownField(label="Decision that it is to influence", required=False, rows=3)
    decision_maker = forms.CharField(label="Who decides", max_length=200, required=False)
    deciding_group = forms.ModelChoiceField(
        label="Deciding group, if it is on this record (optional)",
        queryset=Group.objects.none(),
        required=False,
        empty_label="None",
    )
    equality_screening = MarkdownField(label="What the equality screening found", required=False, rows=3)
    contact = forms.CharField(
        label="Whom to ask, by role",
        help_text="For example the partnership office.",
        max_length=200,
        required=False,
    )
    privacy_notice = MarkdownField(label="What happens with what people tell", required=False, rows=4)
    feedback_due_on = DayField(label="Day by which people hear what came of it", required=False)
    erase_on = DayField(label="Day on which names and addresses are erased", required=False)
    shorter_reason = forms.CharField(
        label="Why it is shorter than the rules of its day ask (optional)",
        help_text="Published together with who approved it.",
        max_length=500,
        required=False,
    )
    shorter_approved_by = forms.CharField(
        label="Who approved the shorter time (optional)", max_length=200, required=False
    )
    illustrative = forms.CharField(
        label="What in it is illustrative (optional)", max_length=300, required=False
    )

    def __init__(self, *args: Any, user: User, consultation: Consultation, **kwargs: Any) -> None:
        initial = {name: getattr(consultation, name) for name in self.base_fields}
        for name in ("localities", "audiences", "topics"):
            initial[name] = getattr(consultation, name).all()
        super().__init__(*args, initial=initial, **kwargs)
        self.last_day = consultation.closes_on
        self.fields["deciding_group"].queryset = Group.objects.visible_to(user)
        if consultation.launched_at:
            for name in ("opens_on", "closes_on", "closes_at"):
                del self.fields[name]

    def clean(self) -> None:
        """Days in their order, places that do not contradict each other, a reason with who approved it."""
        check_days(self)
        answers = self.cleaned_data
        closes, erases = answers.get("closes_on") or self.last_day, answers.get("erase_on")
        if closes and erases and erases <= closes:
            self.add_error("erase_on", "Names and addresses can only be erased after the last day.")
        if answers.get("is_countywide") and answers.get("localities"):
            self.add_error("localities", "Choose either the whole county or some of its localities.")
        if bool(answers.get("shorter_reason")) != bool(answers.get("shorter_approved_by")):
            empty = "shorter_approved_by" if answers.get("shorter_reason") else "shorter_reason"
            self.add_error(empty, "Say both why it is shorter and who approved it.")


class OptionsForm(GovukForm):
    """The options, one a line; those rejected with the reason behind a bar."""

    submit_label = "Save the options"

    options = forms.CharField(
        label="Options people can speak to",
        help_text="One a line.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    rejected = forms.CharField(
        label="Options that were rejected before anybody was asked",
        help_text="One a line, with the reason after a bar: Do nothing | It would cost more next year",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_options(self) -> list[OptionAnswer]:
        return [OptionAnswer(line) for line in lines_of(self.cleaned_data["options"])]

    def clean_rejected(self) -> list[OptionAnswer]:
        """Each with its reason; a line without one is named."""
        answers = []
        for line in lines_of(self.cleaned_data["rejected"]):
            text, bar, why = (part.strip() for part in line.partition("|"))
            if not bar or not text or not why:
                raise forms.ValidationError(f"Say after a bar ( | ) why this was rejected: “{line[:80]}”")
            if len(why) > 500:
                raise forms.ValidationError(f"The reason has more than 500 characters: “{line[:80]}”")
            answers.append(OptionAnswer(text, is_rejected=True, why_rejected=why))
        return answers


class OverlapForm(GovukForm):
    """What is done about an overlap."""

    submit_label = "Record the choice"

    choice = forms.ChoiceField(
        label="What is done", choices=OverlapChoice.Choice.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Why", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DaysForm(GovukForm):
    """Other days for a consultation that people know of."""

    submit_label = "Change the days"
    is_warning = True

    opens_on = DayField(label="First day")
    closes_on = DayField(label="Last day")
    closes_at = TimeField(label="Closing hour on the last day")
    reason = forms.CharField(
        label="Why the days change", help_text="Everyone reads it beside the days.", max_length=500
    )

    def clean(self) -> None:
        check_days(self)

    def refuse(self, refusal: Refused) -> None:
        """Beside the day that it is about."""
        said = str(refusal)
        name = (
            "opens_on"
            if "It opened" in said
            else "closes_on"
            if "last day" in said or "sooner" in said
            else None
        )
        self.add_error(name, said)


class CallOffForm(GovukForm):
    """Why it does not take place."""

    submit_label = "Call it off"
    is_warning = True

    reason = forms.CharField(label="Why", help_text="Everyone can read it.", max_length=500)


def check_days(form: forms.Form) -> None:
    """The last day is not before the first."""
    opens, closes = form.cleaned_data.get("opens_on"), form.cleaned_data.get("closes_on")
    if opens and closes and closes < opens:
        form.add_error("closes_on", "The last day must not be before the first.")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
