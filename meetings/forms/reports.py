"""What is asked about a report: its head, its clearances, its place on an agenda, its correction."""

from typing import Any

from django import forms
from django.db.models import Q

from core.access import Access
from core.forms import DayField, MarkdownField
from meetings.forms.answers import MeetingsForm, ParagraphsField, PublicInterestField, check_exemption
from meetings.models import Clearance, Meeting, Report
from partnership.forms.groups import LoginChoice
from partnership.models import Group, User


class MeetingChoice(forms.ModelChoiceField):
    """A meeting by its day."""

    def label_from_instance(self, meeting: Meeting) -> str:
        return str(meeting)


class ReportForm(MeetingsForm):
    """What stands at the head of a report, and who works on it."""

    submit_label = "Save"
    beside = {
        "somebody else than its author": "approver",
        "no exempt items": "access",
        "must be one of": "meeting",
        "title stays": "title",
        "never opened": "access",
    }

    title = forms.CharField(label="Title", max_length=200)
    meeting = MeetingChoice(
        label="Meeting it is written for (optional)",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Not decided yet",
    )
    portfolio_area = forms.CharField(label="Portfolio area (optional)", max_length=160, required=False)
    wards_affected = forms.CharField(
        label="Wards affected (optional)",
        help_text="For example, County-wide.",
        max_length=200,
        required=False,
    )
    author = LoginChoice(
        label="Author",
        help_text="Whoever writes it. They need not support the group.",
        queryset=User.objects.active().order_by("email"),
        empty_label="Choose a login",
    )
    approver = LoginChoice(
        label="Who approves it (optional)",
        help_text="Somebody else than the author. If nobody is named, any other officer of the group may.",
        queryset=User.objects.active().order_by("email"),
        required=False,
        empty_label="Nobody in particular",
    )
    access = forms.ChoiceField(
        label="Classification",
        help_text="Who may read it once it is published. Its agenda item may close it further.",
        choices=Access.choices,
        initial=Access.OPEN,
        widget=forms.RadioSelect,
    )
    exempt_paragraphs = ParagraphsField()
    public_interest = PublicInterestField()

    def __init__(self, *args: Any, group: Group, report: Report | None = None, **kwargs: Any) -> None:
        if report is not None:
            kwargs.setdefault("initial", _answers(report))
        super().__init__(*args, **kwargs)
        ahead = Meeting.objects.of_group(group).filter(
            Q(status__in=[Meeting.Status.PLANNED, Meeting.Status.CALLED])
            | Q(pk=report.meeting_id if report else None)
        )
        self.fields["meeting"].queryset = ahead.with_group().order_by("held_on")
        if not group.exemptions_allowed:
            self.fields["access"].choices = [each for each in Access.choices if each[0] != Access.EXEMPT]
            del self.fields["exempt_paragraphs"], self.fields["public_interest"]

    def clean(self) -> dict[str, Any]:
        """An exemption has its reasons."""
        answers = super().clean() or self.cleaned_data
        check_exemption(self)
        return answers


class BeginReportForm(ReportForm):
    """A report that is begun."""

    submit_label = "Begin the report"


class AskClearanceForm(MeetingsForm):
    """Whom to ask, about what, by when."""

    submit_label = "Ask for clearance"
    beside = {
        "Say who": "consulted",
        "own report": "consulted",
        "today or later": "due_on",
        "in what respect": "respect",
        "cleared these words": "area",
    }

    area = forms.ChoiceField(label="About what?", choices=Clearance.Area.choices, widget=forms.RadioSelect)
    respect = forms.CharField(
        label="If other, in what respect?", help_text="For example, equality.", max_length=80, required=False
    )
    consulted = LoginChoice(
        label="Who is asked",
        help_text="They are told by email and can read the draft.",
        queryset=User.objects.active().order_by("email"),
        required=False,
        empty_label="Somebody without a login",
    )
    consulted_name = forms.CharField(
        label="Or, without a login, their name or office",
        help_text="An officer of the group records what they say.",
        max_length=120,
        required=False,
    )
    due_on = DayField(label="Advice wanted by")

    def clean(self) -> dict[str, Any]:
        """One person is asked; another respect has a name."""
        answers = super().clean() or self.cleaned_data
        if answers.get("area") == Clearance.Area.OTHER and not answers.get("respect", "").strip():
            self.add_error("respect", "Say in what respect, such as equality.")
        if answers.get("consulted") and answers.get("consulted_name", "").strip():
            self.add_error("consulted_name", "Choose a login or type a name, not both.")
        return answers


class GiveClearanceForm(MeetingsForm):
    """What the consulted officer says."""

    submit_label = "Record the advice"
    beside = {"Say what": "text", "Choose": "advice"}

    advice = forms.ChoiceField(
        label="Is the report cleared?",
        choices=[(value, Clearance.Advice(value).label) for value in Clearance.GIVEN],
        widget=forms.RadioSelect,
    )
    text = MarkdownField(
        label="Comments",
        help_text="Needed unless it is cleared without comment. Whoever works on the report reads them.",
        required=False,
        rows=6,
        max_length=10_000,
    )


class WaiveClearanceForm(MeetingsForm):
    """Why nobody is asked, or why the advice is not followed."""

    submit_label = "Waive this clearance"
    is_warning = True
    beside = {"Say why": "reason"}

    reason = forms.CharField(
        label="Why does the report go on without it?",
        help_text="This is kept with the report.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectReportForm(MeetingsForm):
    """What was corrected in a published report, and why."""

    submit_label = "Give out the correction"
    beside = {"Say what": "reason"}

    reason = forms.CharField(
        label="What was corrected, and why?",
        help_text="Everyone who reads the report reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _answers(report: Report) -> dict[str, Any]:
    of_paper = {
        name: getattr(report.paper, name)
        for name in ("title", "access", "exempt_paragraphs", "public_interest")
    }
    names = ["meeting", "portfolio_area", "wards_affected", "author", "approver"]
    return of_paper | {name: getattr(report, name) for name in names}
