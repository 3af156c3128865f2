"""Questions to those who run a programme, and to those who want a place on it."""

from typing import Any

from django import forms

from core.forms import DayField, GovukForm
from engagement.models import Place, Programme, ProgrammeDay
from engagement.models.programmes import Sector
from meetings.forms.answers import MeetingsForm
from meetings.models import AgendaItem
from partnership.models import Group, Organisation, User

MOST_PLACES = 1000


def _pounds(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=10, decimal_places=2, **more)


def _places(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PLACES, initial=0)


def _text(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class BeginProgrammeForm(GovukForm):
    """What is needed to begin: the rest comes on the next page."""

    submit_label = "Begin the programme"

    title = forms.CharField(label="Title", max_length=200)
    group = forms.ModelChoiceField(
        label="Group that runs it", queryset=Group.objects.none(), empty_label="Choose a group"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.supported_by(user).open_today()


class ProgrammeForm(MeetingsForm):
    """What is said of a programme, its places and its fund."""

    title = forms.CharField(label="Title", max_length=200)
    partner = forms.CharField(label="With whom it is run (optional)", max_length=200, required=False)
    summary = _text("What it is", required=False)
    for_whom = _text("For whom it is", required=False)
    how_to_apply = _text("How to apply (optional)", required=False)
    contact = forms.CharField(label="Whom to ask", max_length=200, required=False)
    apply_by = DayField(label="Last day to apply (optional)", required=False)
    erase_on = DayField(
        label="Day on which names and addresses of applicants are erased (before it is published)",
        help_text="Whoever applies is promised this day: it can be brought forward later, but not put off.",
        required=False,
    )
    item = forms.ModelChoiceField(
        label="Item of a meeting that tells of it (optional)",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="None",
    )
    public_places = _places("Places for the public sector")
    private_places = _places("Places for the private sector")
    voluntary_places = _places("Places for the voluntary and community sector")
    bursary_fund = _pounds("Bursary fund in pounds", help_text="0 if there is none.", min_value=0, initial=0)
    small_budget = _pounds(
        "Largest yearly training budget with which a body may ask for a bursary, in pounds (optional)",
        min_value=0,
        required=False,
    )
    bursary_criteria = _text("Criteria by which bursaries are awarded (optional)", required=False)
    illustrative = forms.CharField(
        label="What in it is illustrative (optional)", max_length=300, required=False
    )

    beside = {
        "criteria": "bursary_criteria",
        "from the fund": "bursary_fund",
        "More places than that": "public_places",
        "ames and addresses": "erase_on",
        "promised that day": "erase_on",
    }

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        initial = {name: getattr(programme, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        of_group = AgendaItem.objects.visible_to(user).filter(meeting__group=programme.group_id)
        self.fields["item"].queryset = of_group.select_related("meeting__group").order_by(
            "-meeting__held_on", "number"
        )
        self.fields["item"].label_from_instance = lambda item: f"{item.meeting}: {item}"[:160]


class ApplyForm(MeetingsForm):
    """Who wants a place, and for which body."""

    submit_label = "Apply for a place"

    name = forms.CharField(label="Your name", max_length=120)
    organisation = forms.ModelChoiceField(
        label="Your organisation (optional)",
        help_text="Leave it empty if it is not on this list.",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Not on this list",
    )
    sector = forms.ChoiceField(label="Your sector", choices=Sector.choices, widget=forms.RadioSelect)

    beside = {"sector": "sector", "for this address": "name"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.open_today()


class EnterApplicationForm(ApplyForm):
    """The same, written down for somebody who does not sign in."""

    submit_label = "Write the application down"

    email = forms.EmailField(
        label="Their email address (optional)",
        help_text="They are told there when a place is offered. Without it, tell them yourself.",
        required=False,
    )

    beside = {"sector": "sector", "for this address": "email"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Their name"
        self.fields["organisation"].label = "Their organisation (optional)"
        self.fields["sector"].label = "Their sector"


class GiveUpForm(GovukForm):
    """Declining an offer, or giving up a place or an application."""

    is_warning = True

    reason = forms.CharField(
        label="Why (optional)", help_text="Officers of the group read it.", max_length=300, required=False
    )

    def __init__(self, *args: Any, submit_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = submit_label


class BursaryForm(MeetingsForm):
    """Money towards a place."""

    submit_label = "Ask for a bursary"

    training_budget = _pounds("Your organisation’s training budget for the year, in pounds", min_value=0)
    asked = _pounds("How much you ask for, in pounds", min_value=0)
    why = forms.CharField(label="Why you need it", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    beside = {"small training budgets": "training_budget", "more than nothing": "asked"}


class DecideBursaryForm(MeetingsForm):
    """The answer to somebody who asks for a bursary."""

    submit_label = "Record the decision"

    outcome = forms.ChoiceField(
        label="What is decided",
        choices=[("award", "Award it"), ("refuse", "Refuse it")],
        widget=forms.RadioSelect,
    )
    awarded = _pounds("How much is awarded, in pounds (if it is awarded)", min_value=0, required=False)
    criteria_met = forms.CharField(
        label="How the criteria are met, or which are not",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    beside = {"fund does not hold": "awarded", "than is asked for": "awarded"}

    def clean(self) -> None:
        """An award has an amount."""
        is_award = self.cleaned_data.get("outcome") == "award"
        if is_award and "awarded" not in self.errors and not self.cleaned_data.get("awarded"):
            self.add_error("awarded", "Say how much is awarded.")


class DayForm(GovukForm):
    """One day of a programme."""

    held_on = DayField(
        label="Date (optional)", help_text="Leave it empty while it is not known.", required=False
    )
    about = forms.CharField(label="What it is about (optional)", max_length=200, required=False)


class AttendanceForm(GovukForm):
    """Who came on a day."""

    submit_label = "Save who came"

    came = forms.ModelMultipleChoiceField(
        label="Who came",
        help_text="Leave out whoever did not.",
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, day: ProgrammeDay, **kwargs: Any) -> None:
        present = [each.place_id for each in day.attendances.all() if each.came]
        super().__init__(*args, initial={"came": present}, **kwargs)
        self.fields["came"].queryset = day.programme.places.filter(state=Place.State.ACCEPTED)
        self.fields["came"].label_from_instance = lambda place: place.who
