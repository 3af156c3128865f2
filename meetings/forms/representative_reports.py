"""Writing, publishing and withdrawing a representative's report."""

from typing import Any

from crispy_forms.utils import TEMPLATE_PACK
from crispy_forms_gds.layout import Div, Fieldset, Size
from django import forms
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from core.forms import GovukForm, MarkdownField
from meetings.items_as_read import ItemAsRead
from meetings.models import ReportedItem, RepresentativeReport
from partnership.models import Organisation


class PublishedWords:
    """What the published minutes say on an item, where the layout puts it: to be read while one writes."""

    def __init__(self, item: ItemAsRead, reason: str, day: Any) -> None:
        self.context = {"item": item, "reason": reason, "day": day}

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        return render_to_string("meetings/_published_words.html", self.context)


class SaveButton:
    """A second button, for those who save and go on."""

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        return render_to_string("meetings/_save_report_button.html")


class StartReportForm(GovukForm):
    """Begin a report; for whom is asked only of those who sat there for more than one body."""

    submit_label = "Start the report"

    body = forms.ModelChoiceField(
        label="For whom do you report?",
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = bodies[0] if len(bodies) == 1 else None
        if self.only:
            del self.fields["body"]
        else:
            self.fields["body"].queryset = Organisation.objects.filter(pk__in=[body.pk for body in bodies])

    def clean(self) -> dict[str, Any]:
        """The one body there is, or the one that was chosen."""
        answers = super().clean() or self.cleaned_data
        return answers | {"body": self.only} if self.only else answers


class WriteReportForm(GovukForm):
    """The whole report on one page: each item's published words beside a box for one's own."""

    submit_label = "Save and preview"

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(label="Title", max_length=200)
    introduction = MarkdownField(
        label="Introduction (optional)",
        help_text="What those you represent should know first.",
        required=False,
        rows=4,
        max_length=20_000,
    )
    ask = MarkdownField(
        label="What I ask of you (optional)",
        help_text="What you would like those you represent to do, and by when.",
        required=False,
        rows=4,
        max_length=20_000,
    )

    def __init__(
        self,
        *args: Any,
        report: RepresentativeReport,
        items: list[tuple[int, ItemAsRead]],
        reasons: dict[int, str],
        **kwargs: Any,
    ) -> None:
        saved = {entry.item_id: entry for entry in report.entries.all()}
        initial = {name: getattr(report, name) for name in ("revision", "title", "introduction", "ask")}
        for pk, item in items:
            initial |= _saved(pk, item, saved.get(pk))
        super().__init__(*args, initial=initial, **kwargs)
        self.report, self.items, self.reasons = report, items, reasons
        for pk, item in items:
            self.fields.update(_questions(pk, item))

    def arrangement(self) -> list[Any]:
        """The beginning, item by item, and what is asked in the end."""
        return ["revision", "title", "introduction", *map(self._part, self.items), "ask", SaveButton()]

    def _part(self, numbered: tuple[int, ItemAsRead]) -> Fieldset:
        pk, item = numbered
        names = [name for name in _names(pk) if name in self.fields]
        words = PublishedWords(item, self.reasons.get(pk, ""), self.report.meeting.held_on)
        return Fieldset(
            Div(words, Div(*names), css_class="house-report-part"),
            # The form pack prints it as it is.
            legend=conditional_escape(f"{item.number}. {item.title}"),
            legend_size=Size.MEDIUM,
            legend_tag="h2",
        )

    def clean(self) -> dict[str, Any]:
        """The answers as the operation takes them: the head, and each item's by its id."""
        answers = super().clean() or self.cleaned_data
        head = {
            name: answers[name] for name in ("revision", "title", "introduction", "ask") if name in answers
        }
        return head | {"entries": {pk: _entry(pk, answers) for pk, _ in self.items}}


class PublishReportForm(GovukForm):
    """Put the report before everyone."""

    submit_label = "Publish the report"


class PublishCorrectedReportForm(GovukForm):
    """Put a corrected version before everyone, and say what is corrected."""

    submit_label = "Publish the corrected report"

    reason = forms.CharField(
        label="What is corrected?",
        help_text="Everyone reads this beside the report.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawReportForm(GovukForm):
    """Take the report back."""

    submit_label = "Withdraw the report"
    is_warning = True

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Everyone reads this at the report’s address.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _names(pk: int) -> list[str]:
    return [f"item-{pk}-{part}" for part in ("chosen", "meaning", "minute", "decisions", "actions")]


def _questions(pk: int, item: ItemAsRead) -> dict[str, forms.Field]:
    """What is asked about one item: whether, what it means, and what to quote of it."""
    chosen, meaning, minute, decisions, actions = _names(pk)
    questions: dict[str, forms.Field] = {
        chosen: forms.BooleanField(label="Report this item", required=False),
        meaning: MarkdownField(
            label="What it means for the sector, in your own words",
            help_text="",
            required=False,
            rows=5,
            max_length=20_000,
        ),
    }
    if item.minute:
        questions[minute] = forms.BooleanField(label="Quote the minute", required=False)
    if item.decisions:
        questions[decisions] = _quotes("Quote the decision", [(d.ref, d.ref) for d in item.decisions])
    if item.actions:
        named = [(str(a.words["id"]), f"{a.words['owner']}: {a.words['text']}"[:120]) for a in item.actions]
        questions[actions] = _quotes("Quote the action", named)
    return questions


def _quotes(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _saved(pk: int, item: ItemAsRead, entry: ReportedItem | None) -> dict[str, Any]:
    """What was saved of an item; of one that was never touched, its decisions and actions are ready to be quoted."""
    chosen, meaning, minute, decisions, actions = _names(pk)
    if entry is None:
        return {
            decisions: [each.ref for each in item.decisions],
            actions: [str(each.words["id"]) for each in item.actions],
        }
    return {
        chosen: entry.is_chosen,
        meaning: entry.meaning,
        minute: entry.quotes_minute,
        decisions: entry.quoted_decisions,
        actions: [str(each) for each in entry.quoted_actions],
    }


def _entry(pk: int, answers: dict[str, Any]) -> dict[str, Any]:
    chosen, meaning, minute, decisions, actions = _names(pk)
    return {
        "is_chosen": answers.get(chosen, False),
        "meaning": answers.get(meaning, ""),
        "quotes_minute": answers.get(minute, False),
        "quoted_decisions": answers.get(decisions, []),
        "quoted_actions": [int(each) for each in answers.get(actions, [])],
    }
