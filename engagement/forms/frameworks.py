"""Questions about the framework, its route and what is said of it."""

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayField, GovukForm, MarkdownField
from core.refusals import Refused
from engagement.models import FrameworkConsultee, FrameworkSection, FrameworkVersion, Remark
from meetings.models import Decision
from partnership.models import Group, User


class FrameworkForm(GovukForm):
    """The head of a version."""

    submit_label = "Save"

    title = forms.CharField(label="Title", max_length=200)
    group = forms.ModelChoiceField(label="Group that writes it", queryset=Group.objects.none())
    approving_group = forms.ModelChoiceField(
        label="Group that approves it",
        help_text="It is in force on a decision of this group.",
        queryset=Group.objects.none(),
    )
    what_changed = MarkdownField(label="What is new in this version (optional)", required=False, rows=3)
    illustrative = forms.CharField(
        label="What in it is illustrative (optional)",
        help_text="Shown wherever the text shows.",
        max_length=300,
        required=False,
    )

    def __init__(
        self, *args: Any, user: User, version: FrameworkVersion | None = None, **kwargs: Any
    ) -> None:
        if version is not None:
            kwargs.setdefault("initial", {name: getattr(version, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.supported_by(user)
        self.fields["approving_group"].queryset = Group.objects.visible_to(user).open_today()
        if version is not None:
            # Who writes it decides who may: a version does not change hands on the way.
            del self.fields["group"]


class BeginFrameworkForm(FrameworkForm):
    """The next version, perhaps from the words of an earlier one."""

    submit_label = "Begin the version"

    after = forms.ModelChoiceField(
        label="Begin from the words of",
        queryset=FrameworkVersion.objects.none(),
        required=False,
        empty_label="An empty page",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["after"].queryset = FrameworkVersion.objects.visible_to(user).issued().newest_first()


class SectionForm(GovukForm):
    """One section of a version."""

    submit_label = "Save the section"

    heading = forms.CharField(label="Heading", max_length=200)
    text = MarkdownField(label="Text", rows=16, required=False)


class WriteSectionForm(SectionForm):
    """A section that exists: what the writer began from comes back with it, so that no words are lost unseen."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, section: FrameworkSection, **kwargs: Any) -> None:
        initial = {"heading": section.heading, "text": section.text, "shown": section.text}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_shown(self) -> str:
        """The text as the page showed it; browsers send lines with another ending."""
        return self.cleaned_data["shown"].replace("\r\n", "\n")


class IssueForm(GovukForm):
    """Giving a version out."""

    submit_label = "Issue this version"
    is_warning = True

    comments_until = DayField(
        label="Last day for comments (optional)",
        help_text="Comments are taken until the end of this day. Leave it empty if none are asked for.",
        required=False,
    )


class ExtendCommentsForm(GovukForm):
    """Another last day for comments."""

    submit_label = "Change the day"

    until = DayField(label="Last day for comments")
    reason = forms.CharField(label="Why it changes", help_text="Everyone can read it.", max_length=300)


class ApproveFrameworkForm(GovukForm):
    """The decision that puts a version in force."""

    submit_label = "Put it in force"

    decision = forms.ModelChoiceField(
        label="Decision that approved it", queryset=Decision.objects.none(), empty_label="Choose a decision"
    )
    in_force_on = DayField(label="In force from")

    def __init__(self, *args: Any, version: FrameworkVersion, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = Decision.objects.visible_to(user).of_group(version.approving_group).in_force()
        self.fields["decision"].queryset = agreed.with_meeting().newest_first()
        self.fields["decision"].label_from_instance = _decision_in_words

    def refuse(self, refusal: Refused) -> None:
        """Beside the day, if it is about the day."""
        self.add_error("in_force_on" if "in force before" in str(refusal) else None, str(refusal))


class DropForm(GovukForm):
    """Why a version is not taken further."""

    submit_label = "It is not taken further"
    is_warning = True

    reason = forms.CharField(label="Why", help_text="For example: version 2 takes its place.", max_length=300)


class AskConsulteeForm(GovukForm):
    """Somebody asked by name."""

    submit_label = "Add them"

    name = forms.CharField(label="Who is asked", max_length=200)
    group = forms.ModelChoiceField(
        label="If it is a group on this record, which (optional)",
        queryset=Group.objects.none(),
        required=False,
        empty_label="None",
    )
    asked_on = DayField(label="Asked on", initial=timezone.localdate)
    note = forms.CharField(label="Note (optional)", max_length=300, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.visible_to(user)


class RemarkForm(GovukForm):
    """What somebody has to say."""

    submit_label = "Send the comment"

    section = forms.ModelChoiceField(
        label="What it is about", queryset=FrameworkSection.objects.none(), required=False
    )
    name = forms.CharField(
        label="Your name, or the body you speak for",
        help_text="It is read beside your comment once the comment is answered.",
        max_length=200,
    )
    text = forms.CharField(label="Your comment", max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = version.sections.all()
        self.fields["section"].empty_label = "The whole of it"


class EnterRemarkForm(RemarkForm):
    """What a consultee said, written down by an officer."""

    submit_label = "Write it down"

    consultee = forms.ModelChoiceField(
        label="Who was asked (optional)",
        queryset=FrameworkConsultee.objects.none(),
        required=False,
        empty_label="Nobody on the list",
    )

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        self.fields["consultee"].queryset = FrameworkConsultee.objects.of_version(version)
        self.fields["name"].label, self.fields["name"].help_text = "Who says it", ""
        self.fields["text"].label = "What they say"


class AnswerForm(GovukForm):
    """What became of a comment."""

    submit_label = "Answer the comment"

    disposition = forms.ChoiceField(
        label="What becomes of it", choices=Remark.Disposition.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label="Why",
        help_text="Everyone reads the comment and this answer from now on.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def _decision_in_words(decision: Decision) -> str:
    return f"{decision.ref}: {decision.text[:120]}"
