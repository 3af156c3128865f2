"""What officers say of a paper."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core import uploads
from core.access import STRICTER, Access
from core.forms import UploadField
from core.templatetags.house import british_date
from meetings.forms.answers import MeetingsForm, ParagraphsField, PublicInterestField, check_exemption
from meetings.models import AgendaItem, Meeting, Paper
from partnership.models import Group

ACCESS_HELP = "Where the item is closed further, the paper is as closed as the item."


class PaperFileField(UploadField):
    """A paper: a PDF or a Word document."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="File", endings=uploads.PAPERS, **kwargs)


class ItemChoice(forms.ModelChoiceField):
    """An item of an agenda to come, or of the agenda on which the paper stands."""

    def label_from_instance(self, item: AgendaItem) -> str:
        return f"{british_date(item.meeting.held_on)}: {item}"


class PaperForm(MeetingsForm):
    """A paper for an item, and who may read it."""

    submit_label = "Add the paper"
    beside = {
        "no exempt papers": "access",
        "closed further": "access",
        "its title and its item": "title",
        "same file": "file",
        "why it is replaced": "reason",
        "why the paper is withdrawn": "reason",
        "agenda": "item",
    }

    title = forms.CharField(label="Title", help_text="As it stands on the agenda.", max_length=200)
    file = PaperFileField()
    access = forms.ChoiceField(
        label="Who may read it",
        help_text=ACCESS_HELP,
        choices=Access.choices,
        initial=Access.OPEN,
        widget=forms.RadioSelect,
    )
    exempt_paragraphs = ParagraphsField()
    public_interest = PublicInterestField()

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not group.exemptions_allowed:
            self.fields["access"].choices = [each for each in Access.choices if each[0] != Access.EXEMPT]
            del self.fields["exempt_paragraphs"], self.fields["public_interest"]

    def clean(self) -> dict[str, Any]:
        """An exemption has its reasons."""
        answers = super().clean() or self.cleaned_data
        check_exemption(self)
        return answers


class EditPaperForm(PaperForm):
    """What can change about a paper without another file. Once published it can only be closed further."""

    submit_label = "Save the paper"

    item = ItemChoice(
        label="For the item",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="No agenda yet",
    )
    field_order = ["title", "item"]

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        names = ["title", "item", "access", "exempt_paragraphs", "public_interest"]
        kwargs.setdefault("initial", {name: getattr(paper, name) for name in names})
        super().__init__(*args, group=paper.group, **kwargs)
        del self.fields["file"]
        if paper.is_published:
            del self.fields["title"], self.fields["item"]
            stricter = STRICTER[STRICTER.index(Access(paper.access)) :]
            self.fields["access"].choices = [
                each for each in self.fields["access"].choices if each[0] in stricter
            ]
        else:
            self.fields["item"].queryset = _items_for(paper)


class ReplacePaperForm(MeetingsForm):
    """Another file in the place of the one before."""

    submit_label = "Replace the paper"
    beside = {"same file": "file", "why it is replaced": "reason"}

    file = PaperFileField()
    reason = forms.CharField(
        label="Why it is replaced", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if paper.is_published:
            self.fields["reason"].help_text = "Everyone who reads the paper reads this."
        else:
            self.fields["reason"].label = "Why it is replaced (optional)"
            self.fields["reason"].required = False


class WithdrawPaperForm(MeetingsForm):
    """Why a paper is taken back."""

    submit_label = "Withdraw the paper"
    is_warning = True
    beside = {"why the paper is withdrawn": "reason"}

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Everyone who could read the paper reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _items_for(paper: Paper) -> Any:
    """The items of the group's agendas to come, and of the agenda on which the paper stands."""
    called_off = [Meeting.Status.CANCELLED, Meeting.Status.POSTPONED]
    own = Q(meeting__items__papers=paper)
    to_come = Q(meeting__held_on__gte=timezone.localdate())
    items = AgendaItem.objects.filter(own | to_come, meeting__group=paper.group)
    items = items.exclude(meeting__status__in=called_off)
    ids = items.values("pk")
    return AgendaItem.objects.filter(pk__in=ids).select_related("meeting").in_order()
