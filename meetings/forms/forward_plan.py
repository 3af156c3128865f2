"""What a group is going to decide, and when."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core.forms import DayField, MarkdownField
from core.templatetags.house import british_date
from meetings.forms.answers import MeetingsForm
from meetings.models import AgendaItem, Decision, ForwardPlanEntry, Meeting, Paper
from partnership.models import Group, Topic

ASKED = ["title", "summary", "is_key", "meeting", "expected_from", "expected_to", "contact", "late_because"]
LINKS = ["item", "paper", "decision"]


class EntryForm(MeetingsForm):
    """An entry of the forward plan, as one group's officers write it."""

    submit_label = "Save the entry"
    beside = {
        "which meeting": "meeting",
        "period must end": "expected_to",
        "reason why it is short": "late_because",
        "why it changes": "reason",
    }

    title = forms.CharField(label="Title", max_length=200)
    summary = MarkdownField(label="What is to be decided (optional)", required=False, max_length=5000, rows=5)
    is_key = forms.BooleanField(
        label="It is a key decision",
        help_text="Key decisions need 28 days of notice, or a reason why there are fewer.",
        required=False,
    )
    meeting = forms.ModelChoiceField(
        label="Meeting expected to decide",
        queryset=Meeting.objects.none(),
        empty_label="No meeting is named yet",
        required=False,
    )
    expected_from = DayField(
        label="Or expected from (optional)",
        help_text="Where no meeting is named yet: the first day of the time in which it is expected.",
        required=False,
    )
    expected_to = DayField(label="Until (optional)", required=False)
    contact = forms.CharField(
        label="Whom to ask",
        help_text="An office, not a person. For example, the Partnership Support Team.",
        max_length=160,
    )
    topics = forms.ModelMultipleChoiceField(
        label="Topics (optional)",
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    late_because = forms.CharField(
        label="Why the notice is short (optional)",
        help_text="Only for a key decision with fewer than 28 days of notice. Everyone reads it.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, group: Group, entry: ForwardPlanEntry | None = None, **kwargs: Any
    ) -> None:
        if entry is not None:
            initial = {name: getattr(entry, name) for name in [*ASKED, *LINKS]}
            kwargs.setdefault("initial", initial | {"topics": entry.topics.all()})
        super().__init__(*args, **kwargs)
        ahead = [Meeting.Status.PLANNED, Meeting.Status.CALLED, Meeting.Status.UNDER_WAY]
        wanted = Q(status__in=ahead, held_on__gte=timezone.localdate())
        if entry is not None:
            wanted |= Q(pk=entry.meeting_id)
        self.fields["meeting"].queryset = (
            Meeting.objects.of_group(group).filter(wanted).with_group().order_by("held_on")
        )

    def clean(self) -> dict[str, Any]:
        """Either a meeting or a time; of a time both ends."""
        answers = super().clean() or self.cleaned_data
        if "meeting" not in answers or "expected_from" not in answers or "expected_to" not in answers:
            return answers
        first, last = answers["expected_from"], answers["expected_to"]
        if answers["meeting"] and (first or last):
            self.add_error("meeting", "Choose a meeting or enter a time, not both.")
        elif not answers["meeting"] and not first:
            self.add_error("meeting", "Choose the meeting, or say below from when it is expected.")
        elif first and not last:
            answers["expected_to"] = first
        elif first and last and last < first:
            self.add_error("expected_to", "The period must end on or after the day it begins.")
        return answers


class EditEntryForm(EntryForm):
    """An entry that exists, with what it leads to; once it is published a change says why."""

    item = forms.ModelChoiceField(
        label="Item on an agenda (optional)",
        queryset=AgendaItem.objects.none(),
        empty_label="On no agenda yet",
        required=False,
    )
    paper = forms.ModelChoiceField(
        label="Paper or report (optional)",
        queryset=Paper.objects.none(),
        empty_label="No paper yet",
        required=False,
    )
    decision = forms.ModelChoiceField(
        label="Decision taken (optional)",
        help_text="Filled in by itself when a decision is logged under the item.",
        queryset=Decision.objects.none(),
        empty_label="Not decided yet",
        required=False,
    )
    reason = forms.CharField(
        label="Why it changes",
        help_text="Everyone reads it beside the change.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, group: Group, entry: ForwardPlanEntry, **kwargs: Any) -> None:
        super().__init__(*args, group=group, entry=entry, **kwargs)
        ordinary = AgendaItem.objects.of_group(group).filter(kind=AgendaItem.Kind.ORDINARY)
        items = ordinary.filter(Q(meeting__held_on__gte=timezone.localdate()) | Q(pk=entry.item_id))
        self.fields["item"].queryset = items.select_related("meeting").order_by(
            "meeting__held_on", "position"
        )
        self.fields["item"].label_from_instance = lambda item: f"{british_date(item.meeting.held_on)}: {item}"
        self.fields["paper"].queryset = Paper.objects.filter(group=group).standing().order_by("-pk")
        self.fields["decision"].queryset = Decision.objects.of_group(group).order_by("-year", "-number")
        if entry.is_draft:
            del self.fields["reason"]


class PublishEntryForm(MeetingsForm):
    """Giving first notice; a key decision at short notice says why."""

    submit_label = "Publish the entry"
    beside = {"reason why it is short": "late_because"}

    late_because = forms.CharField(
        label="Why the notice is short",
        help_text="Everyone reads it.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_short: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_short:
            del self.fields["late_because"]


class WithdrawEntryForm(MeetingsForm):
    """Why a decision is not to be taken after all."""

    submit_label = "Withdraw the entry"
    is_warning = True

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="The entry stays on the plan, with this reason.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
