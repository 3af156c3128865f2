"""What a group is, the rules it works by, and its end."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import DayField, GovukForm, MarkdownField
from core.refusals import Refused
from partnership.forms.answers import answers_of, offer, refuse_taken_name
from partnership.models import Group, User


class GroupForm(GovukForm):
    """What a group is."""

    name = forms.CharField(label="Name", max_length=160)
    kind = forms.ChoiceField(label="Kind", choices=Group.Kind.choices, widget=forms.RadioSelect)
    parent = forms.ModelChoiceField(
        label="Reports to (optional)",
        queryset=Group.objects.all(),
        required=False,
        empty_label="No other group",
    )
    terms_of_reference = MarkdownField(label="Terms of reference (optional)", required=False, rows=12)
    rhythm = forms.CharField(
        label="How often it meets (optional)",
        help_text="For example, every six weeks.",
        max_length=120,
        required=False,
    )
    review_on = DayField(
        label="Day on which it is reviewed (optional)",
        help_text="Its officers are reminded four weeks before.",
        required=False,
    )
    is_public = forms.BooleanField(
        label="Open to the public",
        help_text="Anyone may see that the group exists, who is in it and when it meets.",
        required=False,
    )

    def __init__(self, *args: Any, group: Group | None = None, **kwargs: Any) -> None:
        self.group = group
        kwargs["initial"] = answers_of(group, self.base_fields) if group else {"is_public": True}
        super().__init__(*args, **kwargs)
        if group:
            offer(self, "parent", Group.objects.exclude(pk=group.pk))

    def clean_name(self) -> str:
        """No two groups of one name."""
        return refuse_taken_name(self, Group, self.group, "There is a group of this name already.")


class NewGroupForm(GroupForm):
    """A group that is founded also gets the prefix of its decisions' numbers, once and for all."""

    # The field does not hide the form's own `prefix`: Django takes fields out of the class.
    prefix = forms.CharField(  # type: ignore[assignment]
        label="Prefix of decision numbers",
        help_text="For example, CEG for the decision CEG-2007-1. It cannot be changed later.",
        max_length=10,
        validators=Group._meta.get_field("prefix").validators[:1],
    )

    field_order = ["name", "prefix"]

    def clean_prefix(self) -> str:
        """No two groups number their decisions alike."""
        prefix = self.cleaned_data["prefix"]
        if Group.objects.filter(prefix=prefix).exists():
            raise ValidationError("Another group’s decisions have this prefix.")
        return prefix


class RulesForm(GovukForm):
    """The switches by which a group works."""

    notice_days = forms.IntegerField(
        label="Clear days of notice",
        help_text="Whole days between the day the agenda is published and the day of the meeting.",
        min_value=0,
        max_value=60,
    )
    quorum_members = forms.IntegerField(
        label="Quorum: members present (optional)", min_value=1, max_value=500, required=False
    )
    quorum_organisations = forms.IntegerField(
        label="Quorum: organisations present (optional)", min_value=1, max_value=500, required=False
    )
    quorum_sectors = forms.IntegerField(
        label="Quorum: sectors present (optional)",
        help_text="Public, private, voluntary and community: three at most.",
        min_value=1,
        max_value=3,
        required=False,
    )
    inquorate = forms.ChoiceField(
        label="Without a quorum", choices=Group.Inquorate.choices, widget=forms.RadioSelect
    )
    voters = forms.ChoiceField(label="Who votes", choices=Group.Voters.choices, widget=forms.RadioSelect)
    chair_has_casting_vote = forms.BooleanField(label="The chair has a casting vote", required=False)
    exemptions_allowed = forms.BooleanField(
        label="Items may be exempt from publication", help_text="Under Schedule 12A only.", required=False
    )
    draft_minutes = forms.ChoiceField(
        label="When minutes are published", choices=Group.DraftMinutes.choices, widget=forms.RadioSelect
    )
    keeps_register = forms.BooleanField(
        label="Members register their interests",
        help_text="They are asked to go through them once a year. The register of an open group is open.",
        required=False,
    )
    corrections_days = forms.IntegerField(
        label="Days to propose corrections to draft minutes",
        help_text="Counted from the day the draft is circulated. Enter 0 if members raise them only at the meeting.",
        min_value=0,
        max_value=90,
    )
    reason = forms.CharField(label="Why the rules change (optional)", max_length=300, required=False)

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, initial=answers_of(group, self.base_fields), **kwargs)


class CloseGroupForm(GovukForm):
    """The end of a group. Its record stays."""

    submit_label = "Close the group"
    is_warning = True

    on = DayField(label="Closed on", help_text="The first day without the group.")
    reason = forms.CharField(label="Why", help_text="This is kept in the history.", max_length=300)
    report = MarkdownField(
        label="What it has done",
        help_text="Everyone who sees the group reads this report. A working group does not close without it.",
        required=False,
        rows=8,
    )

    def refuse(self, refusal: Refused) -> None:
        """Beside the report, if it is about that."""
        self.add_error("report" if "with a report" in str(refusal) else None, str(refusal))


class LoginChoice(forms.ModelChoiceField):
    """A login, told apart from namesakes by its address."""

    def label_from_instance(self, user: User) -> str:
        return f"{user} ({user.email})"


class SupportForm(GovukForm):
    """Who supports a group as its officer, and from when."""

    submit_label = "Make them the group’s officer"

    user = LoginChoice(
        label="Login", queryset=User.objects.active().order_by("email"), empty_label="Choose a login"
    )
    starts_on = DayField(label="From")
