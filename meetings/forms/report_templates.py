"""The sections of a body's reports, all in one form: each a row that can be moved, renamed or taken out."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify

from core.forms import GovukForm
from meetings.models import TemplateSection

MOST = 40


class SectionForm(GovukForm):
    """One section of the template."""

    use_required_attribute = False

    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    heading = forms.CharField(
        label="Heading", max_length=120, widget=forms.TextInput(attrs={"class": "govuk-input"})
    )
    guidance = forms.CharField(
        label="What belongs here (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea"}),
    )
    is_numbered = forms.BooleanField(
        label="Its paragraphs are numbered",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )
    is_required = forms.BooleanField(
        label="Must be filled in",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )

    @property
    def of_every_report(self) -> bool:
        return self["key"].value() in TemplateSection.OF_EVERY_REPORT

    @property
    def up_id(self) -> str:
        return f"up-{self.prefix[1:]}" if self.prefix else ""

    @property
    def down_id(self) -> str:
        return f"down-{self.prefix[1:]}" if self.prefix else ""


class TemplateRows:
    """The rows of the form in their order, with what was typed."""

    def __init__(self, sections: list[dict[str, Any]], posted: QueryDict | None) -> None:
        self.posted = posted
        if posted is None:
            self.rows = [SectionForm(prefix=f"s{n}", initial=each) for n, each in enumerate(sections)]
            self.moved = None
            return
        answers = [_answers(posted, n) for n in range(MOST + 1) if f"s{n}-heading" in posted]
        answers, self.moved = _pressed(answers, posted.get("do", ""))
        # Bound with the numbers of their new places, so that a move loses nothing that was typed.
        self.rows = [
            SectionForm({f"s{n}-{name}": value for name, value in each.items() if value}, prefix=f"s{n}")
            for n, each in enumerate(answers)
        ]

    @property
    def is_sent(self) -> bool:
        """Whether the form is to be saved, not only moved about."""
        return self.posted is not None and self.posted.get("do", "save") == "save"

    def is_valid(self) -> bool:
        # Every row is asked, so that everything that is wrong is said at once.
        answers = [row.is_valid() for row in self.rows]
        return all(answers)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the box to mend."""
        if not self.is_sent:
            return []
        return [
            (row[name].auto_id, f"Section {place}: {sentence}")
            for place, row in enumerate(self.rows, start=1)
            for name, sentences in row.errors.items()
            for sentence in sentences
        ]

    def sections(self) -> list[dict[str, Any]]:
        """The answers, each with a key: that of its row, or one made of its heading."""
        found: list[dict[str, Any]] = []
        taken = {row.cleaned_data["key"] for row in self.rows}
        for row in self.rows:
            answers = dict(row.cleaned_data)
            if not answers["key"] or any(each["key"] == answers["key"] for each in found):
                answers["key"] = _free(slugify(answers["heading"])[:50] or "section", taken)
                taken.add(answers["key"])
            found.append(answers)
        return found


def _answers(posted: QueryDict, n: int) -> dict[str, str]:
    return {name: posted.get(f"s{n}-{name}", "").replace("\x00", "") for name in SectionForm.base_fields}


def _pressed(rows: list[dict[str, str]], do: str) -> tuple[list[dict[str, str]], str | None]:
    """The rows after a button was pressed, and the id of what the keyboard goes on from."""
    what, _, number = do.partition("-")
    if what == "add" and len(rows) < MOST:
        return [*rows, dict.fromkeys(SectionForm.base_fields, "")], f"id_s{len(rows)}-heading"
    here = int(number) if number.isascii() and number.isdigit() else -1
    if not 0 <= here < len(rows):
        return rows, None
    if what == "remove" and rows[here]["key"] not in TemplateSection.OF_EVERY_REPORT:
        return rows[:here] + rows[here + 1 :], f"section-{min(here, len(rows) - 2)}"
    there = {"up": here - 1, "down": here + 1}.get(what, -1)
    if not 0 <= there < len(rows):
        return rows, None
    rows[here], rows[there] = rows[there], rows[here]
    at_end = there == (0 if what == "up" else len(rows) - 1)
    other = "down" if what == "up" else "up"
    return rows, f"{other if at_end else what}-{there}"


def _free(stem: str, taken: set[str]) -> str:
    return next(key for n in range(1, MOST + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)
